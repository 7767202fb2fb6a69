package dev.headgate.server.http;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.errors.ErrorKind;
import tools.jackson.core.JsonGenerator;

/// How a failure looks to a caller: the only place that knows.
public final class ErrorResponses {
  private ErrorResponses() {}

  /// The HTTP status of a code.
  public static int status(ErrorCode code) {
    return switch (code) {
      case INVALID_REQUEST,
          UNSUPPORTED_OPERATION,
          UNSUPPORTED_PARAMETER,
          CONTEXT_LENGTH_EXCEEDED,
          CONTENT_REFUSED,
          GUARDRAIL_BLOCKED,
          BUDGET_UNBOUNDED ->
          400;
      case INVALID_API_KEY -> 401;
      // Clients send a 429 again by themselves, and neither a quota nor a budget grows by that.
      case PROVIDER_QUOTA_EXHAUSTED, BUDGET_EXCEEDED -> 402;
      case HOST_NOT_ALLOWED, SCOPE_DENIED, DATA_BOUNDARY, BUDGET_UNPRICED, BUDGET_FROZEN -> 403;
      case ROUTE_NOT_FOUND,
          FEATURE_NOT_FOUND,
          MODEL_NOT_FOUND,
          COLLECTION_NOT_FOUND,
          TRACE_NOT_FOUND,
          KEY_NOT_FOUND,
          RESPONSE_NOT_FOUND,
          REVIEW_NOT_FOUND ->
          404;
      case METHOD_NOT_ALLOWED -> 405;
      case REQUEST_TIMEOUT -> 408;
      case INGEST_RUNNING -> 409;
      case REVIEW_CLOSED -> 410;
      case REQUEST_TOO_LARGE -> 413;
      case CALL_RECURSION -> 422;
      case RATE_LIMITED, PROVIDER_RATE_LIMITED -> 429;
      // Nobody reads it; the number is nginx's, for logs and metrics.
      case CALL_CANCELLED -> 499;
      case INTERNAL_ERROR -> 500;
      case PROVIDER_UNREACHABLE,
          PROVIDER_REJECTED,
          PROVIDER_FAILED,
          PROVIDER_MALFORMED,
          PROVIDER_TRUNCATED,
          LOW_CONFIDENCE,
          CONTRACT_FAILED ->
          502;
      case PROVIDER_OVERLOADED,
          OVERLOADED,
          FEATURE_OFF,
          REVIEW_QUEUE_FULL,
          SHUTTING_DOWN,
          STORAGE_FULL,
          STORAGE_FAILED ->
          503;
      case CALL_TIMEOUT, PROVIDER_TIMEOUT -> 504;
    };
  }

  /// `{"error":{"message","type","param","code"}}`, as OpenAI writes it.
  public static byte[] body(CallFailed failure) {
    return Json.bytes(out -> {
      out.writeStartObject();
      writeError(out, failure);
      out.writeEndObject();
    });
  }

  /// The same as the data of an event that has a number.
  static byte[] numbered(CallFailed failure, int number) {
    return Json.bytes(out -> {
      out.writeStartObject();
      out.writeStringProperty("type", "error");
      out.writeStringProperty("code", failure.code().wireName());
      out.writeStringProperty("message", failure.message());
      out.writeName("param");
      out.writeString(failure.param().orElse(null));
      out.writeNumberProperty("sequence_number", number);
      writeError(out, failure);
      out.writeEndObject();
    });
  }

  private static void writeError(JsonGenerator out, CallFailed failure) {
    out.writeName("error");
    out.writeStartObject();
    out.writeStringProperty("message", failure.message());
    out.writeStringProperty("type", type(failure.code()));
    out.writeName("param");
    out.writeString(failure.param().orElse(null));
    out.writeStringProperty("code", failure.code().wireName());
    out.writeEndObject();
  }

  private static String type(ErrorCode code) {
    if (code == ErrorCode.INVALID_API_KEY) {
      return "authentication_error";
    }
    if (code == ErrorCode.BUDGET_EXCEEDED) {
      return "insufficient_quota";
    }
    if (code == ErrorCode.SCOPE_DENIED || code == ErrorCode.DATA_BOUNDARY) {
      return "permission_error";
    }
    if (status(code) == 429) {
      return "rate_limit_error";
    }
    return type(code.kind());
  }

  private static String type(ErrorKind kind) {
    return switch (kind) {
      case CALLER -> "invalid_request_error";
      case PROVIDER -> "provider_error";
      case LIMIT, INTERNAL -> "server_error";
    };
  }
}
