package dev.headgate.runtime.limits;

import dev.headgate.kernel.config.ConfigNode;
import java.time.Duration;

/// `limits.overload`: what happens when there is more to do than the machine can.
///
/// @param targetDelay how long a thread that could run may wait for a processor
/// @param minInFlight calls at the same time that are always let in
/// @param maxInFlight calls at the same time, however idle the machine is
/// @param maxQueue calls that wait to be let in
/// @param maxWait of such a call
public record OverloadConfig(
    Duration targetDelay, int minInFlight, int maxInFlight, int maxQueue, Duration maxWait) {
  private static final int LARGEST = 1_000_000;

  static OverloadConfig from(ConfigNode overload) {
    var min =
        overload.integer(
            "min-in-flight",
            64,
            1,
            LARGEST,
            "Calls at the same time that are let in however busy the machine is");
    var max =
        overload.integer(
            "max-in-flight",
            10_000,
            1,
            LARGEST,
            "Calls at the same time that are let in however idle the machine is");
    if (min > max) {
      overload.problem("min-in-flight", "it is more than max-in-flight, " + max + "; lower it");
    }
    return new OverloadConfig(
        overload.duration(
            "target-delay",
            Duration.ofMillis(5),
            "How long work that is ready may wait for a processor before fewer calls are let in"),
        Math.min(min, max),
        max,
        overload.integer("max-queue", 512, 0, LARGEST, "Calls that may wait to be let in"),
        overload.duration(
            "max-wait", Duration.ofMillis(200), "How long a call may wait to be let in"));
  }
}
