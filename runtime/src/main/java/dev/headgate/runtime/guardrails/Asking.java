package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.guardrails.Stage;
import java.util.List;

/// Asks models what custom checks ask. Thread-safe.
@FunctionalInterface
public interface Asking {
  /// @param passages that are judged together
  /// @throws dev.headgate.kernel.errors.CallFailed if no opinion came in time
  Opinion ask(ModelCheck check, Stage stage, List<Passage> passages);

  /// What a model thinks of a text.
  ///
  /// @param score how likely the text must be blocked, 0 to 1
  /// @param reason in the model's words
  record Opinion(double score, String reason) {}
}
