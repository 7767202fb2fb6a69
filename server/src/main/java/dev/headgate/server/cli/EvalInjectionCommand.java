package dev.headgate.server.cli;

import dev.headgate.evals.detection.Figures;
import dev.headgate.guardrails.injection.InjectionKind;
import dev.headgate.inference.embeddings.EmbeddingModels;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;

@Command(
    name = "injection",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how well the guardrail \"injection\" tells attacks from ordinary texts.",
      "FILE is JSONL: text, label (1 for an attack, 0 for an ordinary text), and source if known.",
      "Texts that the guardrail was trained on are left out and counted."
    })
final class EvalInjectionCommand extends EvalOfPack {
  @Override
  Figures measure(Path file, EmbeddingModels models) throws IOException {
    var pack = InjectionKind.pack();
    return found(
        new InjectionKind(), pack, InjectionKind.with(models.require(pack.embedding())), file);
  }
}
