package dev.headgate.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.headgate.evals.routing.RoutingCase;
import dev.headgate.evals.routing.RoutingEvaluation;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.classifiers.ClassifierTrainer;
import dev.headgate.kernel.classifiers.TextVectors;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.runtime.difficulty.Difficulty;
import dev.headgate.runtime.difficulty.DifficultyConfig;
import dev.headgate.runtime.difficulty.Target;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/// How well easy prompts are told from hard ones, on RouteLLM's recordings of MMLU: subjects that
/// were left out, and questions of known subjects. Then the processor time of one choice.
///
/// `--data` is their folder; `--out` keeps the prompts as `headgate eval routing` reads them.
final class RoutingQuality {
  private static final int LEARNED = 1_000;
  private static final int ASKED = 500;
  private static final double GOAL_MILLIS = 5;

  private RoutingQuality() {}

  static void main(String[] arguments) throws IOException {
    var options = Options.of(arguments, "--data=", "--out=").values();
    var cases =
        RecordedPrompts.read(
            Path.of(Objects.requireNonNull(options.get("--data"), "--data names the folder")));
    var out = options.get("--out");
    if (out != null) {
      RecordedPrompts.write(cases, Path.of(out));
    }
    try (var models = new EmbeddingModels()) {
      var model = models.require(EmbeddingModels.FASTEST);
      var evaluation = new RoutingEvaluation(model, new Target.Quality(Target.USUAL_QUALITY));
      System.out.println("Subjects left out");
      System.out.println(evaluation.crossValidated(cases, true).table());
      System.out.println("Questions left out");
      System.out.println(evaluation.crossValidated(cases, false).table());
      System.out.println(
          Goal.atMost("CPU time of a choice", millisOfAChoice(cases, model), GOAL_MILLIS, "ms"));
    }
  }

  // Of the whole process, collector and compiler included.
  private static double millisOfAChoice(List<RoutingCase> cases, EmbeddingModel model) {
    var prompts = new ArrayList<>(cases.stream().map(RoutingCase::prompt).toList());
    Collections.shuffle(prompts, new Random(1));
    var texts = new TextVectors(List.of(model));
    var config =
        new DifficultyConfig(
            "easy", "hard", model.name(), new Target.Share(.5), prompts.subList(0, LEARNED));
    var difficulty =
        Difficulty.of(config, texts, ClassifierTrainer.train(config.examples(), texts, 0));
    var asked = prompts.subList(LEARNED, LEARNED + ASKED);
    var characters = asked.stream().mapToInt(it -> it.text().length()).average().orElse(0);
    System.out.printf(Locale.ROOT, "%d prompts of %.0f characters on average%n", ASKED, characters);
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    var began = system.getProcessCpuTime();
    for (var prompt : asked) {
      var _ = difficulty.choose(prompt.text());
    }
    return (system.getProcessCpuTime() - began) / 1e6 / ASKED;
  }
}
