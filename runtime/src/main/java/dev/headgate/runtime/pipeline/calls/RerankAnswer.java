package dev.headgate.runtime.pipeline.calls;

import java.util.List;

/// All documents of a [RerankCall], the nearest first.
///
/// @param model the model that embedded, with its version
public record RerankAnswer(String traceId, String model, List<Ranked> ranked, long inputTokens) {
  public RerankAnswer {
    ranked = List.copyOf(ranked);
  }

  /// @param index of the document in the call
  /// @param cosine of the angle between its vector and the query's, from -1 to 1
  public record Ranked(int index, double cosine) {}
}
