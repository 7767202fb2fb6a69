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

  /// All models that it asks.
  default List<String> models() {
    return List.of(model());
  }

  /// A generative model writes the answer.
  ///
  /// @param model an alias or `provider/model`
  /// @param deadline for the tier as a whole, wall time
  record Generate(String name, String model, Prompt prompt, Duration deadline) implements Tier {
    /// The same with another deadline.
    public Generate within(Duration other) {
      return new Generate(name, model, prompt, other);
    }
  }

  /// Generative models are asked one after another; what each says is at hand for those after it,
  /// and the last one's text is the answer.
  ///
  /// @param steps at least one, each with a name of its own
  /// @param deadline for the tier as a whole, wall time
  record Chain(String name, List<Generate> steps, Duration deadline) implements Tier {
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
  record Extract(String name, String model, double minConfidence) implements Tier {}

  /// A fixed reply, always there: the honest end of the chain.
  record Reply(String name, String text) implements Tier {
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
