package dev.headgate.runtime.pipeline;

import dev.headgate.runtime.access.Lineage;
import dev.headgate.runtime.routing.Deployment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one call tells of itself to those that it leads to. Nothing is worked out unless a provider
/// is a Headgate.
final class Descent {
  private final Outward outward;
  private final Supplier<Lineage> entering;
  private final long deadline;
  private @Nullable Lineage lineage;

  /// @param entering the lineage of the calls that this one makes; throws `CALL_RECURSION`
  /// @param deadline of the call, by `System.nanoTime`
  Descent(Outward outward, Supplier<Lineage> entering, long deadline) {
    this.outward = outward;
    this.entering = entering;
    this.deadline = deadline;
  }

  /// The same with less time.
  Descent within(long nanos) {
    var other = System.nanoTime() + nanos;
    return new Descent(outward, this::lineage, other - deadline < 0 ? other : deadline);
  }

  /// The header for an attempt, empty if its provider must not know.
  ///
  /// @param granted nano-dollars that are held for the attempt, -1 if nobody limits them
  String header(Deployment.Remote deployment, long granted) {
    return deployment.provider().headgate() ? outward.header(lineage(), deadline, granted) : "";
  }

  private synchronized Lineage lineage() {
    var known = lineage;
    if (known == null) {
      known = entering.get();
      lineage = known;
    }
    return known;
  }
}
