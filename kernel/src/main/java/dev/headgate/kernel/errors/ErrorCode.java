package dev.headgate.kernel.errors;

import static dev.headgate.kernel.errors.ErrorKind.CALLER;
import static dev.headgate.kernel.errors.ErrorKind.INTERNAL;
import static dev.headgate.kernel.errors.ErrorKind.LIMIT;
import static dev.headgate.kernel.errors.ErrorKind.PROVIDER;

import java.util.Locale;

/// Every failure a caller can see. Names are API: they appear in lower case as `error.code` and are
/// never renamed.
public enum ErrorCode {
  INVALID_REQUEST(CALLER, false),
  INVALID_API_KEY(CALLER, false),
  SCOPE_DENIED(CALLER, false),
  ROUTE_NOT_FOUND(CALLER, false),
  METHOD_NOT_ALLOWED(CALLER, false),
  HOST_NOT_ALLOWED(CALLER, false),
  FEATURE_NOT_FOUND(CALLER, false),
  MODEL_NOT_FOUND(CALLER, false),
  COLLECTION_NOT_FOUND(CALLER, false),
  TRACE_NOT_FOUND(CALLER, false),
  KEY_NOT_FOUND(CALLER, false),
  RESPONSE_NOT_FOUND(CALLER, false),
  REVIEW_NOT_FOUND(CALLER, false),
  REVIEW_CLOSED(CALLER, false),
  UNSUPPORTED_OPERATION(CALLER, false),
  UNSUPPORTED_PARAMETER(CALLER, false),
  CONTEXT_LENGTH_EXCEEDED(CALLER, false),
  CONTENT_REFUSED(CALLER, false),
  GUARDRAIL_BLOCKED(CALLER, false),
  REQUEST_TOO_LARGE(CALLER, false),
  REQUEST_TIMEOUT(CALLER, true),
  INGEST_RUNNING(CALLER, true),
  CALL_CANCELLED(CALLER, true),
  CALL_RECURSION(CALLER, false),

  BUDGET_EXCEEDED(LIMIT, false),
  BUDGET_UNPRICED(CALLER, false),
  BUDGET_UNBOUNDED(CALLER, false),
  BUDGET_FROZEN(CALLER, false),
  RATE_LIMITED(LIMIT, true),
  DATA_BOUNDARY(LIMIT, false),
  CALL_TIMEOUT(LIMIT, true),
  OVERLOADED(LIMIT, true),
  FEATURE_OFF(LIMIT, true),
  REVIEW_QUEUE_FULL(LIMIT, true),
  SHUTTING_DOWN(LIMIT, true),

  PROVIDER_UNREACHABLE(PROVIDER, true),
  PROVIDER_TIMEOUT(PROVIDER, true),
  PROVIDER_RATE_LIMITED(PROVIDER, true),
  PROVIDER_QUOTA_EXHAUSTED(PROVIDER, false),
  PROVIDER_OVERLOADED(PROVIDER, true),
  PROVIDER_REJECTED(PROVIDER, false),
  PROVIDER_FAILED(PROVIDER, true),
  PROVIDER_MALFORMED(PROVIDER, true),
  PROVIDER_TRUNCATED(PROVIDER, true),
  LOW_CONFIDENCE(PROVIDER, true),
  CONTRACT_FAILED(PROVIDER, true),

  STORAGE_FULL(INTERNAL, true),
  STORAGE_FAILED(INTERNAL, true),
  INTERNAL_ERROR(INTERNAL, false);

  private final ErrorKind kind;
  private final boolean retryable;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  ErrorCode(ErrorKind kind, boolean retryable) {
    this.kind = kind;
    this.retryable = retryable;
  }

  /// Who must act.
  public ErrorKind kind() {
    return kind;
  }

  /// Whether the very same call may be sent again and hope.
  public boolean retryable() {
    return retryable;
  }

  /// The value of `error.code` in every response, for example `feature_not_found`.
  public String wireName() {
    return wireName;
  }
}
