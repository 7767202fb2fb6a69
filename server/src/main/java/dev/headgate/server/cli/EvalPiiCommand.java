package dev.headgate.server.cli;

import dev.headgate.evals.pii.PiiCases;
import dev.headgate.evals.pii.PiiEvaluation;
import dev.headgate.guardrails.pii.PiiDetector;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "pii",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how well personal data and secrets are found.",
      "FILE is JSONL {text, spans: [{start, end, label}]} with offsets in code points and labels"
          + " such as EMAIL_ADDRESS; a list of presidio-research or CoNLL words with tags (.conll)"
          + " will do."
    })
final class EvalPiiCommand implements Action {
  @Option(names = "--data", required = true, paramLabel = "FILE", description = "The texts.")
  private Path data = Path.of("");

  @Option(
      names = "--threshold",
      paramLabel = "SCORE",
      description = "From which score a finding counts, 0 to 1; ${DEFAULT-VALUE} by default.")
  private double threshold = PiiDetector.THRESHOLD;

  @Option(
      names = "--all-labels",
      description =
          "Counts findings of labels that the data does not have as wrong: for texts that hold"
              + " nothing personal.")
  private boolean judgesAll;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    var report = new PiiEvaluation(new PiiDetector(threshold), judgesAll).run(PiiCases.read(data));
    terminal.print(json ? report.json() : report.table());
    return ExitCode.OK;
  }
}
