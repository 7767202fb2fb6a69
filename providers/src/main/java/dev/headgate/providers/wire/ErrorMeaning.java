package dev.headgate.providers.wire;

import dev.headgate.kernel.errors.ErrorCode;
import java.util.List;
import java.util.Locale;

/// What a provider's error means to us, in whatever dialect it came.
public final class ErrorMeaning {
  private static final List<String> QUOTA =
      List.of(
          "insufficient_quota",
          "quota_exceeded",
          "billing",
          "credit balance",
          "insufficient balance",
          "insufficient credits",
          "payment");
  private static final List<String> CONTEXT =
      List.of(
          "context_length_exceeded",
          "maximum context length",
          "context window",
          "too_many_prompt_tokens",
          "prompt is too long",
          "input is too long",
          "input token count",
          "exceeds the maximum number of tokens",
          "total length of all messages is too long");
  private static final List<String> REFUSED =
      List.of(
          "content_filter",
          "content_policy",
          "responsibleaipolicyviolation",
          "content management policy",
          "safety system",
          "guardrail_intervened");
  private static final List<String> OVERLOADED =
      List.of("overloaded", "server_overload", "engine_overloaded", "model is overloaded");

  private ErrorMeaning() {}

  /// @param status of the HTTP answer, 200 for an error in the middle of one
  /// @param words the provider's type, code and message
  public static ErrorCode of(int status, String... words) {
    var text = String.join(" ", words).toLowerCase(Locale.ROOT);
    if (status < 500 && holds(text, CONTEXT) && status != 429) {
      return ErrorCode.CONTEXT_LENGTH_EXCEEDED;
    }
    if (status < 500 && holds(text, REFUSED)) {
      return ErrorCode.CONTENT_REFUSED;
    }
    return switch (status) {
      case 402 -> ErrorCode.PROVIDER_QUOTA_EXHAUSTED;
      case 429 ->
          holds(text, QUOTA) ? ErrorCode.PROVIDER_QUOTA_EXHAUSTED : ErrorCode.PROVIDER_RATE_LIMITED;
      case 503, 529 -> ErrorCode.PROVIDER_OVERLOADED;
      case 408, 409, 425 -> ErrorCode.PROVIDER_FAILED;
      default -> other(status, text);
    };
  }

  private static ErrorCode other(int status, String text) {
    if (holds(text, OVERLOADED)) {
      return ErrorCode.PROVIDER_OVERLOADED;
    }
    if (status >= 500) {
      return ErrorCode.PROVIDER_FAILED;
    }
    if (status >= 400) {
      return holds(text, QUOTA) ? ErrorCode.PROVIDER_QUOTA_EXHAUSTED : ErrorCode.PROVIDER_REJECTED;
    }
    return inTheMiddle(text);
  }

  // No status tells: the words must.
  private static ErrorCode inTheMiddle(String text) {
    if (holds(text, QUOTA)) {
      return ErrorCode.PROVIDER_QUOTA_EXHAUSTED;
    }
    if (text.contains("rate_limit") || text.contains("rate limit")) {
      return ErrorCode.PROVIDER_RATE_LIMITED;
    }
    return text.contains("invalid_request") || text.contains("tool_use_failed")
        ? ErrorCode.PROVIDER_REJECTED
        : ErrorCode.PROVIDER_FAILED;
  }

  private static boolean holds(String text, List<String> words) {
    return words.stream().anyMatch(text::contains);
  }
}
