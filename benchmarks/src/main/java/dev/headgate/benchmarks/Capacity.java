package dev.headgate.benchmarks;

import dev.headgate.benchmarks.load.Pace;
import java.io.IOException;
import java.time.Duration;

/// The most calls a second that are answered in time, found by a ramp.
final class Capacity {
  private static final double FIRST = 500;
  private static final double STEP = 1.25;
  private static final int STEP_SECONDS = 3;
  private static final int ATTEMPTS = 2;
  private static final double LAST = 100_000;
  private static final double LEAST_ANSWERED = 0.98;
  private static final double MOST_P99_MILLIS = 150;

  private Capacity() {}

  /// Each rate is held for three seconds, and once more if it was not: something else may have come
  /// in between.
  static double find(Stage stage, byte[] request, Stage.Setting setting)
      throws IOException, InterruptedException {
    var step = setting.atMost(STEP_SECONDS);
    var first = FIRST * setting.scale();
    var held = first;
    for (var rate = first; rate < LAST && holds(stage, request, rate, step); rate *= STEP) {
      held = rate;
    }
    var between = held * Math.sqrt(STEP);
    return holds(stage, request, between, step) ? between : held;
  }

  private static boolean holds(Stage stage, byte[] request, double rate, Duration step)
      throws IOException, InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (holdsOnce(stage, request, rate, step)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsOnce(Stage stage, byte[] request, double rate, Duration step)
      throws IOException, InterruptedException {
    var pace = Pace.steady(rate, step);
    var answered = stage.through(pace, request).answered();
    return answered.size() >= LEAST_ANSWERED * pace.calls() && answered.p99() <= MOST_P99_MILLIS;
  }
}
