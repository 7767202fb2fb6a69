package dev.headgate.providers.conversations;

import dev.headgate.kernel.dialects.ProviderRefusal;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.http.HttpAnswer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a provider's refusal means to a caller. Of an error only names go into the message: its
/// text is the provider's, and may be a proxy's HTML.
final class Refusals {
  private static final int MAX_NAME_CHARACTERS = 80;

  private final String provider;

  Refusals(String provider) {
    this.provider = provider;
  }

  CallFailed toFailure(WireError error, Optional<String> requestId) {
    var names = new StringBuilder();
    var kind = name(error.reason()).or(() -> name(error.type()));
    kind.ifPresent(it -> names.append(" (").append(it).append(')'));
    name(error.param()).ifPresent(it -> names.append(" for ").append(it));
    requestId.flatMap(Refusals::name).ifPresent(it -> names.append(", request id ").append(it));
    return new CallFailed(
        error.code(),
        "provider \"%s\" answered %d%s%s".formatted(provider, error.status(), names, advice(error)),
        new ProviderRefusal(error));
  }

  private String advice(WireError error) {
    return switch (error.status()) {
      case 401, 403 -> "; check the credentials of providers." + provider;
      case 404 -> "; check the model's name and providers." + provider + ".base-url";
      case 402 -> "; the provider's account has no credit left";
      default ->
          error.code() == ErrorCode.PROVIDER_QUOTA_EXHAUSTED
              ? "; the provider's account has no quota left"
              : "";
    };
  }

  /// A proxy's login page comes with 200 too.
  void requireAnswer(HttpAnswer answer) {
    var type = answer.contentType().toLowerCase(Locale.ROOT);
    if (answer.status() >= 300) {
      throw new CallFailed(
          ErrorCode.PROVIDER_REJECTED,
          "provider \"%s\" answered %d, a redirect, which is never followed; write the final address into providers.%s.base-url"
              .formatted(provider, answer.status(), provider));
    }
    if (!type.startsWith("application/json")
        && !type.startsWith("application/x-ndjson")
        && !type.startsWith("text/event-stream")) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "provider \"%s\" answered %d with something other than JSON or a stream of it; check providers.%s.base-url"
              .formatted(provider, answer.status(), provider));
    }
  }

  CallFailed malformed(String what, @Nullable Throwable cause) {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED, "provider \"" + provider + "\" sent " + what, cause);
  }

  /// The text if it is a plain name: letters, digits and a few signs.
  private static Optional<String> name(String text) {
    return !text.isEmpty()
            && text.length() <= MAX_NAME_CHARACTERS
            && text.chars().allMatch(Refusals::isNameCharacter)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_-.[]/:".indexOf(c) >= 0;
  }
}
