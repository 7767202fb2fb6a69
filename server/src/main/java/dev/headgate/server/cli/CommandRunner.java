package dev.headgate.server.cli;

import dev.headgate.kernel.errors.CallFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Parses a command line, runs its command, and turns every failure into one sentence and an exit
/// code.
final class CommandRunner {
  private static final String JSON = "--json";

  private final Terminal terminal;

  CommandRunner(Terminal terminal) {
    this.terminal = terminal;
  }

  ExitCode run(String... args) {
    ParseResult parsed;
    try {
      parsed = CommandTree.of(args).parseArgs(args);
    } catch (ParameterException e) {
      return wrongUsage(e);
    }
    var last = parsed;
    while (last.hasSubcommand() && !last.isUsageHelpRequested()) {
      last = last.subcommand();
    }
    var line = last.commandSpec().commandLine();
    if (last.isUsageHelpRequested()) {
      terminal.print(line.getUsageMessage().stripTrailing());
      return ExitCode.OK;
    }
    if (last.isVersionHelpRequested()) {
      terminal.print("headgate " + Version.current());
      return ExitCode.OK;
    }
    if (last.commandSpec().userObject() instanceof Action action) {
      return run(action, last.hasMatchedOption(JSON));
    }
    terminal.tell(line.getUsageMessage().stripTrailing());
    return ExitCode.USAGE;
  }

  ExitCode run(Action action, boolean json) {
    try {
      return action.run(terminal);
    } catch (CommandFailed e) {
      return failed(e.exitCode(), new Failure(e.code(), e.message(), e.traceId()), json);
    } catch (CallFailed e) {
      var failure = new Failure(e.code().wireName(), e.message(), e.traceId().orElse(""));
      return failed(ExitCode.FAILED, failure, json);
    } catch (IOException e) {
      return failed(ExitCode.FAILED, new Failure("io", FileReasons.of(e), ""), json);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return failed(ExitCode.FAILED, new Failure("interrupted", "interrupted", ""), json);
    } catch (RuntimeException | Error e) {
      return failed(ExitCode.FAILED, new Failure("internal_error", bug(e), ""), json);
    }
  }

  /// @param traceId empty if the failure left none
  private record Failure(String code, String message, String traceId) {}

  private ExitCode failed(ExitCode exitCode, Failure failure, boolean json) {
    if (json) {
      terminal.print(
          JsonObject.write(out -> {
            out.writeObjectPropertyStart("error");
            out.writeStringProperty("code", failure.code);
            out.writeStringProperty("message", failure.message);
            if (!failure.traceId.isEmpty()) {
              out.writeStringProperty("trace_id", failure.traceId);
            }
            out.writeEndObject();
          }));
    } else {
      terminal.tell(
          "headgate: "
              + failure.message
              + (failure.traceId.isEmpty() ? "" : " (trace " + failure.traceId + ")"));
    }
    return exitCode;
  }

  private ExitCode wrongUsage(ParameterException e) {
    terminal.tell("headgate: " + e.getMessage());
    var suggestions = new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8);
    if (!UnmatchedArgumentException.printSuggestions(e, suggestions)) {
      var path = e.getCommandLine().getCommandSpec().qualifiedName();
      terminal.tell(path + " --help tells what is possible");
    }
    return ExitCode.USAGE;
  }

  // A stack trace is for those who mend Headgate, so it goes to a file and its name to the user.
  private static String bug(Throwable bug) {
    var message = "this is a mistake of Headgate itself: " + bug;
    try {
      var file = Files.createTempFile("headgate-error-", ".txt");
      write(bug, file);
      return message + "; please report it with the file " + file;
    } catch (IOException _) {
      return message;
    }
  }

  private static void write(Throwable bug, Path file) throws IOException {
    try (var out = new PrintWriter(Files.newBufferedWriter(file))) {
      bug.printStackTrace(out);
    }
  }
}
