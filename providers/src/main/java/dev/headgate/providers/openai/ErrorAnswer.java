package dev.headgate.providers.openai;

import dev.headgate.kernel.dialects.ProviderRefusal;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What a provider's refusal means to a caller. Of the body only names go into the message (error
/// code, type, parameter): its text is the provider's, and may be a proxy's HTML.
final class ErrorAnswer {
  /// Longer bodies are not read: an error is short, a page is not one.
  static final int MAX_BODY_BYTES = 64 * 1024;

  private static final int MAX_NAME_CHARACTERS = 80;

  private final String provider;

  ErrorAnswer(String provider) {
    this.provider = provider;
  }

  CallFailed toFailure(
      int status,
      Optional<String> requestId,
      Optional<Duration> retryAfter,
      ByteArrayOutputStream body) {
    var names = Names.of(body.toByteArray());
    var code = code(status, names);
    var message =
        "provider \"%s\" answered %d%s%s%s"
            .formatted(
                provider,
                status,
                names.shown(),
                requestId.flatMap(ErrorAnswer::name).map(id -> ", request id " + id).orElse(""),
                advice(status, code));
    var refusal = new ProviderRefusal(read(status, body.toByteArray()));
    var failure = new CallFailed(code, message, refusal);
    return retryAfter.map(failure::retryAfter).orElse(failure);
  }

  private String advice(int status, ErrorCode code) {
    return switch (status) {
      case 401, 403 -> "; check providers." + provider + ".api-key";
      case 404 -> "; check the model's name and providers." + provider + ".base-url";
      case 402 -> "; the provider's account has no credit left";
      case 429 ->
          code == ErrorCode.PROVIDER_QUOTA_EXHAUSTED
              ? "; the provider's account has no quota left"
              : "";
      default -> "";
    };
  }

  /// What an error means, for whoever decides what to do next.
  ///
  /// @param body its beginning
  static WireError read(int status, byte[] body) {
    var names = Names.of(body);
    return new WireError(
        code(status, names),
        status,
        orEmpty(names.type),
        orEmpty(names.code),
        orEmpty(names.param),
        orEmpty(names.message));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  // Servers that speak the dialect without its codes say it in words.
  private static ErrorCode code(int status, Names names) {
    if (names.says("insufficient_quota", "billing_hard_limit_reached", "billing_not_active")) {
      return ErrorCode.PROVIDER_QUOTA_EXHAUSTED;
    }
    if (names.says("overloaded_error", "server_overloaded", "engine_overloaded")) {
      return ErrorCode.PROVIDER_OVERLOADED;
    }
    if (status < 500 && status != 429) {
      if (names.says("context_length_exceeded", "string_above_max_length")
          || names.tells("maximum context length", "context window", "prompt is too long")) {
        return ErrorCode.CONTEXT_LENGTH_EXCEEDED;
      }
      if (names.says("content_filter", "content_policy_violation", "moderation_blocked")) {
        return ErrorCode.CONTENT_REFUSED;
      }
    }
    return WireError.codeOf(status);
  }

  /// The text if it is a plain name: letters, digits and a few signs.
  private static Optional<String> name(@Nullable String text) {
    return text != null
            && !text.isEmpty()
            && text.length() <= MAX_NAME_CHARACTERS
            && text.chars().allMatch(ErrorAnswer::isNameCharacter)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_-.[]/:".indexOf(c) >= 0;
  }

  /// The names in an error body.
  private record Names(
      @Nullable String code,
      @Nullable String type,
      @Nullable String param,
      @Nullable String message) {
    private static final Names NONE = new Names(null, null, null, null);

    /// Whether code or type is one of these.
    boolean says(String... words) {
      for (var word : words) {
        if (word.equals(code) || word.equals(type)) {
          return true;
        }
      }
      return false;
    }

    /// Whether the message has one of these.
    boolean tells(String... phrases) {
      var text = orEmpty(message).toLowerCase(Locale.ROOT);
      for (var phrase : phrases) {
        if (text.contains(phrase)) {
          return true;
        }
      }
      return false;
    }

    static Names of(byte[] body) {
      try (var parser = JsonBytes.parser(body, 0, body.length)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return NONE;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          var isError = parser.currentName().equals("error");
          if (parser.nextToken() == JsonToken.START_OBJECT && isError) {
            return ofError(parser);
          }
          parser.skipChildren();
        }
        return NONE;
      } catch (JacksonException _) {
        return NONE;
      }
    }

    private static Names ofError(JsonParser parser) {
      String code = null;
      String type = null;
      String param = null;
      String message = null;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var key = parser.currentName();
        var value = parser.nextToken();
        if (!value.isScalarValue()) {
          parser.skipChildren();
        } else if (key.equals("code")) {
          code = parser.getString();
        } else if (key.equals("type")) {
          type = parser.getString();
        } else if (key.equals("param")) {
          param = parser.getString();
        } else if (key.equals("message")) {
          message = parser.getString();
        }
      }
      return new Names(code, type, param, message);
    }

    String shown() {
      var shown = new StringBuilder();
      name(code).or(() -> name(type)).ifPresent(it -> shown.append(" (").append(it).append(')'));
      name(param)
          .filter(it -> !it.equals("null"))
          .ifPresent(it -> shown.append(" for ").append(it));
      return shown.toString();
    }
  }
}
