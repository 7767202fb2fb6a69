package dev.headgate.runtime.traces;

import dev.headgate.store.traces.TraceEntry;
import java.util.List;

/// Is told of every call when it has ended, on the call's own thread: return at once.
@FunctionalInterface
public interface CallObserver {
  /// @param uses of each model that was asked, in order
  /// @param nanosToFirstChunk from the start of the call to the first piece of a streamed answer,
  ///   -1 if there was none
  void ended(TraceEntry entry, List<ModelUse> uses, long nanosToFirstChunk);

  /// Is told, right after, what guardrails said of its texts; not at all if there was none.
  default void judged(TraceEntry entry, List<Trace.Evaluation> evaluations) {}
}
