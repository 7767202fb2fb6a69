package dev.headgate.providers.passing;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;

/// Names what is wrong with a whole answer that is none: bytes that are JSON as far as they go were
/// cut, and any others are malformed. Reads them once more, so it is asked only when a call has
/// failed.
public final class BrokenJson {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  /// How much of a JSON value there is.
  private enum Extent {
    NONE,
    BEGINNING,
    WHOLE
  }

  private BrokenJson() {}

  /// @param answer all of it, or as much of its beginning as was kept
  public static ErrorCode code(byte[] answer) {
    return read(answer) == Extent.BEGINNING
        ? ErrorCode.PROVIDER_TRUNCATED
        : ErrorCode.PROVIDER_MALFORMED;
  }

  /// Whether it is JSON, be it only its beginning.
  static boolean isJson(byte[] answer) {
    return read(answer) != Extent.NONE;
  }

  /// The failure of a provider that is known by its name.
  public static CallFailed failure(String provider, byte[] answer, JacksonException cause) {
    var code = code(answer);
    var what =
        code == ErrorCode.PROVIDER_TRUNCATED
            ? "an answer that broke off"
            : "something that is not JSON";
    return new CallFailed(code, "provider \"" + provider + "\" sent " + what, cause);
  }

  private static Extent read(byte[] answer) {
    // Made for bytes that come in pieces: what has not ended is no mistake to it.
    try (var parser = FACTORY.createNonBlockingByteArrayParser(ObjectReadContext.empty())) {
      if (parser.nonBlockingInputFeeder() instanceof ByteArrayFeeder feeder) {
        feeder.feedInput(answer, 0, answer.length);
      }
      var depth = 0;
      var values = 0;
      for (var token = parser.nextToken();
          token != JsonToken.NOT_AVAILABLE;
          token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        values += depth == 0 ? 1 : 0;
      }
      if (values == 0) {
        return depth > 0 || isBlank(answer) ? Extent.BEGINNING : Extent.NONE;
      }
      return values == 1 && depth == 0 ? Extent.WHOLE : Extent.NONE;
    } catch (JacksonException _) {
      return Extent.NONE;
    }
  }

  private static boolean isBlank(byte[] answer) {
    for (var each : answer) {
      if (each != ' ' && each != '\t' && each != '\r' && each != '\n') {
        return false;
      }
    }
    return true;
  }
}
