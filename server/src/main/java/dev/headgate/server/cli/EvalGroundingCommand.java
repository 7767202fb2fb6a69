package dev.headgate.server.cli;

import dev.headgate.evals.detection.Figures;
import dev.headgate.evals.grounding.GroundingCases;
import dev.headgate.evals.grounding.GroundingEvaluation;
import dev.headgate.guardrails.grounding.GroundingKind;
import dev.headgate.guardrails.grounding.GroundingPack;
import dev.headgate.inference.embeddings.EmbeddingModels;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;

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
final class EvalGroundingCommand extends EvalOfPack {
  @Override
  Figures measure(Path file, EmbeddingModels models) throws IOException {
    var pack = GroundingPack.builtIn();
    var trainedOn = pack.trainedOn();
    return new GroundingEvaluation(
            GroundingKind.with(models.require(pack.head().embedding())),
            thresholdOr(pack.threshold()))
        .run(
            GroundingCases.read(file),
            one -> trainedOn.contains(GroundingPack.fingerprint(one.context(), one.answer())))
        .figures();
  }
}
