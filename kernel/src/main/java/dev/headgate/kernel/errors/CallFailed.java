package dev.headgate.kernel.errors;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends a call: the only exception that is thrown at callers. The message is shown to them, so it
/// says what was wrong, where, and what to do, and holds no secret and no provider's raw text. It
/// is an outcome and no bug, and has no stack trace: to walk the stack is a good part of what it
/// costs to refuse a call.
public final class CallFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final @Nullable String param;
  private final @Nullable Duration retryAfter;
  private final @Nullable String traceId;

  public CallFailed(ErrorCode code, String message) {
    this(code, message, null, null, null, null);
  }

  public CallFailed(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, null, null, null, cause);
  }

  private CallFailed(
      ErrorCode code,
      String message,
      @Nullable String param,
      @Nullable Duration retryAfter,
      @Nullable String traceId,
      @Nullable Throwable cause) {
    super(message, cause, true, false);
    this.code = code;
    this.param = param;
    this.retryAfter = retryAfter;
    this.traceId = traceId;
  }

  /// A caller's mistake in the named part of the request.
  public static CallFailed invalid(String param, String message) {
    return new CallFailed(ErrorCode.INVALID_REQUEST, message, param, null, null, null);
  }

  /// The named part of the request says what the model's provider has no word for.
  public static CallFailed unsupported(String param, String message) {
    return new CallFailed(ErrorCode.UNSUPPORTED_PARAMETER, message, param, null, null, null);
  }

  /// The named part of the request asks for what its caller may not have.
  public static CallFailed denied(String param, String message) {
    return new CallFailed(ErrorCode.SCOPE_DENIED, message, param, null, null, null);
  }

  /// The same failure, with the time after which another try makes sense.
  public CallFailed retryAfter(Duration pause) {
    return new CallFailed(code, message(), param, pause, traceId, getCause());
  }

  /// The same failure, with the id of the trace that tells more.
  public CallFailed in(String trace) {
    return new CallFailed(code, message(), param, retryAfter, trace, getCause());
  }

  /// The same failure in the words of a dialect that calls the part to blame otherwise.
  public CallFailed blaming(String part) {
    var message =
        param == null ? message() : message().replace('"' + param + '"', '"' + part + '"');
    return new CallFailed(code, message, part, retryAfter, traceId, getCause());
  }

  public ErrorCode code() {
    return code;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  /// The part of the request that is to blame, as `messages[2].content`.
  public Optional<String> param() {
    return Optional.ofNullable(param);
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  public Optional<String> traceId() {
    return Optional.ofNullable(traceId);
  }
}
