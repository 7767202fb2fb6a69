package dev.headgate.evals.intents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.OperatingSystemMXBean;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.classifiers.Classifier;
import dev.headgate.kernel.classifiers.ClassifierTrainer;
import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.classifiers.TextVectors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The query router on public data, with a few examples of each intent: what it learns, whether its
/// probabilities hold, and what a query costs.
@Tag("all")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class PublicIntentsTest {
  private static final Path DATA = Path.of("..", "..", "shared", "data");
  private static final int EACH = 8;
  private static final int ASKED = 600;
  private static final double SHARE = 0.1;

  @TempDir private Path folder;

  /// What was learned, and texts that it was not learned from.
  private record Taught(TextVectors texts, Classifier classifier, List<Example> asked) {
    List<Classifier.Guess> guesses(double share) {
      return asked.stream().map(it -> classifier.classify(texts.of(it.text()), share)).toList();
    }
  }

  private static TextVectors texts(EmbeddingModels models) {
    return new TextVectors(EmbeddingModels.ORDERED.stream().map(models::require).toList());
  }

  private static Taught taught(TextVectors texts, List<Example> outOfScope) throws IOException {
    var examples = read("banking77/dev/train.jsonl");
    Collections.shuffle(examples, new Random(7));
    var learned = new ArrayList<>(outOfScope);
    var asked = new ArrayList<Example>();
    var counts = new HashMap<String, Integer>();
    for (var example : examples) {
      if (counts.merge(example.label(), 1, Integer::sum) <= EACH) {
        learned.add(example);
      } else if (asked.size() < ASKED) {
        asked.add(example);
      }
    }
    return new Taught(
        texts, ClassifierTrainer.train(learned, texts, SHARE).classifier(), List.copyOf(asked));
  }

  private static List<Example> read(String file) throws IOException {
    var path = DATA.resolve(file);
    assumeThat(path).as("public data: " + file).exists();
    return new ArrayList<>(IntentCases.read(path));
  }

  @Test
  void eightExamplesOfEachIntentTeachIt() throws IOException {
    try (var models = new EmbeddingModels(folder)) {
      var taught = taught(texts(models), List.of());

      var report = IntentReport.of(taught.asked(), taught.guesses(0));

      assertThat(report.accuracy()).isGreaterThan(0.82);
      assertThat(report.calibrationError()).isLessThan(0.06);
    }
  }

  @Test
  void whatIsFarFromAllIntentsIsOutOfScope() throws IOException {
    var strange = read("clinc150/dev/oos_train.jsonl");
    try (var models = new EmbeddingModels(folder)) {
      var taught = taught(texts(models), strange.subList(0, 40));
      var asked = new ArrayList<>(taught.asked().subList(0, 300));
      asked.addAll(strange.subList(40, 100));
      var all = new Taught(taught.texts(), taught.classifier(), asked);

      var report = IntentReport.of(asked, all.guesses(60 / 360.0));

      assertThat(report.outOfScopeRecall()).isGreaterThan(0.8);
      assertThat(report.falseOutOfScope()).isLessThan(0.08);
    }
  }

  @Test
  void aQueryCostsAFewMilliseconds() throws IOException {
    try (var models = new EmbeddingModels(folder)) {
      var taught = taught(texts(models), List.of());
      var _ = taught.guesses(SHARE); // warm
      var cpu = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

      var began = cpu.getProcessCpuTime();
      var guesses = taught.guesses(SHARE);
      var each = (cpu.getProcessCpuTime() - began) / guesses.size();

      // Time of the processor, whoever else wants it. The goal of 5 ms is missed; this keeps it
      // from
      // getting much worse.
      assertThat(each).as("nanoseconds a query").isLessThan(20_000_000);
    }
  }
}
