package dev.headgate.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// What a command that ran in this process said.
record CommandResult(ExitCode exitCode, String out, String err) {
  static CommandResult of(String... args) {
    return of(terminal -> Main.run(terminal, args));
  }

  static CommandResult of(Function<Terminal, ExitCode> command) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var exitCode =
        command.apply(
            new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false));
    return new CommandResult(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  JsonObject json() {
    return JsonObject.parse(out);
  }
}
