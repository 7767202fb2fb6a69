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

  /// A call to a feature has come to its end.
  ///
  /// @param tier that answered, empty if none did
  /// @param outcome what the answer is to the caller, such as `answered`; `failed` for none
  default void resolved(String feature, String release, String tier, String outcome) {}

  /// A feature's answer fits its contract.
  ///
  /// @param outcome `kept`, `repaired` or `defaulted`
  default void contract(String feature, String release, String outcome) {}

  /// A claim of a feature's answer was compared with its documents.
  ///
  /// @param verdict `supported`, `uncertain` or `unsupported`
  default void claim(String feature, String release, String verdict) {}
}
