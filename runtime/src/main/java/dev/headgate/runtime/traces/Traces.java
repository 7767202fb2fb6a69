package dev.headgate.runtime.traces;

import dev.headgate.kernel.ids.IdSource;
import dev.headgate.runtime.access.Caller;
import dev.headgate.store.traces.TraceEntry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// Begins the record of each call. Thread-safe.
public final class Traces {
  /// The most bytes of one body that are kept.
  static final int MAX_CAPTURED_BYTES = 192 * 1024;

  private final Consumer<TraceEntry> log;
  private final CallObserver observer;
  private final IdSource ids;
  private final InstantSource clock;
  private final boolean payloads;

  /// @param log has the entry on disk when it returns
  /// @param payloads whether what was said is kept, or only who, what, when and how much
  public Traces(
      Consumer<TraceEntry> log,
      CallObserver observer,
      IdSource ids,
      InstantSource clock,
      boolean payloads) {
    this.log = log;
    this.observer = observer;
    this.ids = ids;
    this.clock = clock;
    this.payloads = payloads;
  }

  /// A call has been let in.
  ///
  /// @param user the caller's own user, empty if it named none
  /// @param operation `chat`, `embeddings` or `feature`
  public Trace begin(Caller caller, String user, String operation) {
    return new Trace(
        this, ids.next("tr"), clock.millis(), System.nanoTime(), caller, user, operation);
  }

  boolean keepsPayloads() {
    return payloads;
  }

  void resolved(String feature, String release, String tier, String outcome) {
    observer.resolved(feature, release, tier, outcome);
  }

  void contract(String feature, String release, String outcome) {
    observer.contract(feature, release, outcome);
  }

  void claim(String feature, String release, String verdict) {
    observer.claim(feature, release, verdict);
  }

  void write(
      TraceEntry entry,
      List<ModelUse> uses,
      long nanosToFirstChunk,
      List<Trace.Evaluation> evaluations) {
    try {
      log.accept(entry);
    } finally {
      observer.ended(entry, uses, nanosToFirstChunk);
      if (!evaluations.isEmpty()) {
        observer.judged(entry, evaluations);
      }
    }
  }
}
