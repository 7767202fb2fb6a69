package dev.headgate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GoalTest {
  @Test
  void aMissedGoalSaysByHowMuch() {
    var late = Goal.atMost("added p99", 12.5, 10, "ms");
    var low = Goal.atLeast("goodput", 80, 90, "%");

    assertThat(late.isPassed()).isFalse();
    assertThat(late.verdict()).isEqualTo("missed by 2.50 ms");
    assertThat(low.verdict()).isEqualTo("missed by 10 %");
  }

  @Test
  void theLimitItselfIsReached() {
    assertThat(Goal.atMost("added p99", 10, 10, "ms").verdict()).isEqualTo("pass");
    assertThat(Goal.none("errors", 0).verdict()).isEqualTo("pass");
    assertThat(Goal.none("errors", 1).verdict()).isEqualTo("missed by 1");
  }

  @Test
  void whatWasNotMeasuredHasNotPassed() {
    var goal = Goal.atMost("added p99", Double.NaN, 10, "ms");

    assertThat(goal.isPassed()).isFalse();
    assertThat(goal.verdict()).isEqualTo("not measured");
  }

  @Test
  void figuresAreJsonWhateverTheirTextsHold() {
    var figures =
        new Figures("L1 \"quoted\"").add("p50", 1.25).add("none", Double.NaN).note("a\nb");

    assertThat(figures.toJson())
        .isEqualTo(
            "{\"run\":\"L1 \\\"quoted\\\"\",\"passed\":true,\"figures\":{\"p50\":1.250,\"none\":null},"
                + "\"notes\":[\"a\\nb\"],\"goals\":[]}");
  }
}
