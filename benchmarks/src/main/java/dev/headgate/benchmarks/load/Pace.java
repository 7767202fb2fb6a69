package dev.headgate.benchmarks.load;

import java.time.Duration;
import java.util.List;

/// When calls are due, decided before the first one is sent: a slow answer moves none of them.
/// Within a step they are evenly spaced.
///
/// @param steps one after the other
public record Pace(List<Step> steps) {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /// @param callsPerSecond 0 for a rest
  public record Step(double callsPerSecond, Duration length) {
    long calls() {
      return Math.round(callsPerSecond * length.toNanos() / NANOS_PER_SECOND);
    }
  }

  public Pace {
    steps = List.copyOf(steps);
  }

  public static Pace steady(double callsPerSecond, Duration length) {
    return new Pace(List.of(new Step(callsPerSecond, length)));
  }

  public long calls() {
    return steps.stream().mapToLong(Step::calls).sum();
  }

  public Duration length() {
    return steps.stream().map(Step::length).reduce(Duration.ZERO, Duration::plus);
  }

  /// When that call is due, from 0, in nanoseconds since the start.
  public long dueNanos(long call) {
    var before = 0L;
    var start = 0L;
    for (var step : steps) {
      if (call < before + step.calls()) {
        return start + (long) ((call - before) * (NANOS_PER_SECOND / step.callsPerSecond()));
      }
      before += step.calls();
      start += step.length().toNanos();
    }
    throw new IllegalArgumentException("there are only " + before + " calls");
  }
}
