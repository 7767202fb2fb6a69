package dev.headgate.evals.answers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question whose answer is known.
///
/// @param context the text to answer from; null if a collection is to be searched
/// @param answers any of them is right; none if the question cannot be answered
/// @param references passages that a citation should come from; may be none
public record AnswerCase(
    String question,
    @Nullable String context,
    List<String> answers,
    List<String> references,
    boolean answerable) {
  public AnswerCase {
    answers = List.copyOf(answers);
    references = List.copyOf(references);
  }
}
