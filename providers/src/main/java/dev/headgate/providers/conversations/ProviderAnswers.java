package dev.headgate.providers.conversations;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.ProviderRefusal;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.http.HttpAnswer;
import dev.headgate.providers.http.RetryAfter;
import dev.headgate.providers.passing.BrokenJson;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// What one provider's HTTP answers mean, in the words of a dialect: an answer, a refusal, or
/// something that is no answer at all. Of a refusal only names go into a message: its text is the
/// provider's, and may be a proxy's HTML. Thread-safe.
public final class ProviderAnswers {
  private static final int BUFFER_BYTES = 4 * 1024;
  private static final int MAX_WHOLE_BYTES = 16 * 1024 * 1024;
  private static final int MAX_ERROR_BYTES = 64 * 1024;
  private static final int MAX_NAME_CHARACTERS = 80;

  private final String provider;
  private final ChatCodec codec;
  private final String streamType;
  private final InstantSource clock;

  /// @param streamType the `Content-Type` of its streams
  /// @param clock for a `Retry-After` that is a date
  public ProviderAnswers(String provider, ChatCodec codec, String streamType, InstantSource clock) {
    this.provider = provider;
    this.codec = codec;
    this.streamType = streamType;
    this.clock = clock;
  }

  /// Reads an answer to a canonical request.
  ///
  /// @param model for an answer that does not name its own
  public Completion read(HttpAnswer answer, String model, ChatSink sink) {
    if (answer.status() >= 400) {
      throw refusal(answer);
    }
    requireAnswer(answer);
    var ending = new WatchedSink(sink, model);
    if (isStream(answer)) {
      readStream(answer, ending);
    } else {
      readWhole(answer, ending);
    }
    return ending.soFar();
  }

  private void readStream(HttpAnswer answer, ChatSink sink) {
    var decoder = codec.decoder(sink);
    var buffer = new byte[BUFFER_BYTES];
    while (!decoder.isWhole()) {
      var count = answer.read(buffer, 0, buffer.length);
      if (count < 0) {
        decoder.end();
        return;
      }
      decoder.accept(buffer, 0, count);
    }
    answer.finish(PassingAnswer.PATIENCE_AT_THE_END);
  }

  private void readWhole(HttpAnswer answer, ChatSink sink) {
    var body = body(answer, MAX_WHOLE_BYTES);
    if (body.size() > MAX_WHOLE_BYTES) {
      throw malformed("an answer longer than " + MAX_WHOLE_BYTES + " bytes");
    }
    var bytes = body.toByteArray();
    try {
      if (JsonBytes.read(bytes) instanceof Json.Obj object) {
        AnswerAssembly.replay(codec.readAnswer(object), sink);
        return;
      }
    } catch (JacksonException e) {
      throw BrokenJson.failure(provider, bytes, e);
    }
    throw malformed("an answer that is no JSON object");
  }

  private static ByteArrayOutputStream body(HttpAnswer answer, int most) {
    var body = new ByteArrayOutputStream(BUFFER_BYTES);
    var buffer = new byte[BUFFER_BYTES];
    for (var count = answer.read(buffer, 0, buffer.length);
        count >= 0 && body.size() <= most;
        count = answer.read(buffer, 0, buffer.length)) {
      body.write(buffer, 0, count);
    }
    return body;
  }

  /// An answer that passes through unread; closed if it is none.
  public RelayedAnswer passing(HttpAnswer answer) {
    if (answer.status() < 400) {
      try {
        requireAnswer(answer);
      } catch (CallFailed e) {
        answer.close();
        throw e;
      }
    }
    return new PassingAnswer(answer, retryAfter(answer));
  }

  /// What an error means, for whoever decides what to do next.
  ///
  /// @param body its beginning
  public WireError readError(int status, byte[] body) {
    return codec.readError(
        status,
        JsonBytes.findObject(new String(body, StandardCharsets.UTF_8)).orElse(Json.Obj.EMPTY));
  }

  private CallFailed refusal(HttpAnswer answer) {
    var body = new ByteArrayOutputStream();
    try {
      body = body(answer, MAX_ERROR_BYTES);
    } catch (CallFailed e) {
      if (e.code() == ErrorCode.CALL_CANCELLED) {
        return e;
      }
      // The status has arrived and says more than the rest of a body that has not.
    }
    var error = readError(answer.status(), body.toByteArray());
    var type =
        answer.errorType().map(ProviderAnswers::beforeColon).or(() -> Optional.of(error.type()));
    var failure =
        new CallFailed(
            error.code(),
            "provider \"%s\" answered %d%s%s%s%s"
                .formatted(
                    provider,
                    answer.status(),
                    type.flatMap(ProviderAnswers::name).map(it -> " (" + it + ")").orElse(""),
                    name(error.param()).map(it -> " for " + it).orElse(""),
                    answer
                        .requestId()
                        .flatMap(ProviderAnswers::name)
                        .map(id -> ", request id " + id)
                        .orElse(""),
                    advice(answer.status(), error.code())),
            new ProviderRefusal(error));
    return retryAfter(answer).map(failure::retryAfter).orElse(failure);
  }

  private static String beforeColon(String text) {
    var colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  private String advice(int status, ErrorCode code) {
    if (code == ErrorCode.PROVIDER_QUOTA_EXHAUSTED) {
      return "; the provider's account has no quota or credit left";
    }
    return switch (status) {
      case 401, 403 -> "; check the credentials in providers." + provider;
      case 404 -> "; check the model's name and providers." + provider + ".base-url";
      default -> "";
    };
  }

  /// The text if it is a plain name: letters, digits and a few signs.
  private static Optional<String> name(String text) {
    return !text.isEmpty()
            && text.length() <= MAX_NAME_CHARACTERS
            && text.chars().allMatch(ProviderAnswers::isNameCharacter)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_-.[]/:".indexOf(c) >= 0;
  }

  // A proxy's login page comes with 200 too.
  private void requireAnswer(HttpAnswer answer) {
    if (answer.status() >= 300) {
      throw new CallFailed(
          ErrorCode.PROVIDER_REJECTED,
          "provider \"%s\" answered %d, a redirect, which is never followed; write the final address into providers.%s.base-url"
              .formatted(provider, answer.status(), provider));
    }
    if (!isStream(answer) && !type(answer).startsWith("application/json")) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "provider \"%s\" answered %d with something other than JSON or an event stream; check providers.%s.base-url"
              .formatted(provider, answer.status(), provider));
    }
  }

  private boolean isStream(HttpAnswer answer) {
    return type(answer).startsWith(streamType);
  }

  private static String type(HttpAnswer answer) {
    return answer.contentType().toLowerCase(Locale.ROOT);
  }

  private Optional<Duration> retryAfter(HttpAnswer answer) {
    return answer.retryAfter().flatMap(value -> RetryAfter.parse(value, clock.instant()));
  }

  private CallFailed malformed(String what) {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED, "provider \"" + provider + "\" sent " + what);
  }
}
