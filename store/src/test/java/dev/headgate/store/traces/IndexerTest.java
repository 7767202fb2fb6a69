package dev.headgate.store.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IndexerTest {
  private static final int MORE_THAN_FIT_INTO_MEMORY = 25_000;

  @TempDir private Path path;

  @Test
  void readsBackFromTheSegmentWhatDidNotFitIntoMemory() throws IOException {
    try (var directory = DataDirectory.open(path);
        var database = Database.openTrace(directory, InstantSource.system(), _ -> {})) {
      var index = new TraceIndex(database);
      var folder = new SegmentFolder(directory.traceSegments(), new Random(1), ChannelFile::new);
      var segment = folder.create(1, 64 << 20, 0);
      try (var indexer = new Indexer(index)) {
        var go = new Semaphore(0);
        var blocker = Thread.ofVirtual().start(() -> block(database, go));
        for (int i = 0; i < MORE_THAN_FIT_INTO_MEMORY; i++) {
          append(segment, indexer, i);
        }
        go.release();
        join(blocker);
        segment.retire();

        indexer.flush();

        assertThat(index.list(TraceFilter.ALL, 100_000, "")).hasSize(MORE_THAN_FIT_INTO_MEMORY);
        assertThat(index.progress().get(1).indexedTo()).isEqualTo(segment.finalEnd());
        assertThat(indexer.isBusyWith(1)).isFalse();
      }
      segment.close();
    }
  }

  private static void append(Segment segment, Indexer indexer, int i) throws IOException {
    var entry =
        new TraceEntry(
            "tr_" + i,
            i,
            1,
            new TraceOrigin("", "", "", "", ""),
            new TraceOutcome("ok", "", "", "", "", TraceTokens.NONE),
            new byte[0]);
    var context = SegmentRecord.context(entry, 1, 1);
    var frame = SegmentRecord.frame(context, new byte[20]);
    var bytes = frame.remaining();
    var at = segment.enter(bytes);
    segment.write(frame, at);
    indexer.report(segment, at, bytes, SegmentRecord.row(entry));
    segment.leave();
  }

  private static void block(Database database, Semaphore go) {
    database.write(_ -> {
      go.acquireUninterruptibly();
      return 0;
    });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
