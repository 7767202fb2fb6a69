package dev.headgate.store.traces;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.directory.Ballast;
import dev.headgate.store.directory.FullDisk;
import dev.headgate.store.encryption.DataKeys;
import dev.headgate.store.workers.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Appends records to the current segment and forces them to the disk from one thread, which also
/// has the next segment ready before it is needed.
final class SegmentWriter implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SegmentWriter.class.getName());

  // Whole segments are deleted, so one that never fills must not keep old records for long.
  private static final Duration MAX_SEGMENT_AGE = Duration.ofDays(1);

  private final SegmentFolder folder;
  private final TracesConfig config;
  private final DataKeys keys;
  private final PayloadCodec codec;
  private final Indexer indexer;
  private final Ballast ballast;
  private final InstantSource clock;
  private final Consumer<String> onFatal;
  private final ReentrantLock rolling = new ReentrantLock();
  private final ConcurrentLinkedQueue<Segment> retired = new ConcurrentLinkedQueue<>();
  private final Worker worker;
  private volatile Segment current;
  private @Nullable Segment next;
  private int lastNumber;

  SegmentWriter(Parts parts, int lastNumber, Consumer<String> onFatal) throws IOException {
    this.folder = parts.folder();
    this.config = parts.config();
    this.keys = parts.keys();
    this.codec = parts.codec();
    this.indexer = parts.indexer();
    this.ballast = parts.ballast();
    this.clock = parts.clock();
    this.onFatal = onFatal;
    this.lastNumber = lastNumber;
    this.current = create();
    this.worker = new Worker("trace sync", this::serve);
    worker.start();
  }

  /// What the writer works with.
  record Parts(
      SegmentFolder folder,
      TracesConfig config,
      DataKeys keys,
      PayloadCodec codec,
      Indexer indexer,
      Ballast ballast,
      InstantSource clock) {}

  /// Returns when the record is in the file, and on the disk if the configuration is strict.
  void append(TraceEntry entry) {
    var key = keys.of(entry.origin().subject());
    var text = new SealedText(entry.origin().subject(), entry.payload()).encode(codec);
    var context = SegmentRecord.context(entry, PayloadCodec.CURRENT, key.id());
    var bytes = SegmentRecord.size(context.length, text.length + key.overheadBytes());
    while (true) {
      var segment = current;
      var at = segment.enter(bytes);
      if (at < 0) {
        roll(segment);
        continue;
      }
      TraceRow row = null;
      try {
        var sealed = key.seal(segment.header().nonce(at), context, text);
        segment.write(SegmentRecord.frame(context, sealed), at);
        row = SegmentRecord.row(entry);
        if (config.strict()) {
          sync(segment);
        }
        return;
      } catch (IOException e) {
        throw failed(e);
      } finally {
        indexer.report(segment, at, bytes, row);
        segment.leave();
      }
    }
  }

  int currentNumber() {
    return current.number();
  }

  @Override
  public void close() {
    worker.close();
  }

  private void roll(Segment full) {
    rolling.lock();
    try {
      if (current.number() != full.number()) {
        return;
      }
      if (worker.isClosing()) {
        throw new CallFailed(ErrorCode.SHUTTING_DOWN, "traces are no longer taken");
      }
      var successor = next;
      next = null;
      current = successor == null ? create() : successor;
      full.retire();
      retired.add(full);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      rolling.unlock();
    }
  }

  private Segment create() throws IOException {
    // The flag of a call that was interrupted before would close the new file at its first use.
    var interrupted = Thread.interrupted();
    try {
      var segment = folder.create(lastNumber + 1, config.segmentBytes(), clock.millis());
      lastNumber++;
      return segment;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void serve(Worker self) {
    while (!self.isClosing()) {
      self.pause(config.syncInterval());
      syncAll();
      prepareNext();
    }
    rolling.lock();
    try {
      current.retire();
      retired.add(current);
      if (next != null) {
        next.retire();
        retired.add(next);
      }
    } finally {
      rolling.unlock();
    }
    for (var segment : retired) {
      while (!segment.isSealed()) {
        Thread.onSpinWait();
      }
    }
    syncAll();
  }

  private void syncAll() {
    try {
      for (var segment : retired) {
        // Asked before the force, so that the force covers the last writer.
        var sealed = segment.isSealed();
        sync(segment);
        if (sealed) {
          retired.remove(segment);
          segment.close();
          if (segment.isEmpty()) {
            Files.deleteIfExists(segment.path());
          }
        }
      }
      if (!worker.isClosing()) {
        sync(current);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "A trace segment failed", e);
    }
  }

  /// After a failed fsync nobody knows what is on the disk: the system may have dropped the pages,
  /// and the next fsync would succeed without them.
  private void sync(Segment segment) throws IOException {
    try {
      segment.sync();
    } catch (IOException e) {
      onFatal.accept("the disk failed to keep " + segment.path() + " (" + e.getMessage() + ")");
      throw e;
    }
  }

  private void prepareNext() {
    rolling.lock();
    try {
      var age = Duration.ofMillis(clock.millis() - current.createdAtMillis());
      var old = age.compareTo(MAX_SEGMENT_AGE) > 0 && !current.isEmpty();
      if (next == null && (old || current.isHalfFull())) {
        next = create();
      }
      if (old) {
        roll(current);
      }
    } catch (IOException | CallFailed e) {
      LOG.log(System.Logger.Level.WARNING, "No new trace segment: {0}", e.getMessage());
    } finally {
      rolling.unlock();
    }
  }

  private CallFailed failed(IOException cause) {
    if (FullDisk.isToBlame(cause)) {
      ballast.release();
      return new CallFailed(
          ErrorCode.STORAGE_FULL,
          "the disk of the trace segments is full; free some space, work resumes by itself",
          cause);
    }
    return new CallFailed(
        ErrorCode.STORAGE_FAILED,
        "a trace could not be written ("
            + cause.getMessage()
            + "); check the disk of the data directory",
        cause);
  }
}
