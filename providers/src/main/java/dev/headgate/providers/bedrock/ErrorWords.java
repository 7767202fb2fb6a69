package dev.headgate.providers.bedrock;

import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CarriedError;
import dev.headgate.providers.wire.ErrorMeaning;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.Locale;
import java.util.Map;

/// Errors, in both directions. Their type stands in a header, or is that of an exception in a
/// stream; where the body does not name it, the status tells. Source: AWS, "Converse", Errors.
final class ErrorWords {
  private static final String TYPE = "__type";
  private static final String MESSAGE = "message";

  // The exceptions of a stream begin with a small letter.
  private static final Map<String, Integer> STATUS =
      Map.of(
          "validationException", 400,
          "accessDeniedException", 403,
          "resourceNotFoundException", 404,
          "modelTimeoutException", 408,
          "modelErrorException", 424,
          "modelStreamErrorException", 424,
          "throttlingException", 429,
          "modelNotReadyException", 429,
          "internalServerException", 500,
          "serviceUnavailableException", 503);

  private ErrorWords() {}

  /// @param body empty if it was no JSON object
  static WireError read(int status, Json.Obj body) {
    return read(status, body, body.text(TYPE).map(ErrorWords::plain).orElse(typeOf(status)));
  }

  static WireError read(int status, Json.Obj body, String type) {
    var message = body.text(MESSAGE).or(() -> body.text("Message")).orElse("");
    return CarriedError.of(status, body)
        .orElseGet(() -> new WireError(code(status, type, message), status, type, "", "", message));
  }

  /// An exception in the middle of a stream.
  static WireError exception(String type, Json.Obj body) {
    return read(STATUS.getOrDefault(type, 500), body, capital(type));
  }

  static Json.Obj write(WireError error) {
    var written = new ObjectBuilder().put(MESSAGE, error.message()).put(TYPE, type(error)).build();
    return read(error.status(), written).equals(error) ? written : CarriedError.put(written, error);
  }

  /// The exception that a stream ends with.
  static String exceptionType(WireError error) {
    var type = type(error);
    return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
  }

  private static String type(WireError error) {
    if (error.type().endsWith("Exception")) {
      return error.type();
    }
    return switch (error.code()) {
      case PROVIDER_RATE_LIMITED -> "ThrottlingException";
      case PROVIDER_OVERLOADED, OVERLOADED, SHUTTING_DOWN -> "ServiceUnavailableException";
      case PROVIDER_TIMEOUT -> "ModelTimeoutException";
      default -> typeOf(error.status());
    };
  }

  // "ValidationException:http://internal.amazon.com/coral/…", "com.amazon.coral#Validation…"
  static String plain(String type) {
    var colon = type.indexOf(':');
    var name = colon < 0 ? type : type.substring(0, colon);
    return name.substring(name.indexOf('#') + 1);
  }

  private static String capital(String type) {
    return type.isEmpty()
        ? type
        : type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
  }

  private static String typeOf(int status) {
    return switch (status) {
      case 400 -> "ValidationException";
      case 401, 403 -> "AccessDeniedException";
      case 404 -> "ResourceNotFoundException";
      case 408 -> "ModelTimeoutException";
      case 424 -> "ModelErrorException";
      case 429 -> "ThrottlingException";
      case 503 -> "ServiceUnavailableException";
      default -> status >= 500 ? "InternalServerException" : "ValidationException";
    };
  }

  private static ErrorCode code(int status, String type, String message) {
    return switch (type) {
      case "ThrottlingException", "ModelNotReadyException" -> ErrorCode.PROVIDER_RATE_LIMITED;
      case "ServiceQuotaExceededException" -> ErrorCode.PROVIDER_QUOTA_EXHAUSTED;
      case "ServiceUnavailableException" -> ErrorCode.PROVIDER_OVERLOADED;
      case "ModelTimeoutException" -> ErrorCode.PROVIDER_TIMEOUT;
      case "InternalServerException", "ModelErrorException", "ModelStreamErrorException" ->
          ErrorCode.PROVIDER_FAILED;
      default -> ErrorMeaning.of(status, type, message);
    };
  }
}
