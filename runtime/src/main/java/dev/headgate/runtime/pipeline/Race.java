package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Failure;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A first attempt on the call's own thread, and a second one beside it if the first keeps the call
/// waiting for its first token. The first token wins; the loser's connection is closed at once, and
/// its attempt ends on the thread that made it.
///
/// All fields below are guarded by the lock. `decided` is set once, by whoever comes first: then
/// the other cancels itself or is cancelled.
final class Race {
  private static final String LOST = "hedge lost";

  // A second attempt that is called off ends at once, unless its connection is just being made.
  private static final long LOSERS_MILLIS = 100;

  // Of the thread of the call alone.
  private @Nullable ScheduledFuture<?> alarm;
  private final Second second;
  private final Course course;
  private final ScheduledExecutorService timer;
  private final Cancellation firstCancellation = new Cancellation();
  private final Cancellation secondCancellation = new Cancellation();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean decided;
  private boolean secondRuns;
  private boolean secondIsOpen;
  private boolean firstWasLate;
  private Opened.@Nullable Begun secondWon;

  /// Begins an attempt at a deployment, up to its first token.
  interface Second {
    Opened open(Deployment.Remote deployment, Cancellation cancellation);
  }

  /// The first attempt: up to its first token, or to its end if it claims the call with the token.
  interface First<T> {
    T open(Cancellation cancellation);
  }

  Race(Second second, Course course, ScheduledExecutorService timer) {
    this.second = second;
    this.course = course;
    this.timer = timer;
  }

  /// The caller's leaving ends both from now on. To be disarmed when the answer is over.
  void arm(Cancellation caller) {
    caller.arm(() -> {
      firstCancellation.cancel();
      secondCancellation.cancel();
    });
  }

  /// Opens the first, and the second beside it if that takes longer than the patience.
  Opened run(First<Opened> first, Duration patience) {
    Opened opened;
    try {
      opened = during(patience, first);
    } catch (CallFailed e) {
      callOff();
      throw e;
    }
    return switch (opened) {
      case Opened.Begun begun -> decideForFirst() ? begun : lost(begun);
      case Opened.Failed failed -> afterFirstFailed(failed);
    };
  }

  /// The first attempt has its first token, and the call is its own from now on.
  ///
  /// @throws CallFailed `CALL_CANCELLED` if the second was faster
  void claim() {
    if (alarm != null) {
      alarm.cancel(false);
    }
    if (!decideForFirst()) {
      lock.lock();
      try {
        firstWasLate = true;
      } finally {
        lock.unlock();
      }
      throw new CallFailed(ErrorCode.CALL_CANCELLED, "another deployment answered meanwhile");
    }
  }

  /// Runs the first attempt, and the second beside it if the first has not claimed the call within
  /// the patience.
  ///
  /// @throws CallFailed as the first does; the second may have won
  <T> T during(Duration patience, First<T> first) {
    alarm =
        timer.schedule(
            () -> Thread.ofVirtual().name("hedge").start(this::runSecond),
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return first.open(firstCancellation);
    } catch (CallFailed e) {
      throw e;
    } catch (RuntimeException e) {
      callOff();
      throw e;
    } finally {
      alarm.cancel(false);
    }
  }

  private boolean decideForFirst() {
    lock.lock();
    try {
      if (decided) {
        return false;
      }
      decided = true;
    } finally {
      lock.unlock();
    }
    secondCancellation.cancel();
    return true;
  }

  // Nobody waits for a second attempt when there was no first.
  private void callOff() {
    if (decideForFirst()) {
      return;
    }
    Opened.Begun won;
    lock.lock();
    try {
      won = secondWon;
    } finally {
      lock.unlock();
    }
    if (won != null) {
      won.drop("cancelled");
    }
  }

  // Ready as well, but a moment later.
  private Opened lost(Opened.Begun first) {
    first.drop(LOST);
    return winner();
  }

  /// What the call goes on with: the second if it has won or wins yet, else the failure.
  Opened afterFirstFailed(Opened.Failed first) {
    boolean wasLate;
    lock.lock();
    try {
      while (secondRuns && secondWon == null) {
        changed.awaitUninterruptibly();
      }
      decided = true;
      if (secondWon == null) {
        return first;
      }
      wasLate = firstWasLate;
    } finally {
      lock.unlock();
    }
    if (wasLate) {
      first.attempt().dropped(LOST, first.usage());
      return winner();
    }
    // It was closed because it was silent for too long, or failed by itself meanwhile.
    var why =
        first.failure().why().code() == ErrorCode.CALL_CANCELLED
            ? new Failure(
                new CallFailed(ErrorCode.PROVIDER_TIMEOUT, "another deployment answered meanwhile"))
            : first.failure();
    first.attempt().failed(why, first.usage());
    return winner();
  }

  private Opened.Begun winner() {
    lock.lock();
    try {
      if (secondWon == null) {
        throw new IllegalStateException("nobody has won");
      }
      return secondWon;
    } finally {
      lock.unlock();
    }
  }

  private void runSecond() {
    Deployment.Remote other;
    lock.lock();
    try {
      if (decided) {
        return;
      }
      var next = course.walk().hedge();
      if (next.isEmpty()) {
        return;
      }
      other = next.get().deployment();
      secondRuns = true;
      secondIsOpen = true;
    } finally {
      lock.unlock();
    }
    Opened opened = null;
    try {
      opened = second.open(other, secondCancellation);
    } catch (CallFailed _) {
      // The attempt must not be made, or the caller has left: the first goes on alone.
    } finally {
      settleSecond(opened);
      closed();
    }
  }

  private void closed() {
    lock.lock();
    try {
      secondIsOpen = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits a moment for the end of the second attempt, if it has lost, so that it is on record with
  /// the call.
  void awaitLoser() {
    lock.lock();
    try {
      var left = TimeUnit.MILLISECONDS.toNanos(LOSERS_MILLIS);
      while (secondIsOpen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void settleSecond(@Nullable Opened opened) {
    var wins = false;
    lock.lock();
    try {
      secondRuns = false;
      if (opened instanceof Opened.Begun begun && !decided) {
        decided = true;
        secondWon = begun;
        wins = true;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (wins) {
      firstCancellation.cancel();
      return;
    }
    switch (opened) {
      case null -> {}
      case Opened.Begun begun -> begun.drop(LOST);
      case Opened.Failed failed when failed.failure().why().code() == ErrorCode.CALL_CANCELLED ->
          failed.attempt().dropped(LOST, Usage.NONE);
      case Opened.Failed failed -> failed.attempt().failed(failed.failure(), failed.usage());
    }
  }
}
