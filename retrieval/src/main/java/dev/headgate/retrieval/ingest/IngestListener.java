package dev.headgate.retrieval.ingest;

import java.time.Duration;
import java.util.Optional;

/// Follows an ingest. Called from the thread that ingests, at most ten times a second and once at
/// the end; slowness here slows the ingest.
@FunctionalInterface
public interface IngestListener {
  /// For those who only want the summary.
  IngestListener NONE = _ -> {};

  void progress(Progress progress);

  /// How far an ingest has come.
  ///
  /// @param documentsDone unchanged and failed ones included
  /// @param chunks embedded and indexed so far
  record Progress(int documentsDone, int documentsTotal, long chunks, Duration elapsed) {
    public double chunksPerSecond() {
      return chunks / Math.max(1e-9, elapsed.toNanos() / 1e9);
    }

    /// Empty as long as nothing is done.
    public Optional<Duration> timeLeft() {
      return documentsDone == 0
          ? Optional.empty()
          : Optional.of(
              elapsed.multipliedBy(documentsTotal - documentsDone).dividedBy(documentsDone));
    }
  }
}
