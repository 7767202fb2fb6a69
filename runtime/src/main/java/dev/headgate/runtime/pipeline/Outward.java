package dev.headgate.runtime.pipeline;

import dev.headgate.runtime.access.Lineage;
import dev.headgate.runtime.access.LineageSeal;
import java.time.InstantSource;

/// Tells those providers that are a Headgate what led to the calls that they get. Thread-safe.
///
/// @param clock by which other machines understand a deadline
public record Outward(LineageSeal seal, InstantSource clock) {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /// @param lineage that the call has for those that it makes
  /// @param deadline by `System.nanoTime`
  /// @param granted nano-dollars, -1 if nobody limits them
  String header(Lineage lineage, long deadline, long granted) {
    var left = Math.max(0, deadline - System.nanoTime()) / NANOS_PER_MILLI;
    return seal.write(lineage.within(clock.millis() + left, granted));
  }
}
