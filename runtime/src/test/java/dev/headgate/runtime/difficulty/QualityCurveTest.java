package dev.headgate.runtime.difficulty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class QualityCurveTest {
  // Sorted: right, right, wrong, wrong at the easy model; the hard one is always right.
  private static final QualityCurve PERFECT =
      curve(new double[] {.8, .2, .7, .1}, prompt(0, 1), prompt(1, 1), prompt(0, 1), prompt(1, 1));

  private static RecordedPrompt prompt(double easy, double hard) {
    return new RecordedPrompt("p", easy, hard);
  }

  private static QualityCurve curve(double[] scores, RecordedPrompt... prompts) {
    return QualityCurve.of(scores, List.of(prompts));
  }

  @Test
  void theEasiestPromptsGoFirst() {
    assertThat(PERFECT.hardQuality()).isEqualTo(1);
    assertThat(PERFECT.easyQuality()).isEqualTo(.5);
    assertThat(PERFECT.quality(.5)).isEqualTo(1);
    assertThat(PERFECT.quality(.75)).isEqualTo(.75);
    assertThat(PERFECT.gapRecovered(.75)).isEqualTo(.5);
    assertThat(PERFECT.averageGapRecovered()).isEqualTo(.75);
    assertThat(PERFECT.hardShareFor(.5)).isEqualTo(.25);
    assertThat(PERFECT.hardShareFor(.8)).isEqualTo(.5);
  }

  @Test
  void thresholdsLieBetweenScores() {
    assertThat(PERFECT.thresholdForShare(.5)).isCloseTo(.45, within(1e-9));
    assertThat(PERFECT.thresholdForShare(0)).isZero();
    assertThat(PERFECT.thresholdForShare(1)).isEqualTo(1);
    assertThat(PERFECT.thresholdForQuality(.75)).isEqualTo(.75);
    assertThat(PERFECT.thresholdForQuality(.8)).isCloseTo(.45, within(1e-9));
    assertThat(PERFECT.thresholdForQuality(1.1)).isZero();
    assertThat(PERFECT.easyShare(.45)).isEqualTo(.5);
    assertThat(PERFECT.easyShare(0)).isZero();
  }

  @Test
  void promptsOfOneScoreStayTogether() {
    var curve =
        curve(
            new double[] {.3, .3, .3, .6}, prompt(1, 1), prompt(0, 1), prompt(1, 1), prompt(0, 1));

    assertThat(curve.easyShare(curve.thresholdForShare(.25))).isZero();
    assertThat(curve.easyShare(curve.thresholdForShare(.5))).isEqualTo(.75);
    assertThat(curve.easyShare(curve.thresholdForQuality(.9))).isZero();
  }

  @Test
  void chanceRecoversHalfOfTheGap() {
    var random = new Random(3);
    var prompts = new ArrayList<RecordedPrompt>();
    for (int i = 0; i < 20_000; i++) {
      prompts.add(prompt(random.nextInt(2), random.nextInt(10) < 9 ? 1 : 0));
    }
    var scores = random.doubles(prompts.size()).toArray();

    var curve = QualityCurve.of(scores, prompts);

    assertThat(curve.averageGapRecovered()).isCloseTo(.5, within(.02));
    assertThat(curve.hardShareFor(.5)).isCloseTo(.5, within(.04));
    assertThat(curve.easyShare(curve.thresholdForShare(.3))).isCloseTo(.3, within(.001));
  }

  @Test
  void withoutAGapNothingIsRecovered() {
    var curve = curve(new double[] {.1, .2}, prompt(1, .5), prompt(.5, 1));

    assertThat(curve.averageGapRecovered()).isNaN();
    assertThat(curve.hardShareFor(.5)).isNaN();
    assertThat(curve.thresholdForQuality(curve.hardQuality())).isEqualTo(1);
  }

  @Test
  void aTargetSetsTheThreshold() {
    assertThat(new Target.Share(.5).threshold(PERFECT)).isCloseTo(.45, within(1e-9));
    assertThat(new Target.Quality(.7).threshold(PERFECT)).isEqualTo(.75);
    assertThat(new Target.Threshold(.123).threshold(PERFECT)).isEqualTo(.123);
  }
}
