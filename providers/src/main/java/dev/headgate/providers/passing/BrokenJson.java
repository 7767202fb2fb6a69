package dev.headgate.providers.passing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;

/// Names what is wrong with a whole answer that is not JSON, though its message is complete. Reads
/// it once more, so it is asked only when a call has failed.
public final class BrokenJson {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  /// How much of a JSON value there is.
  private enum Extent {
    NONE,
    BEGINNING,
    WHOLE
  }

  private BrokenJson() {}

  /// Whether it is a JSON object, be it only its beginning.
  static boolean isObject(byte[] answer) {
    return read(answer) != Extent.NONE && new String(answer, UTF_8).stripLeading().startsWith("{");
  }

  /// The failure of a provider that is known by its name.
  public static CallFailed failure(String provider, byte[] answer, JacksonException cause) {
    var what =
        read(answer) == Extent.BEGINNING
            ? "JSON that ends in the middle"
            : "something that is not JSON";
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED, "provider \"" + provider + "\" sent " + what, cause);
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
        return depth > 0 ? Extent.BEGINNING : Extent.NONE;
      }
      return values == 1 && depth == 0 ? Extent.WHOLE : Extent.NONE;
    } catch (JacksonException _) {
      return Extent.NONE;
    }
  }
}
