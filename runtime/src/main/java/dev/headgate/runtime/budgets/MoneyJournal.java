package dev.headgate.runtime.budgets;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.budgets.BudgetStore;
import dev.headgate.store.budgets.JournalEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Makes changes of money durable, many in one commit, in the order in which they were made. What
/// was spent is kept until it is written, whatever the disk does; what is only a hold fails with
/// the disk, and its call ends.
final class MoneyJournal implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(MoneyJournal.class.getName());
  private static final int CAPACITY = 16_384;
  // Many, so that calls which begin and end while one commit lasts cost one row and not three.
  private static final int MAX_BATCH = 4_096;
  private static final Duration ENTRY_LIMIT = Duration.ofSeconds(2);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

  // What nobody waits for gathers for so long: a provider takes longer, so that its hold is on disk
  // when the answer begins, and a commit serves more calls.
  private static final Duration GATHERING = Duration.ofMillis(5);

  private final BudgetStore store;
  private final Supplier<List<JournalEntry>> housekeeping;
  private final Consumer<List<JournalEntry>> afterCommit;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  // Bounds the queue. Fair: who waits for room is first when there is some, so that a wait of 2 s
  // says that the disk is slow, and not that others were quicker.
  private final Semaphore room = new Semaphore(CAPACITY, true);
  private final Thread writer;
  private volatile boolean someoneWaits;
  private volatile boolean closing;
  private volatile boolean ended;

  private record Waiting(JournalEntry entry, CompletableFuture<?> durable) {}

  /// @param housekeeping asked once a second for changes that are due; it must not [#add] any,
  ///   since the journal's own thread asks, and nobody else makes room in a full queue
  MoneyJournal(
      BudgetStore store,
      Supplier<List<JournalEntry>> housekeeping,
      Consumer<List<JournalEntry>> afterCommit) {
    this.store = store;
    this.housekeeping = housekeeping;
    this.afterCommit = afterCommit;
    this.writer = Thread.ofVirtual().name("money journal").start(this::serve);
  }

  /// Adds a change; the result completes when it is durable. Who waits for it calls [#hurry].
  CompletableFuture<?> add(JournalEntry entry) {
    var waiting = new Waiting(entry, new CompletableFuture<>());
    var interrupted = false;
    try {
      while (true) {
        try {
          if (room.tryAcquire(ENTRY_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            queue.add(waiting);
            // Nobody reads the queue any more: whoever waits for this must not wait for ever.
            if (ended) {
              waiting.durable().completeExceptionally(ended());
            }
            return waiting.durable();
          }
          if (ended) {
            throw ended();
          }
          if (entry instanceof JournalEntry.Held) {
            throw new CallFailed(
                ErrorCode.OVERLOADED,
                "core.db has had more money to write down than it can for 2 s; send less or later");
          }
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Has what was added written at once.
  void hurry() {
    if (!someoneWaits) {
      someoneWaits = true;
      LockSupport.unpark(writer);
    }
  }

  /// Writes what is waiting, then ends.
  @Override
  public void close() {
    closing = true;
    hurry();
    // Wakes it.
    queue.add(new Waiting(new JournalEntry.Returned("", 0), new CompletableFuture<>()));
    var interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    var batch = new ArrayList<Waiting>(MAX_BATCH);
    var nextTick = System.nanoTime() + TICK.toNanos();
    while (!closing || !queue.isEmpty() || !batch.isEmpty()) {
      collect(batch, nextTick - System.nanoTime());
      if (!batch.isEmpty()) {
        write(batch);
      }
      if (System.nanoTime() - nextTick >= 0) {
        nextTick = System.nanoTime() + TICK.toNanos();
        keepHouse(batch);
      }
    }
    ended = true;
    queue.forEach(left -> left.durable().completeExceptionally(ended()));
  }

  private static CallFailed ended() {
    return new CallFailed(ErrorCode.SHUTTING_DOWN, "the server is stopping");
  }

  private void collect(List<Waiting> batch, long nanos) {
    var before = batch.size();
    try {
      var first = batch.isEmpty() ? queue.poll(Math.max(nanos, 0), TimeUnit.NANOSECONDS) : null;
      if (first != null) {
        batch.add(first);
        gather();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the journal", e);
    }
    queue.drainTo(batch, Math.max(0, MAX_BATCH - batch.size()));
    room.release(batch.size() - before);
  }

  private void gather() {
    var end = System.nanoTime() + GATHERING.toNanos();
    for (var left = GATHERING.toNanos();
        left > 0 && !someoneWaits;
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    // Before the queue is read: whoever waits later than this finds out by itself.
    someoneWaits = false;
  }

  /// Writes the batch and empties it, but for what has to be tried again.
  private void write(List<Waiting> batch) {
    try {
      apply(batch);
      batch.clear();
    } catch (RuntimeException _) {
      // One by one: if only one of them cannot be written, the others need not wait for it.
      batch.removeIf(this::isDone);
      if (!batch.isEmpty()) {
        pauseBeforeRetry(batch);
      }
    }
  }

  private void apply(List<Waiting> batch) {
    var entries = batch.stream().map(Waiting::entry).toList();
    store.apply(entries);
    batch.forEach(waiting -> waiting.durable().complete(null));
    afterCommit.accept(entries);
  }

  /// Writes one change. A hold that cannot be written is done as well: its call ends.
  private boolean isDone(Waiting waiting) {
    try {
      apply(List.of(waiting));
      return true;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "money is not written down yet", e);
      if (waiting.entry() instanceof JournalEntry.Held) {
        waiting.durable().completeExceptionally(e);
        return true;
      }
      return false;
    }
  }

  private void pauseBeforeRetry(List<Waiting> batch) {
    if (closing) {
      LOG.log(
          System.Logger.Level.ERROR,
          "{0} changes of money could not be written; the next start settles them as estimates",
          batch.size());
      batch.forEach(waiting -> waiting.durable().completeExceptionally(ended()));
      batch.clear();
      return;
    }
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the journal", e);
    }
  }

  private void keepHouse(List<Waiting> batch) {
    try {
      for (var entry : housekeeping.get()) {
        batch.add(new Waiting(entry, new CompletableFuture<>()));
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the housekeeping of budgets failed", e);
    }
  }
}
