package dev.headgate.providers.gemini;

import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.CarriedError;
import dev.headgate.providers.wire.ErrorMeaning;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Google's errors: a status of gRPC, and details that name the reason.
final class Errors {
  private Errors() {}

  static WireError read(int status, Json.Obj body) {
    var error = body.object("error");
    return CarriedError.of(status, error).orElseGet(() -> readOwn(status, error));
  }

  private static WireError readOwn(int status, Json.Obj error) {
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
    var code = daily ? ErrorCode.PROVIDER_QUOTA_EXHAUSTED : code(status, type, reason, message);
    return new WireError(code, status, type, reason, param, message);
  }

  private static List<Json.Obj> violations(Json.Obj detail) {
    return Stream.concat(
            detail.array("fieldViolations").stream(), detail.array("violations").stream())
        .filter(it -> it instanceof Json.Obj)
        .map(it -> (Json.Obj) it)
        .toList();
  }

  private static ErrorCode code(int status, String type, String reason, String message) {
    return switch (status) {
      case 504 -> ErrorCode.PROVIDER_TIMEOUT;
      case 499 -> ErrorCode.PROVIDER_FAILED;
      // "You exceeded your current quota" is what Google says of any limit.
      case 429 -> ErrorCode.PROVIDER_RATE_LIMITED;
      default -> ErrorMeaning.of(status, type, reason, message);
    };
  }

  /// An error in the middle of an answer.
  static CallFailed inStream(Json.Obj data) {
    var code = (int) data.object("error").integer("code");
    var error = read(code, data);
    return new CallFailed(
        code < 400 && !data.object("error").has(Carried.MEMBER)
            ? ErrorCode.PROVIDER_FAILED
            : error.code(),
        "the provider reported an error in the middle of its answer");
  }

  static Json.Obj write(WireError error) {
    var body =
        new ObjectBuilder()
            .put("code", error.status())
            .put("message", error.message())
            .put("status", isOwn(error.type()) ? error.type() : type(error.status()))
            .maybe("details", details(error))
            .build();
    return Json.Obj.of(
        "error",
        readOwn(error.status(), body).equals(error) ? body : CarriedError.put(body, error));
  }

  private static List<Json> details(WireError error) {
    var details = new ArrayList<Json>();
    if (isOwn(error.reason())) {
      details.add(detail("ErrorInfo").put("reason", error.reason()).build());
    }
    var field = FieldNames.of(error.param());
    if (!field.isEmpty()) {
      details.add(
          detail("BadRequest")
              .put(
                  "fieldViolations",
                  new Json.Arr(List.of(Json.Obj.of("field", new Json.Text(field)))))
              .build());
    }
    return details;
  }

  private static ObjectBuilder detail(String type) {
    return new ObjectBuilder().put("@type", "type.googleapis.com/google.rpc." + type);
  }

  private static boolean isOwn(String word) {
    return !word.isEmpty()
        && word.chars().allMatch(c -> c == '_' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
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
