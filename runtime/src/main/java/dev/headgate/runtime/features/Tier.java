package dev.headgate.runtime.features;

import dev.headgate.runtime.prompts.Prompt;
import java.time.Duration;
import java.util.List;

/// One step of a feature's fallback chain.
public sealed interface Tier {
  /// Unique within the feature; shown in answers, traces and metrics.
  String name();

  /// The model that it asks, as it is declared; empty if it asks none.
  String model();

  TierTerms terms();

  /// All models that it asks.
  default List<String> models() {
    return List.of(model());
  }

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

    /// The same with another threshold.
    Generate with(double otherMinConfidence) {
      return new Generate(name, model, prompt, deadline, otherMinConfidence, terms);
    }
  }

  /// Generative models are asked one after another; what each says is at hand for those after it,
  /// and the last one's text is the answer.
  ///
  /// @param steps at least one, each with a name of its own
  /// @param deadline for the tier as a whole, wall time
  record Chain(String name, List<Generate> steps, Duration deadline, TierTerms terms)
      implements Tier {
    public Chain {
      steps = List.copyOf(steps);
    }

    @Override
    public String model() {
      return steps.getLast().model();
    }

    @Override
    public List<String> models() {
      return steps.stream().map(Generate::model).toList();
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

    @Override
    public List<String> models() {
      return List.of();
    }
  }
}
