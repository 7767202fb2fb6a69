package dev.headgate.providers.anthropic;

import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CarriedError;
import dev.headgate.providers.wire.ErrorMeaning;
import dev.headgate.providers.wire.ObjectBuilder;
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
    return CarriedError.of(status, error)
        .orElseGet(() -> new WireError(code(status, type, message), status, type, "", "", message));
  }

  static Json.Obj write(WireError error) {
    var type = TYPES.contains(error.type()) ? error.type() : type(error);
    var written = new ObjectBuilder().put(TYPE, type).put("message", error.message()).build();
    var same = code(error.status(), type, error.message()) == error.code();
    var exact =
        same && type.equals(error.type()) && error.reason().isEmpty() && error.param().isEmpty();
    return new ObjectBuilder()
        .put(TYPE, ERROR)
        .put(ERROR, exact ? written : CarriedError.put(written, error))
        .build();
  }

  private static ErrorCode code(int status, String type, String message) {
    return switch (type) {
      case "request_too_large" -> ErrorCode.REQUEST_TOO_LARGE;
      case "billing_error" -> ErrorCode.PROVIDER_QUOTA_EXHAUSTED;
      case "rate_limit_error" -> ErrorCode.PROVIDER_RATE_LIMITED;
      case "overloaded_error" -> ErrorCode.PROVIDER_OVERLOADED;
      case "timeout_error" -> ErrorCode.PROVIDER_TIMEOUT;
      case "authentication_error", "permission_error", "not_found_error" ->
          ErrorCode.PROVIDER_REJECTED;
      default -> ErrorMeaning.of(status, type, message);
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
