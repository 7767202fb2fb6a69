package dev.headgate.kernel.answers;

import dev.headgate.kernel.search.Hit;
import java.util.List;
import java.util.Optional;

/// Answers a question in the words of the documents. Thread-safe.
public interface Answerer {
  /// The best answer that the hits allow, however unlikely: the caller compares its confidence with
  /// a threshold. Empty if there is no sentence to quote.
  Optional<Answer> answer(String question, List<Hit> hits);
}
