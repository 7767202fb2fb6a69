package dev.headgate.server.cli;

import dev.headgate.evals.detection.DetectionCases;
import dev.headgate.evals.detection.DetectionEvaluation;
import dev.headgate.evals.detection.Figures;
import dev.headgate.guardrails.heads.HeadPack;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Measures a guardrail of a model pack on data of which it is known what is right.
abstract class EvalOfPack implements Action {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "The texts or answers.")
  private Path data = Path.of("");

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description =
          "From which score on a text counts as found, or an answer as supported; the model pack's"
              + " by default.")
  private double threshold = Double.NaN;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public final ExitCode run(Terminal terminal) throws IOException {
    if (!Files.isRegularFile(data)) {
      throw new CommandFailed(ExitCode.USAGE, "there is no file " + data);
    }
    Houses.silenceLibraries();
    try (var models = new EmbeddingModels()) {
      var figures = measure(data, models);
      terminal.print(json ? figures.json() : figures.table());
    }
    return ExitCode.OK;
  }

  abstract Figures measure(Path file, EmbeddingModels models) throws IOException;

  /// The threshold that was asked for, or else that of the pack.
  final double thresholdOr(double ofPack) {
    return Double.isNaN(threshold) ? ofPack : threshold;
  }

  /// How well a detector of a kind tells the texts of a file that it should find from the others.
  /// Those that its pack was trained on are left out.
  final Figures found(DetectorKind kind, HeadPack pack, Detector detector, Path file)
      throws IOException {
    var trainedOn = pack.trainedOn();
    return new DetectionEvaluation(
            kind.name() + " on " + pack.embedding(), detector, thresholdOr(kind.threshold()))
        .run(DetectionCases.read(file), text -> trainedOn.contains(HeadPack.fingerprint(text)))
        .figures();
  }
}
