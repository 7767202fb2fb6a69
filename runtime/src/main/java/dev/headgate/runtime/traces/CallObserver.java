package dev.headgate.runtime.traces;

import dev.headgate.store.traces.TraceEntry;

/// Is told of every call when it has ended, on the call's own thread: return at once.
@FunctionalInterface
public interface CallObserver {
  /// @param nanosToFirstChunk from the start of the call to the first byte for the caller, -1 if
  ///   there was none
  void ended(TraceEntry entry, long nanosToFirstChunk);
}
