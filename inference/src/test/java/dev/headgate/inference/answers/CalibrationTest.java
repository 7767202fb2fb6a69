package dev.headgate.inference.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class CalibrationTest {
  private static final Offset<Double> EXACTLY = Offset.offset(1e-9);

  @Test
  void isLinearBetweenKnotsAndLevelBeyondThem() {
    var calibration =
        new Calibration(List.of(new Calibration.Knot(.2, .1), new Calibration.Knot(.6, .9)));

    assertThat(calibration.correct(0)).isEqualTo(.1, EXACTLY);
    assertThat(calibration.correct(.2)).isEqualTo(.1, EXACTLY);
    assertThat(calibration.correct(.4)).isEqualTo(.5, EXACTLY);
    assertThat(calibration.correct(1)).isEqualTo(.9, EXACTLY);
  }

  @Test
  void learnsFromOutcomesAndNeverFalls() {
    var outcomes = new ArrayList<CalibrationFit.Outcome>();
    for (var i = 0; i < 3_000; i++) {
      var said = i / 3_000.0;
      outcomes.add(new CalibrationFit.Outcome(said, i % 100 < 100 * said * said));
    }

    var calibration = CalibrationFit.fit(outcomes);

    assertThat(calibration.correct(.5)).isEqualTo(.25, Offset.offset(.05));
    var last = 0.0;
    for (var said = 0.0; said <= 1; said += .01) {
      assertThat(calibration.correct(said)).isGreaterThanOrEqualTo(last);
      last = calibration.correct(said);
    }
  }
}
