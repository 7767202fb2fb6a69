package dev.headgate.retrieval.ingest;

import java.time.Duration;

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
  record Progress(int documentsDone, int documentsTotal, long chunks, Duration elapsed) {}
}
