package dev.headgate.server.cli;

import dev.headgate.evals.intents.IntentCases;
import dev.headgate.evals.intents.IntentReport;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.classifiers.Classifier.Guess;
import dev.headgate.kernel.classifiers.ClassifierTrainer;
import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.classifiers.TextVectors;
import dev.headgate.runtime.intents.IntentsConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "intents",
    mixinStandardHelpOptions = true,
    description = {
      "Learns intents from labelled texts, as a feature's query router does, and asks it about others.",
      "Texts are JSONL: text and label; those that belong to no intent are labelled oos."
    })
final class EvalIntentsCommand implements Action {
  @Option(
      names = "--train",
      required = true,
      paramLabel = "FILE",
      description = "Texts to learn from.")
  private Path train = Path.of("");

  @Option(
      names = "--test",
      required = true,
      paramLabel = "FILE",
      description = "Texts to be asked about; may be given several times.")
  private List<Path> test = List.of();

  @Option(
      names = "--out-of-scope",
      paramLabel = "FILE",
      description = "Texts to learn from that belong to no intent, whatever their label.")
  private @Nullable Path outOfScope;

  @Option(
      names = "--oos-share",
      paramLabel = "P",
      description =
          "The share of texts that belong to no intent, as expected; ${DEFAULT-VALUE} by"
              + " default.")
  private double share = IntentsConfig.DEFAULT_OUT_OF_SCOPE_SHARE;

  @Option(
      names = "--embedding",
      paramLabel = "NAME",
      description = "An embedding model; may be given several times. All there are by default.")
  private List<String> embeddings = EmbeddingModels.ORDERED;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    if (!(share >= 0 && share < 1)) {
      throw new CommandFailed(ExitCode.USAGE, "--oos-share is from 0 to below 1, not " + share);
    }
    Houses.silenceLibraries();
    var examples = new ArrayList<>(IntentCases.read(train));
    if (outOfScope != null) {
      IntentCases.read(outOfScope)
          .forEach(it -> examples.add(new Example(it.text(), Example.OUT_OF_SCOPE)));
    }
    var cases = new ArrayList<Example>();
    for (var file : test) {
      cases.addAll(IntentCases.read(file));
    }
    try (var models = new EmbeddingModels()) {
      var texts = new TextVectors(embeddings.stream().map(models::require).toList());
      var began = System.nanoTime();
      var classifier = ClassifierTrainer.train(examples, texts, share).classifier();
      var learned = System.nanoTime();
      var guesses = new ArrayList<Guess>();
      for (var one : cases) {
        guesses.add(classifier.classify(texts.of(one.text()), share));
      }
      var perText = (System.nanoTime() - learned) / 1e6 / cases.size();
      var report = IntentReport.of(cases, guesses);
      terminal.print(
          json
              ? JsonObject.write(out -> {
                out.writeNumberProperty("examples", examples.size());
                out.writeNumberProperty("training_ms", (learned - began) / 1_000_000);
                IntentReportText.number(out, "ms_per_text", perText);
                IntentReportText.summary(out, report);
              })
              : IntentReportText.summary(report)
                  + "\n\n"
                  + IntentReportText.matrix(report)
                  + "\n\nlearned from %d examples in %.1f s; %.2f ms a text"
                      .formatted(examples.size(), (learned - began) / 1e9, perText));
    }
    return ExitCode.OK;
  }
}
