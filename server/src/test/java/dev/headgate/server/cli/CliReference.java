package dev.headgate.server.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// Writes `docs/reference/cli.md` from the commands themselves.
final class CliReference {
  private static final String HEAD =
      """
      # Command line

      `headgate COMMAND --help` prints what stands here. In the repository, `./run headgate COMMAND` runs the tool from the build.
      What `--json` prints is in [Commands in scripts](../guides/command-line.md).

      `ask`, `ingest`, `search`, `traces`, `guardrails`, `budgets`, `reconcile`, `keys` and `doctor` work with the server that uses the
      project's data directory, over HTTP: `ask` with the key in `HEADGATE_API_KEY`, the others with the token in the file
      `admin.token` of the data directory. When no server runs, they open the data directory themselves. One process at a time
      may own a data directory: a command that finds it in use by a process that does not serve ends with exit code 4.

      Results go to standard output; progress and problems go to standard error. With `--json`, standard output is one JSON
      object. Where the command fails, it is `{"error": {"code", "message"}}`, with a `trace_id` if the call left a trace; but a
      command line that cannot be understood prints nothing there, and `check`, `doctor` and an `ingest` that could not take
      some documents in print their ordinary object.

      ## Exit codes

      | code | meaning |
      |---|---|
      """;

  private CliReference() {}

  static String markdown() {
    var text = new StringBuilder(HEAD);
    for (var code : ExitCode.values()) {
      text.append("| %d | %s |\n".formatted(code.number(), code.meaning()));
    }
    text.append("| 130, 143 | A signal ended the command: Ctrl-C, SIGTERM. |\n");
    CommandTree.of().getSubcommands().values().stream()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .forEach(command -> append(text, command));
    return text.toString();
  }

  private static void append(StringBuilder text, CommandLine command) {
    var spec = command.getCommandSpec();
    if (!command.getSubcommands().isEmpty()) {
      command.getSubcommands().values().forEach(child -> append(text, child));
      return;
    }
    text.append("\n## ").append(spec.qualifiedName()).append("\n\n```\n");
    text.append(synopsis(command)).append("\n```\n\n");
    for (var line : spec.usageMessage().description()) {
      text.append(line).append('\n');
    }
    appendArguments(text, spec);
  }

  private static void appendArguments(StringBuilder text, CommandSpec spec) {
    var positionals = spec.positionalParameters().stream().filter(arg -> !arg.hidden());
    var options =
        spec.options().stream()
            .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp());
    var rows =
        Stream.<ArgSpec>concat(positionals, options)
            .map(arg -> "| `%s` | %s |\n".formatted(name(arg), description(arg)))
            .collect(Collectors.joining());
    if (!rows.isEmpty()) {
      text.append("\n| argument | meaning |\n|---|---|\n").append(rows);
    }
  }

  private static String name(ArgSpec arg) {
    if (arg instanceof CommandLine.Model.OptionSpec option) {
      return option.arity().max() == 0
          ? option.longestName()
          : option.longestName() + " " + option.paramLabel();
    }
    return arg.paramLabel();
  }

  private static String description(ArgSpec arg) {
    return String.join(" ", arg.description())
        .replace("${DEFAULT-VALUE}", String.valueOf(arg.initialValue()));
  }

  private static String synopsis(CommandLine command) {
    return command
        .getHelp()
        .synopsis(0)
        .lines()
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }
}
