package dev.headgate.runtime.features;

import dev.headgate.runtime.prompts.Prompt;
import java.time.Duration;

/// One step of a feature's fallback chain.
public sealed interface Tier {
  /// Unique within the feature; shown in answers, traces and metrics.
  String name();

  /// The model that it asks, as it is declared; empty if it asks none.
  String model();

  TierTerms terms();

  /// A generative model writes the answer.
  ///
  /// @param model an alias or `provider/model`
  /// @param deadline for the tier as a whole, wall time
  /// @param minConfidence 0 to 1; an answer that says how sure it is, and is less, moves the call
  ///   down; 0 for none
  record Generate(
      String name,
      String model,
      Prompt prompt,
      Duration deadline,
      double minConfidence,
      TierTerms terms)
      implements Tier {
    public Generate(String name, String model, Prompt prompt, Duration deadline) {
      this(name, model, prompt, deadline, 0, TierTerms.NONE);
    }
  }

  /// Sentences of the documents are quoted; no generative model is asked.
  ///
  /// @param model the answerer, such as `embedded/extractive`
  /// @param minConfidence 0 to 1; an answer below it moves the call down
  record Extract(String name, String model, double minConfidence, TierTerms terms) implements Tier {
    public Extract(String name, String model, double minConfidence) {
      this(name, model, minConfidence, TierTerms.NONE);
    }
  }

  /// A fixed reply, always there: the honest end of the chain.
  record Reply(String name, String text, ReplyKind kind, TierTerms terms) implements Tier {
    public Reply(String name, String text) {
      this(name, text, ReplyKind.REPLY, TierTerms.NONE);
    }

    @Override
    public String model() {
      return "";
    }
  }
}
