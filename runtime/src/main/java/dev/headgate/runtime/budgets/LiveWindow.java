package dev.headgate.runtime.budgets;

import dev.headgate.store.budgets.BudgetStore;
import dev.headgate.store.budgets.WindowRow;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A window of a budget, as this process has it.
///
/// What is leased is `available` here plus what calls hold. The database knows the sum, as `held`,
/// before any of it can be promised: so `spent + held <= limit` at every commit, whatever happens
/// here. Money comes in by a lease, goes out to calls in memory, comes back when they settle, and
/// is given back to the database when it is more than a second of spending. The lock is never held
/// while the database works: whoever finds too little waits for the one lease that is under way.
final class LiveWindow {
  private static final System.Logger LOG = System.getLogger(LiveWindow.class.getName());

  // A lease that was used up within a second was too small by that factor, at most.
  private static final int MAX_GROWTH = 16;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  // Each try follows a lease that somebody else may have used up.
  private static final int MAX_TRIES = 16;

  private final BudgetConfig budget;
  private final BudgetStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final String id;
  private final String subject;
  private final long startsAt;
  private final long endsAt;
  private final long limit;
  private long available;
  private long wanted;
  private boolean dry;
  private boolean retired;
  private long leased;
  private long leasedAt;
  private long spentThisSecond;
  private long spentLastSecond;
  private @Nullable CompletableFuture<?> leasing;

  LiveWindow(BudgetConfig budget, WindowRow row, BudgetStore store) {
    this.budget = budget;
    this.store = store;
    this.id = row.id();
    this.subject = row.key().subject();
    this.startsAt = row.key().startsAtMillis();
    this.endsAt = row.terms().endsAtMillis();
    this.limit = budget.terms().limit().nanos();
  }

  String id() {
    return id;
  }

  BudgetConfig budget() {
    return budget;
  }

  String subject() {
    return subject;
  }

  boolean isHard() {
    return budget.terms().hard();
  }

  long startsAt() {
    return startsAt;
  }

  long endsAt() {
    return endsAt;
  }

  long limit() {
    return limit;
  }

  /// Reserves `want`, or, if there is no more, what there is.
  ///
  /// @param least below which nothing is reserved
  /// @return what was reserved, or minus what there is and one less, if it is below `least`
  long take(long want, long least) {
    for (int i = 0; i < MAX_TRIES; i++) {
      CompletableFuture<?> under;
      var leads = false;
      lock.lock();
      try {
        if (available >= want) {
          available -= want;
          leaseAhead();
          return want;
        }
        if (dry) {
          return partly(least);
        }
        wanted += want;
        if (leasing == null) {
          leasing = new CompletableFuture<>();
          leads = true;
        }
        under = leasing;
      } finally {
        lock.unlock();
      }
      if (leads) {
        lease(under);
      } else {
        join(under);
      }
    }
    lock.lock();
    try {
      return partly(least);
    } finally {
      lock.unlock();
    }
  }

  /// Begins a lease before the last one is used up, so that calls need not wait for the next one.
  private void leaseAhead() {
    if (leasing == null && !dry && !retired && available < leased / 2) {
      var under = new CompletableFuture<>();
      leasing = under;
      var _ =
          Thread.ofVirtual()
              .name("lease")
              .start(() -> {
                try {
                  lease(under);
                  giveBackIfRetired();
                } catch (RuntimeException e) {
                  LOG.log(System.Logger.Level.WARNING, "a budget could not be leased ahead", e);
                }
              });
    }
  }

  // Nobody asked for this money, and nobody will.
  private void giveBackIfRetired() {
    var back = leftOver();
    if (back > 0) {
      store.giveBack(id, back);
    }
  }

  private long partly(long least) {
    if (available < least || available == 0) {
      return -1 - available;
    }
    var taken = available;
    available = 0;
    return taken;
  }

  /// Asks the database for what all who wait need, and a second of spending on top.
  private void lease(CompletableFuture<?> under) {
    long need;
    long wish;
    lock.lock();
    try {
      need = Math.max(1, wanted - available);
      wish = need + Math.max(Math.max(spentLastSecond, spentThisSecond), usedInASecond());
      wanted = 0;
    } finally {
      lock.unlock();
    }
    try {
      var taken = store.lease(id, limit, need, wish);
      lock.lock();
      try {
        available += taken;
        dry = taken < need;
        leased = taken;
        leasedAt = System.nanoTime();
        leasing = null;
      } finally {
        lock.unlock();
      }
      under.complete(null);
    } catch (RuntimeException e) {
      lock.lock();
      try {
        leasing = null;
      } finally {
        lock.unlock();
      }
      under.completeExceptionally(e);
      throw e;
    }
  }

  // Spending alone would tell too late: it cannot grow while calls wait for small leases.
  private long usedInASecond() {
    var used = leased - Math.min(leased, available);
    var nanos = Math.max(System.nanoTime() - leasedAt, SECOND / MAX_GROWTH);
    return leasedAt == 0 || nanos > SECOND ? 0 : (long) ((double) used * SECOND / nanos);
  }

  private static void join(CompletableFuture<?> under) {
    try {
      under.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /// Takes back what a call does not hold any more.
  void putBack(long amount) {
    lock.lock();
    try {
      available += amount;
    } finally {
      lock.unlock();
    }
  }

  /// Counts what a call cost.
  ///
  /// @return how much of it is paid from what is leased
  long spend(long held, long actual) {
    lock.lock();
    try {
      spentThisSecond += actual;
      if (actual <= held) {
        available += held - actual;
        return actual;
      }
      var more = Math.min(available, actual - held);
      available -= more;
      return held + more;
    } finally {
      lock.unlock();
    }
  }

  /// Called once a second: what is available beyond a second of spending.
  ///
  /// @return nano-dollars that are no longer available here
  long surplus() {
    lock.lock();
    try {
      var second = Math.max(spentLastSecond, spentThisSecond);
      spentLastSecond = spentThisSecond;
      spentThisSecond = 0;
      return release(Math.max(0, available - second));
    } finally {
      lock.unlock();
    }
  }

  /// No more calls begin here: everything that is available, and from now on whatever comes back.
  long retire() {
    lock.lock();
    try {
      retired = true;
      var all = available;
      available = 0;
      return all;
    } finally {
      lock.unlock();
    }
  }

  private long release(long amount) {
    if (leasing != null) {
      return 0;
    }
    available -= amount;
    if (amount > 0) {
      dry = false;
    }
    return amount;
  }

  /// What has come back since the window was retired, nothing before.
  long leftOver() {
    lock.lock();
    try {
      return retired ? release(available) : 0;
    } finally {
      lock.unlock();
    }
  }

  /// Looks at the database again: what was spent or the limit may have become another.
  void refresh() {
    lock.lock();
    try {
      dry = false;
    } finally {
      lock.unlock();
    }
  }
}
