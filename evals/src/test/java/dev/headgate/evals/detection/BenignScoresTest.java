package dev.headgate.evals.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BenignScoresTest {
  @Test
  void neverFindsMoreThanWanted() {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      // Coarse, so that many are equal.
      var scores = random.doubles(1 + random.nextInt(300)).map(it -> Math.round(it * 50) / 50.0);
      var benign = new BenignScores(scores.toArray());
      var wanted = random.nextDouble();

      var threshold = benign.thresholdAt(wanted);

      assertThat(benign.rateFrom(threshold)).isLessThanOrEqualTo(wanted);
      // And a step lower finds more, or there is nothing more to find.
      var lower = Math.round((threshold - 1e-4) * 1e4) / 1e4;
      assertThat(benign.rateFrom(lower) > wanted || lower == 0).isTrue();
    }
  }

  @Test
  void theThresholdIsAsFineAsTraces() {
    var scores = IntStream.range(0, 1_000).mapToDouble(i -> i / 10_000.0).toArray();

    assertThat(new BenignScores(scores).thresholdAt(0.01)).isEqualTo(0.099);
  }

  @Test
  void noThresholdPartsWhatScoresAsHighAsCanBe() {
    var benign = new BenignScores(new double[] {0, 1, 1, 1});

    assertThat(benign.thresholdAt(0.1)).isGreaterThan(1);
    assertThat(benign.thresholdAt(0.75)).isEqualTo(1e-4);
  }

  @Test
  void saysHowSureTheShareIs() {
    var scores = new double[100];
    scores[0] = 1;

    var interval = new BenignScores(scores).intervalFrom(0.5);

    // Wilson's interval of 1 in 100.
    assertThat(interval.low()).isCloseTo(0.0018, within(1e-4));
    assertThat(interval.high()).isCloseTo(0.0545, within(1e-4));
  }
}
