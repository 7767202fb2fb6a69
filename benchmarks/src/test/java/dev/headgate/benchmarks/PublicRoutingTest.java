package dev.headgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.headgate.evals.routing.RoutingCase;
import dev.headgate.evals.routing.RoutingEvaluation;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.runtime.difficulty.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Choosing by difficulty on recorded answers to MMLU: better than chance, on subjects that it has
/// not learned from.
@Tag("all")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class PublicRoutingTest {
  private static final Path DATA = Path.of("..", "..", "shared", "data", "routellm_quality");
  private static final int EVERY = 4;

  @TempDir private Path folder;

  @Test
  void subjectsThatWereLeftOutAreToldBetterThanByChance() throws IOException {
    assumeThat(DATA).as("public data").exists();
    var all = RecordedPrompts.read(DATA);
    var some = new ArrayList<RoutingCase>();
    for (int i = 0; i < all.size(); i += EVERY) {
      some.add(all.get(i));
    }

    try (var models = new EmbeddingModels(folder)) {
      var evaluation =
          new RoutingEvaluation(models.require(EmbeddingModels.FASTEST), new Target.Share(.5));
      var report = evaluation.crossValidated(some, true);

      assertThat(all).as("all but what is contaminated").hasSize(14_037);
      assertThat(report.curve().easyQuality()).isBetween(.67, .69);
      assertThat(report.curve().hardQuality()).isBetween(.79, .82);
      assertThat(report.curve().averageGapRecovered()).isGreaterThan(.53);
      assertThat(report.easyShare()).isBetween(.4, .6);
    }
  }
}
