package dev.headgate.store.traces;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.store.workers.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;

/// Deletes the oldest segments, with their rows, when they are too old or all together too large.
final class Retention implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Retention.class.getName());
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final SegmentFolder folder;
  private final TraceIndex index;
  private final Indexer indexer;
  private final SegmentWriter writer;
  private final TracesConfig config;
  private final InstantSource clock;
  private final Worker worker;

  Retention(
      SegmentFolder folder,
      TraceIndex index,
      Indexer indexer,
      SegmentWriter writer,
      TracesConfig config,
      InstantSource clock) {
    this.folder = folder;
    this.index = index;
    this.indexer = indexer;
    this.writer = writer;
    this.config = config;
    this.clock = clock;
    this.worker = new Worker("trace retention", this::serve);
    worker.start();
  }

  @Override
  public void close() {
    worker.close();
  }

  private void serve(Worker self) {
    while (!self.isClosing()) {
      try {
        sweep();
      } catch (IOException | UncheckedIOException | CallFailed e) {
        LOG.log(System.Logger.Level.WARNING, "Old traces stay for now: {0}", e.getMessage());
      }
      self.pause(PAUSE);
    }
  }

  /// Deletes what has to go now; one sweep at a time.
  synchronized void sweep() throws IOException {
    var segments = folder.list();
    var progress = index.progress();
    var oldest = clock.millis() - config.keep().toMillis();
    var total = 0L;
    for (var path : segments.values()) {
      total += Files.size(path);
    }
    for (var segment : segments.entrySet()) {
      var number = segment.getKey();
      var known = progress.get(number);
      if (known == null || number >= writer.currentNumber() || indexer.isBusyWith(number)) {
        continue;
      }
      if (known.lastAtMillis() >= oldest && total <= config.keepBytes()) {
        continue;
      }
      total -= Files.size(segment.getValue());
      // Rows first: a row without its segment would promise a payload.
      index.delete(number);
      Files.delete(segment.getValue());
    }
  }
}
