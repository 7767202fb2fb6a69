package dev.headgate.server.cli;

import dev.headgate.evals.detection.DetectionCases;
import dev.headgate.evals.detection.DetectionReport;
import dev.headgate.evals.detection.DetectionReport.Scored;
import dev.headgate.guardrails.injection.InjectionKind;
import dev.headgate.guardrails.injection.InjectionPack;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.guardrails.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "injection",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how well the guardrail \"injection\" tells attacks from ordinary texts.",
      "FILE is JSONL: text, label (1 for an attack, 0 for an ordinary text), and source if known.",
      "Texts that the guardrail was trained on are left out and counted."
    })
final class EvalInjectionCommand implements Action {
  @Option(names = "--data", required = true, paramLabel = "FILE", description = "The texts.")
  private Path data = Path.of("");

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description = "From which score on a text counts as found; the model pack's by default.")
  private double threshold = Double.NaN;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    if (!Files.isRegularFile(data)) {
      throw new CommandFailed(ExitCode.USAGE, "there is no file " + data);
    }
    Houses.silenceLibraries();
    var pack = InjectionPack.builtIn();
    var trainedOn = pack.trainedOn();
    var scored = new ArrayList<Scored>();
    var seen = 0;
    try (var models = new EmbeddingModels()) {
      var detector = InjectionKind.with(models.require(pack.head().embedding()));
      for (var one : DetectionCases.read(data)) {
        if (trainedOn.contains(InjectionPack.fingerprint(one.text()))) {
          seen++;
        } else {
          var score = detector.find(one.text()).stream().mapToDouble(Finding::score).max();
          scored.add(new Scored(one, score.orElse(0)));
        }
      }
    }
    var report =
        new DetectionReport(
            detectorName(pack),
            scored,
            Double.isNaN(threshold) ? pack.threshold() : threshold,
            seen);
    terminal.print(json ? report.json() : report.table());
    return ExitCode.OK;
  }

  private static String detectorName(InjectionPack pack) {
    return "injection on " + pack.head().embedding();
  }
}
