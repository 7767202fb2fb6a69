package dev.headgate.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.headgate.evals.detection.DetectionReport;
import dev.headgate.evals.detection.DetectionReport.Scored;
import dev.headgate.guardrails.injection.InjectionKind;
import dev.headgate.guardrails.injection.InjectionPack;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.guardrails.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The pack of the repository finds what its card says, through the detector that serves.
@Tag("all")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class InjectionPackTest {
  private static final Path DATA = Path.of("..", "..", "shared", "data");

  @Test
  void findsAttacksThatItHasNotSeen() throws IOException {
    assumeThat(DATA.resolve("deepset_injections_copy")).as("public data").exists();
    var pack = InjectionPack.builtIn();
    var trainedOn = pack.trainedOn();
    var scored = new ArrayList<Scored>();
    try (var models = new EmbeddingModels()) {
      var detector = InjectionKind.with(models.require(pack.head().embedding()));
      for (var one : InjectionTexts.read(DATA).trainable()) {
        if (!one.source().equals(InjectionTexts.WRITTEN)
            && !trainedOn.contains(InjectionPack.fingerprint(one.text()))) {
          var score = detector.find(one.text()).stream().mapToDouble(Finding::score).max();
          scored.add(new Scored(one, score.orElse(0)));
        }
      }
    }
    var report = new DetectionReport("unseen rows", scored, pack.threshold(), 0);

    assertThat(report.areaUnderCurve()).isGreaterThan(.96);
    assertThat(report.recallAt(.05)).isGreaterThan(.85);
    assertThat(report.falseAlarmsFrom(pack.threshold())).isLessThan(.03);
  }
}
