package dev.headgate.runtime.budgets;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.money.Hold;
import dev.headgate.kernel.money.Money;
import dev.headgate.store.budgets.JournalEntry;
import dev.headgate.store.budgets.JournalEntry.Share;
import dev.headgate.store.budgets.LedgerLine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What one request to a provider holds in the budgets that it counts in.
final class LedgerHold implements Hold {
  private static final System.Logger LOG = System.getLogger(LedgerHold.class.getName());
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final LeasedBudgetLedger ledger;
  private final LedgerLine begun;
  private final List<LiveWindow> windows;
  private final boolean limited;
  private final boolean priced;
  private final ReentrantLock lock = new ReentrantLock();
  private long held;
  private boolean ended;
  private @Nullable CompletableFuture<?> durable;

  /// @param begun with the amount that is held
  /// @param priced whether anybody knows what the request costs
  LedgerHold(
      LeasedBudgetLedger ledger, LedgerLine begun, List<LiveWindow> windows, boolean priced) {
    this.ledger = ledger;
    this.begun = begun;
    this.windows = windows;
    this.priced = priced;
    this.limited = windows.stream().anyMatch(LiveWindow::isHard);
    this.held = begun.amount();
  }

  void journal() {
    durable =
        ledger.write(new JournalEntry.Held(begun, windows.stream().map(LiveWindow::id).toList()));
  }

  @Override
  public Money amount() {
    lock.lock();
    try {
      return new Money(held);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isLimited() {
    return limited;
  }

  @Override
  public void awaitDurable() {
    var written = durable;
    if (written == null) {
      throw new IllegalStateException("the hold was never journaled");
    }
    try {
      ledger.await(written);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public boolean extend(Money more) {
    var taken = ledger.takeAll(windows, more.nanos());
    if (!taken) {
      return false;
    }
    lock.lock();
    try {
      if (!ended) {
        held += more.nanos();
        // The database is told while nobody else can change the amount, so the last one counts.
        var _ = ledger.write(new JournalEntry.Raised(begun.id(), held));
        ledger.raised(more.nanos());
        return true;
      }
    } finally {
      lock.unlock();
    }
    ledger.putBack(windows, more.nanos());
    return false;
  }

  @Override
  public void settle(Money actual, Usage usage, String responseModel) {
    end(actual.nanos(), usage, responseModel, false);
  }

  @Override
  public void settleEstimated() {
    end(-1, Usage.NONE, begun.used().model(), true);
  }

  @Override
  public void cancel() {
    if (finish()) {
      ledger.putBack(windows, held);
      var _ = ledger.write(new JournalEntry.Cancelled(begun.id()));
    }
  }

  private void end(long actual, Usage usage, String model, boolean estimated) {
    if (!finish()) {
      return;
    }
    var cost = estimated ? held : actual;
    var shares =
        windows.stream()
            .map(window -> {
              var fromHeld = window.isHard() ? window.spend(held, cost) : 0;
              return new Share(
                  window.id(), fromHeld, cost - fromHeld, window.budget().thresholds());
            })
            .toList();
    var line =
        new LedgerLine(
            begun.id(),
            begun.atMillis(),
            begun.payer(),
            new LedgerLine.Used(begun.used().provider(), model, usage),
            cost,
            estimated || !priced);
    var written = ledger.write(new JournalEntry.Settled(line, shares));
    ledger.giveBackLeftOvers(windows);
    if (!priced) {
      ledger.unknownCost(windows, line);
    }
    if (limited && cost > held) {
      ledger.overrun(windows.stream().filter(LiveWindow::isHard).findFirst(), line, held);
    }
    if (cost > held) {
      awaitWritten(written);
    }
  }

  // A crash settles what it finds at what was held. What goes beyond that is known to nobody else,
  // so the caller's answer does not end before it is on disk, or the disk has failed for a while.
  private void awaitWritten(CompletableFuture<?> written) {
    try {
      ledger.await(written.copy().orTimeout(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (CompletionException e) {
      LOG.log(System.Logger.Level.WARNING, "a cost beyond its bound is not written down yet", e);
    }
  }

  private boolean finish() {
    lock.lock();
    try {
      var first = !ended;
      ended = true;
      return first;
    } finally {
      lock.unlock();
    }
  }
}
