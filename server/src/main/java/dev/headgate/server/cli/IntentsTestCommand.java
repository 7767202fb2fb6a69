package dev.headgate.server.cli;

import dev.headgate.evals.intents.IntentReport;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.classifiers.ClassifierTrainer;
import dev.headgate.kernel.classifiers.TextVectors;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Tells how well the examples of a feature's intents tell calls apart.",
      "Each example is guessed by what was learned from others: which intents are taken for which,"
          + " whether the probabilities hold, and of which texts more examples are worth adding."
    })
final class IntentsTestCommand implements Action {
  private static final int WORTH_ADDING = 15;

  @Parameters(index = "0", paramLabel = "FEATURE", description = "The feature.")
  private String feature = "";

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    Houses.silenceLibraries();
    var config = Projects.require(project.folder()).features().require(feature).intents().config();
    if (config == null || config.examples().isEmpty()) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "feature \"%s\" has no examples of intents; add intents.csv and a section \"intents\""
              .formatted(feature));
    }
    try (var models = new EmbeddingModels()) {
      var texts = new TextVectors(config.embeddings().stream().map(models::require).toList());
      var trained = ClassifierTrainer.train(config.examples(), texts, config.outOfScopeShare());
      var report = IntentReport.of(config.examples(), trained.heldOut());
      terminal.print(json ? json(report) : text(report));
    }
    return ExitCode.OK;
  }

  private static String text(IntentReport report) {
    var text = new StringBuilder(IntentReportText.summary(report));
    text.append("\n\n").append(IntentReportText.matrix(report)).append("\n\n");
    var table = new Table("intent", "guessed", ">probability", "add more texts like");
    for (var one : report.worthAdding(WORTH_ADDING)) {
      table.add(
          one.example().label(),
          one.guess().label(),
          "%.2f".formatted(one.guess().probability()),
          one.example().text());
    }
    return text.append(
            table.isEmpty() ? "Every example is told apart from the others." : table.toString())
        .toString();
  }

  private static String json(IntentReport report) {
    return JsonObject.write(out -> {
      IntentReportText.summary(out, report);
      out.writeArrayPropertyStart("worth_adding");
      for (var one : report.worthAdding(WORTH_ADDING)) {
        out.writeStartObject();
        out.writeStringProperty("text", one.example().text());
        out.writeStringProperty("intent", one.example().label());
        out.writeStringProperty("guessed", one.guess().label());
        IntentReportText.number(out, "probability", one.guess().probability());
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }
}
