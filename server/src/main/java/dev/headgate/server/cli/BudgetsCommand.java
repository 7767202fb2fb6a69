package dev.headgate.server.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "budgets",
    mixinStandardHelpOptions = true,
    description = "Shows what every budget has spent and what it has left.")
final class BudgetsCommand implements Action {
  @Option(
      names = "--thaw",
      paramLabel = "KEY",
      description = "Accepts calls from a frozen key again.")
  private String thaw = "";

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    try (var session = Sessions.openRecords(project, terminal)) {
      if (!thaw.isEmpty()) {
        var answer = session.thaw(thaw);
        terminal.print(json ? answer.text() : thawed(answer));
        return ExitCode.OK;
      }
      var budgets = session.budgets();
      terminal.print(json ? budgets.text() : text(budgets));
    }
    return ExitCode.OK;
  }

  private String thawed(JsonObject answer) {
    return answer.flag("was_frozen")
        ? "Calls from the key \"" + thaw + "\" are accepted again."
        : "The key \"" + thaw + "\" was not frozen.";
  }

  private static String text(JsonObject budgets) {
    var table =
        new Table("budget", "window ends", ">limit", ">spent", ">held", ">left", "hard", "state");
    for (var budget : budgets.objects("budgets")) {
      var subject = budget.string("subject");
      var end = budget.string("window_end");
      table.add(
          budget.string("budget") + (subject.isEmpty() ? "" : "/" + subject),
          end.isEmpty() ? "never" : end,
          budget.string("limit"),
          budget.string("spent"),
          budget.string("held"),
          budget.string("left"),
          budget.flag("hard") ? "yes" : "no",
          budget.string("state"));
    }
    var frozen = budgets.parts().get("frozen_keys");
    var keys =
        frozen instanceof List<?> list && !list.isEmpty()
            ? "\nFrozen keys: " + list + "; headgate budgets --thaw KEY accepts calls again."
            : "";
    return (table.isEmpty()
            ? "No budgets are declared; see the section budgets of headgate.yaml."
            : table)
        + keys;
  }
}
