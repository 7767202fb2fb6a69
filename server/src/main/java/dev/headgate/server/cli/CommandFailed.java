package dev.headgate.server.cli;

import java.util.Locale;

/// Ends a command. The message is shown to the user: what was wrong, where, and what to do.
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;
  private final String code;
  private final String traceId;

  CommandFailed(ExitCode exitCode, String message) {
    this(exitCode, exitCode.name().toLowerCase(Locale.ROOT), message, "");
  }

  /// @param code what scripts may look at
  /// @param traceId of the call that failed, empty if it left no trace
  CommandFailed(ExitCode exitCode, String code, String message, String traceId) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
    this.traceId = traceId;
  }

  CommandFailed(ExitCode exitCode, String message, Throwable cause) {
    this(exitCode, message);
    initCause(cause);
  }

  ExitCode exitCode() {
    return exitCode;
  }

  String code() {
    return code;
  }

  String traceId() {
    return traceId;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
