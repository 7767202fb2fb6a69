package dev.headgate.runtime.routing;

import dev.headgate.kernel.errors.CallFailed;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Why an attempt brought no answer.
///
/// @param status of the provider's answer, 0 if there was none
public record Failure(CallFailed why, int status) {
  public Failure(CallFailed why) {
    this(why, 0);
  }

  Optional<Duration> retryAfter() {
    return why.retryAfter();
  }

  /// What a call may do next.
  Move move() {
    return switch (why.code()) {
      case PROVIDER_UNREACHABLE ->
          why.getCause() instanceof SSLException ? Move.ANOTHER : Move.ANOTHER_OR_AGAIN;
      case PROVIDER_FAILED, PROVIDER_RATE_LIMITED, PROVIDER_OVERLOADED -> Move.ANOTHER_OR_AGAIN;
      // To ask the same one again would take as long again, be as wrong, or wait for as many.
      case PROVIDER_TIMEOUT,
          PROVIDER_MALFORMED,
          PROVIDER_TRUNCATED,
          PROVIDER_QUOTA_EXHAUSTED,
          OVERLOADED ->
          Move.ANOTHER;
      // The key or the name of the model is the deployment's own; what else is refused is the
      // caller's.
      case PROVIDER_REJECTED ->
          status == 0 || status == 401 || status == 403 || status == 404 ? Move.ANOTHER : Move.NONE;
      case CONTEXT_LENGTH_EXCEEDED -> Move.LARGER;
      case CONTENT_REFUSED -> Move.ELSEWHERE;
      case UNSUPPORTED_PARAMETER -> Move.ANOTHER;
      case INVALID_REQUEST,
          INVALID_API_KEY,
          SCOPE_DENIED,
          KEY_NOT_FOUND,
          RESPONSE_NOT_FOUND,
          REVIEW_NOT_FOUND,
          REVIEW_CLOSED,
          REVIEW_QUEUE_FULL,
          FEATURE_OFF,
          LOW_CONFIDENCE,
          CALL_RECURSION,
          CONTRACT_FAILED,
          BUDGET_EXCEEDED,
          BUDGET_UNPRICED,
          BUDGET_UNBOUNDED,
          BUDGET_FROZEN,
          RATE_LIMITED,
          DATA_BOUNDARY,
          GUARDRAIL_BLOCKED,
          CALL_TIMEOUT,
          ROUTE_NOT_FOUND,
          METHOD_NOT_ALLOWED,
          HOST_NOT_ALLOWED,
          FEATURE_NOT_FOUND,
          MODEL_NOT_FOUND,
          COLLECTION_NOT_FOUND,
          TRACE_NOT_FOUND,
          UNSUPPORTED_OPERATION,
          REQUEST_TOO_LARGE,
          REQUEST_TIMEOUT,
          INGEST_RUNNING,
          CALL_CANCELLED,
          SHUTTING_DOWN,
          STORAGE_FULL,
          STORAGE_FAILED,
          INTERNAL_ERROR ->
          Move.NONE;
    };
  }

  /// Whether the provider charges nothing: it was not reached, or it refused.
  public boolean tookNothing() {
    return status >= 400
        || switch (why.code()) {
          case PROVIDER_UNREACHABLE,
              PROVIDER_RATE_LIMITED,
              PROVIDER_OVERLOADED,
              PROVIDER_QUOTA_EXHAUSTED,
              PROVIDER_REJECTED,
              CONTEXT_LENGTH_EXCEEDED,
              CONTENT_REFUSED,
              UNSUPPORTED_PARAMETER,
              UNSUPPORTED_OPERATION,
              INVALID_REQUEST,
              MODEL_NOT_FOUND ->
              true;
          default -> false;
        };
  }

  /// Whether it speaks against the deployment's health.
  boolean isIllness() {
    return switch (why.code()) {
      case PROVIDER_UNREACHABLE,
          PROVIDER_FAILED,
          PROVIDER_OVERLOADED,
          PROVIDER_TIMEOUT,
          PROVIDER_MALFORMED,
          PROVIDER_TRUNCATED ->
          true;
      default -> false;
    };
  }
}
