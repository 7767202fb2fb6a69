package dev.headgate.runtime.limits;

import dev.headgate.runtime.access.Priority;
import java.util.concurrent.locks.LockSupport;

/// A call that waits to be let in. Its fate is decided once, under the lock of the admission.
final class Waiter {
  enum Fate {
    WAITING,
    LET_IN,
    REFUSED
  }

  final Priority priority;
  final String project;
  final int cost;
  private final Thread thread = Thread.currentThread();
  private volatile Fate fate = Fate.WAITING;

  /// @param cost against other calls of the same importance, 1 to [FairQueue#MOST_COST]
  Waiter(Priority priority, String project, int cost) {
    this.priority = priority;
    this.project = project;
    this.cost = cost;
  }

  Fate fate() {
    return fate;
  }

  void decide(Fate decided) {
    fate = decided;
    LockSupport.unpark(thread);
  }

  /// Returns when the fate is decided, or when it is too late or the thread is interrupted.
  void await(long deadline) {
    var left = deadline - System.nanoTime();
    while (fate == Fate.WAITING && left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, left);
      left = deadline - System.nanoTime();
    }
  }
}
