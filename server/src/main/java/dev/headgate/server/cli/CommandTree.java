package dev.headgate.server.cli;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/// All commands. One that is named is built alone: reading the options of the others would cost
/// every start a tenth of a second.
final class CommandTree {
  private static final int HELP_COLUMNS = 100;
  private static final SequencedMap<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("init", InitCommand::new);
    COMMANDS.put("check", CheckCommand::new);
    COMMANDS.put("serve", ServeCommand::new);
    COMMANDS.put("ask", AskCommand::new);
    COMMANDS.put("ingest", IngestCommand::new);
    COMMANDS.put("search", SearchCommand::new);
    COMMANDS.put("traces", TracesCommand::new);
    COMMANDS.put("budgets", BudgetsCommand::new);
    COMMANDS.put("reconcile", ReconcileCommand::new);
    COMMANDS.put("keys", KeysCommand::new);
    COMMANDS.put("flags", FlagsCommand::new);
    COMMANDS.put("reviews", ReviewsCommand::new);
    COMMANDS.put("eval", EvalCommand::new);
    COMMANDS.put("intents", IntentsCommand::new);
    COMMANDS.put("guardrails", GuardrailsCommand::new);
    COMMANDS.put("doctor", DoctorCommand::new);
    COMMANDS.put("demo", DemoCommand::new);
    COMMANDS.put("warm-up", WarmUpCommand::new);
  }

  private CommandTree() {}

  /// The tree with the one command that is named, or with all if none is.
  static CommandLine of(String... args) {
    var named = args.length == 0 ? null : COMMANDS.get(args[0]);
    var line = root();
    if (named != null) {
      line.addSubcommand(args[0], named.get());
    } else {
      COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
    }
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_COLUMNS)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
  }

  private static CommandLine root() {
    var root = CommandSpec.create().name("headgate").mixinStandardHelpOptions(true);
    root.version("headgate " + Version.current());
    root.usageMessage()
        .description("Runs LLM features in production, and is the gateway for every model call.")
        .footer("", "headgate COMMAND --help tells the options of a command.");
    return new CommandLine(root);
  }
}
