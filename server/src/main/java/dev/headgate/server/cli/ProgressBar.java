package dev.headgate.server.cli;

import dev.headgate.retrieval.ingest.IngestListener;
import java.time.Duration;
import java.util.Locale;

/// Shows how far a piece of work has come: one line, redrawn, where somebody watches; elsewhere a
/// plain line now and then. Not thread-safe.
final class ProgressBar implements AutoCloseable {
  private static final int BAR_CELLS = 24;
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final long PLAIN_LINE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final String label;
  private final long startNanos;
  private long shownNanos;
  private boolean drawn;

  /// @param nowNanos from [System#nanoTime], as everywhere here
  ProgressBar(Terminal terminal, String label, long nowNanos) {
    this.terminal = terminal;
    this.label = label;
    this.startNanos = nowNanos;
    this.shownNanos = nowNanos;
  }

  /// Follows an ingest in this process.
  void update(IngestListener.Progress progress) {
    update(
        progress.documentsDone(), progress.documentsTotal(), progress.chunks(), System.nanoTime());
  }

  /// @param done files finished
  /// @param total files in all
  /// @param chunks embedded so far
  void update(long done, long total, long chunks, long nowNanos) {
    var pause = terminal.interactive() ? REDRAW_NANOS : PLAIN_LINE_NANOS;
    if (nowNanos - shownNanos < pause || total == 0) {
      return;
    }
    shownNanos = nowNanos;
    var line = line(done, total, chunks, nowNanos - startNanos);
    if (terminal.interactive()) {
      drawn = true;
      terminal.err().print(CLEAR_LINE + bar(done, total) + "  " + line);
      terminal.err().flush();
    } else {
      terminal.tell(line);
    }
  }

  /// Takes the line away, so that what follows stands in its place.
  @Override
  public void close() {
    if (drawn) {
      terminal.err().print(CLEAR_LINE);
      terminal.err().flush();
      drawn = false;
    }
  }

  private String line(long done, long total, long chunks, long nanos) {
    var seconds = nanos / 1e9;
    var rate = seconds > 0 ? chunks / seconds : 0;
    var left = done == 0 ? "" : ", " + seconds(seconds * (total - done) / done) + " left";
    return String.format(
        Locale.ROOT, "%s  %,d of %,d files, %.0f chunks/s%s", label, done, total, rate, left);
  }

  private static String bar(long done, long total) {
    var full = (int) (BAR_CELLS * done / total);
    return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
  }

  /// `8 s`, `3 min 20 s` or `2 h 5 min`.
  static String seconds(double seconds) {
    var whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3_600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3_600 + " h " + whole % 3_600 / 60 + " min";
  }
}
