package dev.headgate.store.traces;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// A segment that is being written. A writer reserves its place by one atomic step and writes there
/// without any lock; what a crash leaves unwritten in between is a hole that the scanner skips.
final class Segment {
  private static final long RETIRED = Long.MAX_VALUE;

  private final int number;
  private final Path path;
  private final SegmentHeader header;
  private final SegmentFile file;
  private final long limit;
  private final long createdAtMillis;
  private final AtomicLong end = new AtomicLong(SegmentHeader.BYTES);
  private final AtomicInteger writers = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  private final ReentrantLock syncing = new ReentrantLock();
  private volatile long synced;
  private volatile long finalEnd = -1;

  Segment(Path path, SegmentHeader header, SegmentFile file, long limit, long createdAtMillis) {
    this.number = header.number();
    this.path = path;
    this.header = header;
    this.file = file;
    this.limit = limit;
    this.createdAtMillis = createdAtMillis;
  }

  int number() {
    return number;
  }

  Path path() {
    return path;
  }

  SegmentHeader header() {
    return header;
  }

  long createdAtMillis() {
    return createdAtMillis;
  }

  /// Reserves a place and counts the caller in until [#leave]; -1 if the segment takes no more. A
  /// record larger than a segment gets one for itself.
  long enter(int bytes) {
    writers.incrementAndGet();
    while (true) {
      var at = end.get();
      if (at == RETIRED || (at + bytes > limit && at > SegmentHeader.BYTES)) {
        writers.decrementAndGet();
        return -1;
      }
      if (end.compareAndSet(at, at + bytes)) {
        return at;
      }
    }
  }

  void write(ByteBuffer record, long at) throws IOException {
    file.write(record, at);
    written.incrementAndGet();
  }

  void leave() {
    writers.decrementAndGet();
  }

  /// Where the next record would begin.
  long end() {
    return end.get();
  }

  boolean isHalfFull() {
    return end.get() > limit / 2;
  }

  boolean isEmpty() {
    return written.get() == 0;
  }

  /// From now on nobody enters.
  void retire() {
    var last = end.getAndSet(RETIRED);
    if (last != RETIRED) {
      finalEnd = last;
    }
  }

  /// Whether nobody will ever write again, so that its end is known.
  boolean isSealed() {
    return finalEnd >= 0 && isQuiet();
  }

  /// Where the last record ends, once the segment is sealed.
  long finalEnd() {
    return finalEnd;
  }

  private boolean isQuiet() {
    return writers.get() == 0;
  }

  /// Forces what was written before this call to the disk. Callers who wait for the same force
  /// share it: the lock is held over the wait on purpose.
  void sync() throws IOException {
    var mine = written.get();
    if (synced >= mine) {
      return;
    }
    syncing.lock();
    try {
      if (synced < mine) {
        var all = written.get();
        file.force();
        synced = all;
      }
    } finally {
      syncing.unlock();
    }
  }

  void close() throws IOException {
    file.close();
  }
}
