package dev.headgate.benchmarks;

import dev.headgate.benchmarks.load.Pace;
import java.io.IOException;
import java.time.Duration;

/// The most calls a second that are answered in time, found by a ramp.
final class Capacity {
  private static final double FIRST = 100;
  private static final double STEP = 1.25;
  private static final int STEP_SECONDS = 3;
  private static final int ATTEMPTS = 2;
  private static final double LAST = 100_000;
  private static final double LEAST_ANSWERED = 0.98;
  private static final double MOST_ADDED_MILLIS = 130;

  private Capacity() {}

  /// Each rate is held for three seconds, and once more if it was not: something else may have come
  /// in between.
  ///
  /// @param length of an answer
  static double find(Stage stage, byte[] request, Duration length, Stage.Setting setting)
      throws IOException, InterruptedException {
    var step = setting.atMost(STEP_SECONDS);
    var first = FIRST * setting.scale();
    var held = first;
    for (var rate = first; rate < LAST && holds(stage, request, length, rate, step); rate *= STEP) {
      held = rate;
    }
    var between = held * Math.sqrt(STEP);
    return holds(stage, request, length, between, step) ? between : held;
  }

  private static boolean holds(
      Stage stage, byte[] request, Duration length, double rate, Duration step)
      throws IOException, InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (holdsOnce(stage, request, length, rate, step)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsOnce(
      Stage stage, byte[] request, Duration length, double rate, Duration step)
      throws IOException, InterruptedException {
    var pace = Pace.steady(rate, step);
    var answered = stage.through(pace, request).answered();
    return answered.size() >= LEAST_ANSWERED * pace.calls()
        && answered.p99() <= length.toMillis() + MOST_ADDED_MILLIS;
  }
}
