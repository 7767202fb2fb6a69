package dev.headgate.server.cli;

import dev.headgate.evals.detection.Figures;
import dev.headgate.guardrails.moderation.ModerationKind;
import dev.headgate.inference.embeddings.EmbeddingModels;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;

@Command(
    name = "moderation",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how well the guardrail \"moderation\" tells harm and abuse from ordinary texts.",
      "FILE is JSONL: text, label (1 for harm or abuse, 0 for an ordinary text), and source if known.",
      "Texts that the guardrail was trained on are left out and counted."
    })
final class EvalModerationCommand extends EvalOfPack {
  @Override
  Figures measure(Path file, EmbeddingModels models) throws IOException {
    var pack = ModerationKind.pack();
    return found(
        new ModerationKind(), pack, ModerationKind.with(models.require(pack.embedding())), file);
  }
}
