package dev.headgate.server.cli;

import java.util.Set;

/// Where the process begins.
public final class Main {
  private static final Set<String> VERSION_OPTIONS = Set.of("--version", "-V", "version");

  private Main() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(run(Terminal.ofThisProcess(), args).number());
  }

  static ExitCode run(Terminal terminal, String... args) {
    // Answered before the option parser is even loaded.
    if (args.length == 1 && VERSION_OPTIONS.contains(args[0])) {
      terminal.print("headgate " + Version.current());
      return ExitCode.OK;
    }
    return new CommandRunner(terminal).run(args);
  }
}
