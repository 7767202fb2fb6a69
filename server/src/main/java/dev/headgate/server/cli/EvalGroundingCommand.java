package dev.headgate.server.cli;

import dev.headgate.evals.grounding.GroundingCases;
import dev.headgate.evals.grounding.GroundingEvaluation;
import dev.headgate.guardrails.grounding.GroundingKind;
import dev.headgate.guardrails.grounding.GroundingPack;
import dev.headgate.inference.embeddings.EmbeddingModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "grounding",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how well the guardrail \"grounding\" tells answers that their context bears out from"
          + " those that it does not.",
      "FILE is JSONL: context, answer, and label (supported or unsupported); rows of BEGIN, QAGS and"
          + " of premises with hypotheses will do, also gzipped.",
      "Rows that the guardrail was trained on are left out and counted."
    })
final class EvalGroundingCommand implements Action {
  @Option(names = "--data", required = true, paramLabel = "FILE", description = "The answers.")
  private Path data = Path.of("");

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description =
          "From which support an answer counts as supported; the model pack's by default.")
  private double threshold = Double.NaN;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    if (!Files.isRegularFile(data)) {
      throw new CommandFailed(ExitCode.USAGE, "there is no file " + data);
    }
    Houses.silenceLibraries();
    var pack = GroundingPack.builtIn();
    var trainedOn = pack.trainedOn();
    var from = Double.isNaN(threshold) ? pack.threshold() : threshold;
    try (var models = new EmbeddingModels()) {
      var grounder = GroundingKind.with(models.require(pack.head().embedding()));
      var report =
          new GroundingEvaluation(grounder, from)
              .run(
                  GroundingCases.read(data),
                  one ->
                      trainedOn.contains(GroundingPack.fingerprint(one.context(), one.answer())));
      terminal.print(json ? report.json() : report.table());
    }
    return ExitCode.OK;
  }
}
