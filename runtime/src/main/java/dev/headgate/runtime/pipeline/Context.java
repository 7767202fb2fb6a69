package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.search.Hit;
import dev.headgate.runtime.traces.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// The hits that a feature's tiers may use: as many of the best as fit into its context window.
///
/// @param version of the collection that was searched, empty if none was
/// @param isLate whether the search did not end in time
record Context(List<Hit> hits, String version, boolean isLate) {
  static final Context EMPTY = new Context(List.of(), "", false);
  static final Context LATE = new Context(List.of(), "", true);

  Context {
    hits = List.copyOf(hits);
  }

  /// Keeps the best hits up to `maxTokens` together; always the first.
  static Context pack(
      List<Hit> found, String version, int maxTokens, ToIntFunction<String> tokens, Trace trace) {
    var used = new ArrayList<Hit>();
    var total = 0;
    for (var hit : found) {
      var size = tokens.applyAsInt(hit.chunk().text());
      if (!used.isEmpty() && total + size > maxTokens) {
        break;
      }
      used.add(hit);
      total += size;
    }
    trace.candidates(version, found, used.size(), total, maxTokens);
    return new Context(used, version, false);
  }
}
