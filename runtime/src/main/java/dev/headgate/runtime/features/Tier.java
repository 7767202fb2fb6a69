package dev.headgate.runtime.features;

import dev.headgate.runtime.prompts.Prompt;
import java.time.Duration;

/// One step of a feature's fallback chain.
public sealed interface Tier {
  /// Unique within the feature; shown in answers, traces and metrics.
  String name();

  /// The model that it asks, as it is declared; empty if it asks none.
  String model();

  /// A generative model writes the answer.
  ///
  /// @param model an alias or `provider/model`
  /// @param deadline for the tier as a whole, wall time
  record Generate(String name, String model, Prompt prompt, Duration deadline) implements Tier {}

  /// Sentences of the documents are quoted; no generative model is asked.
  ///
  /// @param model the answerer, such as `embedded/extractive`
  /// @param minConfidence 0 to 1; an answer below it moves the call down
  record Extract(String name, String model, double minConfidence) implements Tier {}

  /// A fixed reply, always there: the honest end of the chain.
  record Reply(String name, String text) implements Tier {
    @Override
    public String model() {
      return "";
    }
  }
}
