package dev.headgate.providers.gemini;

import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Google's errors: a status of gRPC, and details that name the reason.
final class Errors {
  private Errors() {}

  static WireError read(int status, Json.Obj body) {
    var error = body.object("error");
    var type = error.text("status").orElse("");
    var reason = "";
    var param = "";
    var daily = false;
    for (var detail : error.array("details")) {
      if (detail instanceof Json.Obj object) {
        reason = reason.isEmpty() ? object.text("reason").orElse("") : reason;
        for (var violation : violations(object)) {
          param = param.isEmpty() ? violation.text("field").orElse("") : param;
          daily |= violation.text("quotaId").orElse("").contains("PerDay");
        }
      }
    }
    var message = error.text("message").orElse("");
    return new WireError(code(status, type, message, daily), status, type, reason, param, message);
  }

  private static List<Json.Obj> violations(Json.Obj detail) {
    return Stream.concat(
            detail.array("fieldViolations").stream(), detail.array("violations").stream())
        .filter(it -> it instanceof Json.Obj)
        .map(it -> (Json.Obj) it)
        .toList();
  }

  private static ErrorCode code(int status, String type, String message, boolean daily) {
    if (status == 429 || type.equals("RESOURCE_EXHAUSTED")) {
      return daily ? ErrorCode.PROVIDER_QUOTA_EXHAUSTED : ErrorCode.PROVIDER_RATE_LIMITED;
    }
    if (status == 400 && isTooLong(message.toLowerCase(Locale.ROOT))) {
      return ErrorCode.CONTEXT_LENGTH_EXCEEDED;
    }
    return switch (status) {
      case 503, 529 -> ErrorCode.PROVIDER_OVERLOADED;
      case 504 -> ErrorCode.PROVIDER_TIMEOUT;
      case 408, 409, 425, 499 -> ErrorCode.PROVIDER_FAILED;
      default -> status >= 500 ? ErrorCode.PROVIDER_FAILED : ErrorCode.PROVIDER_REJECTED;
    };
  }

  private static boolean isTooLong(String message) {
    return message.contains("token")
        && (message.contains("exceeds the maximum") || message.contains("exceeds the limit"));
  }

  /// An error in the middle of an answer.
  static CallFailed inStream(Json.Obj data) {
    var code = (int) data.object("error").integer("code");
    var error = read(code, data);
    return new CallFailed(
        code < 400 ? ErrorCode.PROVIDER_FAILED : error.code(),
        "the provider reported an error in the middle of its answer");
  }

  static Json.Obj write(WireError error) {
    var body =
        new ObjectBuilder()
            .put("code", error.status())
            .put("message", error.message())
            .put("status", error.type().isEmpty() ? type(error.status()) : error.type());
    if (!error.reason().isEmpty()) {
      body.put(
          "details",
          new Json.Arr(
              List.of(
                  new ObjectBuilder()
                      .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                      .put("reason", error.reason())
                      .build())));
    }
    return Json.Obj.of("error", body.build());
  }

  private static String type(int status) {
    return switch (status) {
      case 400, 413, 422 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ABORTED";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 499 -> "CANCELLED";
      case 501 -> "UNIMPLEMENTED";
      case 503 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
    };
  }
}
