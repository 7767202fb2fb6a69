package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Failure;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A first attempt on the call's own thread, and a second one beside it if the first keeps the call
/// waiting for its first token. The first token wins; the loser's connection is closed at once, and
/// its attempt ends on the thread that made it.
///
/// All fields below are guarded by the lock. `decided` is set once, by whoever comes first: then
/// the other cancels itself or is cancelled.
final class Race {
  private final Opening opening;
  private final Course course;
  private final ScheduledExecutorService timer;
  private final Cancellation firstCancellation = new Cancellation();
  private final Cancellation secondCancellation = new Cancellation();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean decided;
  private boolean secondRuns;
  private Opened.@Nullable Ready secondWon;

  Race(Opening opening, Course course, ScheduledExecutorService timer) {
    this.opening = opening;
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

  Opened run(Deployment.Remote first, Duration patience, Consumer<RelayHead> onHeaders) {
    var alarm =
        timer.schedule(
            () -> Thread.ofVirtual().name("hedge").start(this::runSecond),
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    Opened opened;
    try {
      opened = opening.open(first, firstCancellation, onHeaders);
    } catch (RuntimeException e) {
      callOff();
      throw e;
    } finally {
      alarm.cancel(false);
    }
    return switch (opened) {
      case Opened.Ready ready -> decideForFirst() ? ready : lost(ready);
      case Opened.Failed failed -> afterFirstFailed(failed);
    };
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
    if (!decideForFirst() && winner() instanceof Opened.Ready ready) {
      ready.answer().close();
      ready.attempt().dropped("cancelled", ready.reader().completion().usage());
    }
  }

  // Ready as well, but a moment later.
  private Opened lost(Opened.Ready first) {
    first.answer().close();
    first.attempt().dropped("hedge lost", first.reader().completion().usage());
    return winner();
  }

  private Opened afterFirstFailed(Opened.Failed first) {
    lock.lock();
    try {
      while (secondRuns && secondWon == null) {
        changed.awaitUninterruptibly();
      }
      decided = true;
      if (secondWon == null) {
        return first;
      }
    } finally {
      lock.unlock();
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

  private Opened winner() {
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
    } finally {
      lock.unlock();
    }
    Opened opened = null;
    try {
      opened = opening.open(other, secondCancellation, _ -> {});
    } catch (CallFailed _) {
      // The attempt must not be made, or the caller has left: the first goes on alone.
    } finally {
      settleSecond(opened);
    }
  }

  private void settleSecond(@Nullable Opened opened) {
    var wins = false;
    lock.lock();
    try {
      secondRuns = false;
      if (opened instanceof Opened.Ready ready && !decided) {
        decided = true;
        secondWon = ready;
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
      case Opened.Ready ready -> {
        ready.answer().close();
        ready.attempt().dropped("hedge lost", ready.reader().completion().usage());
      }
      case Opened.Failed failed when failed.failure().why().code() == ErrorCode.CALL_CANCELLED ->
          failed.attempt().dropped("hedge lost", Usage.NONE);
      case Opened.Failed failed -> failed.attempt().failed(failed.failure(), failed.usage());
    }
  }
}
