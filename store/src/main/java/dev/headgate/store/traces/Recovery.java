package dev.headgate.store.traces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads back from the segments what the last process wrote and did not index.
final class Recovery {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());
  private static final int BATCH_ROWS = 1_000;

  private final SegmentFolder folder;
  private final TraceIndex index;

  Recovery(SegmentFolder folder, TraceIndex index) {
    this.folder = folder;
    this.index = index;
  }

  /// Returns the highest number that a segment ever had here.
  int run() throws IOException {
    var progress = index.progress();
    var last = progress.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    for (var segment : folder.list().entrySet()) {
      var number = segment.getKey();
      last = Math.max(last, number);
      var known = progress.get(number);
      var from = known == null ? SegmentHeader.BYTES : known.indexedTo();
      recover(number, segment.getValue(), from);
    }
    return last;
  }

  private void recover(int number, Path path, long from) throws IOException {
    var size = Files.size(path);
    if (size <= SegmentHeader.BYTES) {
      Files.delete(path);
      return;
    }
    if (size <= from) {
      return;
    }
    if (folder.header(number).isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The first bytes of {0} are damaged: its calls are listed, but their payloads are lost",
          path);
    }
    var batch = new ArrayList<TraceIndex.Entry>();
    var lastAt = new long[1];
    SegmentScanner.scan(
        path,
        from,
        (position, bytes, row) -> {
          batch.add(new TraceIndex.Entry(number, position, bytes, row));
          lastAt[0] = Math.max(lastAt[0], row.startedAtMillis());
          if (batch.size() == BATCH_ROWS) {
            index.add(batch, List.of());
            batch.clear();
          }
        });
    index.add(batch, List.of(new TraceIndex.Progress(number, size, lastAt[0])));
  }
}
