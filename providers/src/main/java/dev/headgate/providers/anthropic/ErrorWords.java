package dev.headgate.providers.anthropic;

import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.Locale;
import java.util.Set;

/// Errors, in both directions. Source: docs.claude.com, "Errors".
public final class ErrorWords {
  private static final String ERROR = "error";
  private static final String TYPE = "type";
  private static final Set<String> TYPES =
      Set.of(
          "invalid_request_error",
          "authentication_error",
          "billing_error",
          "permission_error",
          "not_found_error",
          "request_too_large",
          "rate_limit_error",
          "timeout_error",
          "api_error",
          "overloaded_error");

  private ErrorWords() {}

  /// @param body of the answer, or the event `error` of a stream; empty if it was no JSON object
  public static WireError read(int status, Json.Obj body) {
    var error = body.object(ERROR);
    var type = error.text(TYPE).orElse("");
    var message = error.text("message").or(() -> body.text("message")).orElse("");
    var carried = error.object(Carried.MEMBER);
    return new WireError(
        code(status, type, message),
        status,
        carried.text(TYPE).orElse(type),
        carried.text("reason").orElse(""),
        carried.text("param").orElse(""),
        message);
  }

  static Json.Obj write(WireError error) {
    var type = TYPES.contains(error.type()) ? error.type() : type(error);
    var written = new ObjectBuilder().put(TYPE, type).put("message", error.message()).build();
    var carried =
        new ObjectBuilder()
            .maybe(TYPE, type.equals(error.type()) ? "" : error.type())
            .maybe("reason", error.reason())
            .maybe("param", error.param())
            .build();
    return new ObjectBuilder()
        .put(TYPE, ERROR)
        .put(ERROR, carried.isEmpty() ? written : written.with(Carried.MEMBER, carried))
        .build();
  }

  private static ErrorCode code(int status, String type, String message) {
    return switch (type) {
      case "invalid_request_error" -> invalid(message);
      case "request_too_large" -> ErrorCode.REQUEST_TOO_LARGE;
      case "billing_error" -> ErrorCode.PROVIDER_QUOTA_EXHAUSTED;
      case "rate_limit_error" -> ErrorCode.PROVIDER_RATE_LIMITED;
      case "overloaded_error" -> ErrorCode.PROVIDER_OVERLOADED;
      case "timeout_error" -> ErrorCode.PROVIDER_TIMEOUT;
      case "api_error" -> ErrorCode.PROVIDER_FAILED;
      case "authentication_error", "permission_error", "not_found_error" ->
          ErrorCode.PROVIDER_REJECTED;
      default -> code(status);
    };
  }

  // The type alone does not tell them apart.
  private static ErrorCode invalid(String message) {
    var text = message.toLowerCase(Locale.ROOT);
    if (text.contains("prompt is too long") || text.contains("exceed context limit")) {
      return ErrorCode.CONTEXT_LENGTH_EXCEEDED;
    }
    if (text.contains("credit balance is too low") || text.contains("usage limits")) {
      return ErrorCode.PROVIDER_QUOTA_EXHAUSTED;
    }
    return text.contains("content filtering policy")
        ? ErrorCode.CONTENT_REFUSED
        : ErrorCode.PROVIDER_REJECTED;
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case 402 -> ErrorCode.PROVIDER_QUOTA_EXHAUSTED;
      case 413 -> ErrorCode.REQUEST_TOO_LARGE;
      case 429 -> ErrorCode.PROVIDER_RATE_LIMITED;
      case 503, 529 -> ErrorCode.PROVIDER_OVERLOADED;
      case 408, 504 -> ErrorCode.PROVIDER_TIMEOUT;
      case 409, 425 -> ErrorCode.PROVIDER_FAILED;
      default -> status >= 500 ? ErrorCode.PROVIDER_FAILED : ErrorCode.PROVIDER_REJECTED;
    };
  }

  private static String type(WireError error) {
    return switch (error.code()) {
      case PROVIDER_OVERLOADED, OVERLOADED, SHUTTING_DOWN -> "overloaded_error";
      case PROVIDER_RATE_LIMITED -> "rate_limit_error";
      case PROVIDER_QUOTA_EXHAUSTED -> "billing_error";
      case PROVIDER_TIMEOUT -> "timeout_error";
      case REQUEST_TOO_LARGE -> "request_too_large";
      case INVALID_API_KEY -> "authentication_error";
      default -> typeOf(error.status());
    };
  }

  private static String typeOf(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 529 -> "overloaded_error";
      default -> status >= 400 && status < 500 ? "invalid_request_error" : "api_error";
    };
  }
}
