package dev.headgate.store.traces;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.store.workers.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writes the rows of appended records to trace.db, in batches, behind the callers' backs.
///
/// Nothing is lost if it falls behind or dies: the segments hold the same. What does not fit into
/// memory is read back from them later, which works because a segment's progress never passes a
/// place that was reserved and not yet reported.
final class Indexer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Indexer.class.getName());
  private static final int BATCH_ROWS = 1_000;
  private static final int MAX_WAITING_ROWS = 20_000;
  private static final Duration LINGER = Duration.ofMillis(100);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(250);
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

  private final TraceIndex index;
  private final ConcurrentLinkedQueue<Report> reports = new ConcurrentLinkedQueue<>();
  private final AtomicLong reported = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progressed = lock.newCondition();
  private final ConcurrentSkipListMap<Integer, Tracking> trackings = new ConcurrentSkipListMap<>();
  private final Worker worker;
  private final AtomicLong dropped = new AtomicLong();
  private volatile long readBack;
  private volatile boolean failing;

  /// What became of a reserved place: a row, or nothing if it could not be written.
  private record Report(Segment segment, long position, int bytes, @Nullable TraceRow row) {}

  Indexer(TraceIndex index) {
    this.index = index;
    this.worker = new Worker("trace indexer", this::serve);
    worker.start();
  }

  /// Reports a place; never blocks.
  void report(Segment segment, long position, int bytes, @Nullable TraceRow row) {
    var waiting = reported.incrementAndGet() - taken.get();
    if (waiting > MAX_WAITING_ROWS) {
      trackings.computeIfAbsent(segment.number(), _ -> new Tracking(segment));
      dropped.incrementAndGet();
      taken.incrementAndGet();
      return;
    }
    reports.add(new Report(segment, position, bytes, row));
    if (waiting == BATCH_ROWS) {
      worker.wake();
    }
  }

  /// Waits until everything reported before has its row. While trace.db cannot be written it gives
  /// up at once, so that what is there can be read.
  void flush() {
    var target = reported.get();
    if (taken.get() >= target && !isBehind()) {
      return;
    }
    lock.lock();
    try {
      var left = FLUSH_LIMIT.toNanos();
      while ((taken.get() < target || isBehind()) && !failing && !worker.isClosing() && left > 0) {
        worker.wake();
        left = progressed.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// Whether records of the segment may still be without their rows.
  boolean isBusyWith(int segment) {
    return trackings.containsKey(segment);
  }

  @Override
  public void close() {
    worker.close();
  }

  private void serve(Worker self) {
    var batch = new ArrayList<Report>(BATCH_ROWS);
    while (!(self.isClosing() && (reports.isEmpty() || failing))) {
      self.pause(failing ? PAUSE_AFTER_FAILURE : LINGER);
      do {
        take(batch);
        commit(batch);
      } while (!failing && !reports.isEmpty());
      if (isBehind() && !failing && reports.isEmpty()) {
        catchUp();
      }
      signal();
    }
  }

  private void take(List<Report> batch) {
    while (batch.size() < BATCH_ROWS) {
      var next = reports.poll();
      if (next == null) {
        return;
      }
      batch.add(next);
    }
  }

  /// Commits the batch and empties it; on failure keeps it for the next time.
  private void commit(List<Report> batch) {
    if (batch.isEmpty()) {
      return;
    }
    var entries = new ArrayList<TraceIndex.Entry>(batch.size());
    var touched = new TreeMap<Integer, Tracking>();
    for (var report : batch) {
      var number = report.segment().number();
      var row = report.row();
      if (row != null) {
        entries.add(new TraceIndex.Entry(number, report.position(), report.bytes(), row));
      }
      var tracking = trackings.computeIfAbsent(number, _ -> new Tracking(report.segment()));
      tracking.done(report);
      touched.put(number, tracking);
    }
    try {
      index.add(entries, touched.values().stream().map(Tracking::progress).toList());
      failing = false;
    } catch (CallFailed e) {
      failing = true;
      LOG.log(System.Logger.Level.WARNING, "Traces wait to be indexed: {0}", e.getMessage());
      signal();
      return;
    }
    taken.addAndGet(batch.size());
    batch.clear();
    trackings.values().removeIf(Tracking::isComplete);
    signal();
  }

  private void signal() {
    lock.lock();
    try {
      progressed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isBehind() {
    return dropped.get() > readBack;
  }

  /// Reads back from the segments what did not fit into memory.
  private void catchUp() {
    var upTo = dropped.get();
    try {
      for (var tracking : trackings.values()) {
        catchUp(tracking);
      }
      readBack = upTo;
    } catch (IOException | CallFailed e) {
      LOG.log(System.Logger.Level.WARNING, "Traces wait to be indexed: {0}", e.getMessage());
    }
  }

  private void catchUp(Tracking tracking) throws IOException {
    var segment = tracking.segment;
    // In this order: a writer reports before it leaves.
    var settled = segment.isSealed() && reports.isEmpty();
    var found = new ArrayList<TraceIndex.Entry>(BATCH_ROWS);
    SegmentScanner.scan(
        segment.path(),
        tracking.indexedTo,
        (position, bytes, row) -> {
          tracking.done(new Report(segment, position, bytes, row));
          found.add(new TraceIndex.Entry(segment.number(), position, bytes, row));
          if (found.size() == BATCH_ROWS) {
            index.add(found, List.of());
            found.clear();
          }
        });
    if (settled) {
      tracking.indexedTo = segment.finalEnd();
    }
    index.add(found, List.of(tracking.progress()));
    if (settled) {
      trackings.remove(segment.number());
    }
  }

  /// How far the rows of one segment reach without a gap.
  private static final class Tracking {
    private final Segment segment;
    private final PriorityQueue<Report> ahead =
        new PriorityQueue<>((a, b) -> Long.compare(a.position(), b.position()));
    private long indexedTo = SegmentHeader.BYTES;
    private long lastAtMillis;

    Tracking(Segment segment) {
      this.segment = segment;
    }

    void done(Report report) {
      if (report.row() != null) {
        lastAtMillis = Math.max(lastAtMillis, report.row().startedAtMillis());
      }
      if (report.position() >= indexedTo) {
        ahead.add(report);
      }
      while (!ahead.isEmpty() && ahead.element().position() <= indexedTo) {
        var next = ahead.remove();
        // A batch that could not be committed is reported again.
        indexedTo = Math.max(indexedTo, next.position() + next.bytes());
      }
    }

    boolean isComplete() {
      return segment.isSealed() && indexedTo == segment.finalEnd();
    }

    TraceIndex.Progress progress() {
      return new TraceIndex.Progress(segment.number(), indexedTo, lastAtMillis);
    }
  }
}
