package dev.headgate.providers.vectors;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.errors.CallFailed;
import java.util.Locale;
import java.util.Optional;

/// What vectors are for. Every format has words of its own for some of it, and none for the rest.
public enum InputType {
  QUERY,
  DOCUMENT,
  CLASSIFICATION,
  CLUSTERING,
  SIMILARITY,
  QUESTION,
  FACT,
  CODE;

  /// How a request calls it, in the words of OpenAI's dialect.
  public static final String PARAM = "input_type";

  /// What a word of any format means.
  public static Optional<InputType> of(String word) {
    return Optional.ofNullable(
        switch (word.toLowerCase(Locale.ROOT)) {
          case "query", "search_query", "retrieval_query" -> QUERY;
          case "document", "passage", "search_document", "retrieval_document" -> DOCUMENT;
          case "classification" -> CLASSIFICATION;
          case "clustering" -> CLUSTERING;
          case "semantic_similarity" -> SIMILARITY;
          case "question_answering" -> QUESTION;
          case "fact_verification" -> FACT;
          case "code_retrieval_query" -> CODE;
          default -> null;
        });
  }

  /// A word that a format does not have.
  public static CallFailed unsupported(String word, Dialect own) {
    return CallFailed.unsupported(
        PARAM,
        "\"%s\" %s cannot be said in the dialect \"%s\" of the model's provider; leave it out or choose another model"
            .formatted(PARAM, shown(word), own.wireName()));
  }

  // A word that is known here is no secret, and whatever else was sent is the caller's own text.
  private static String shown(String word) {
    return of(word).isPresent() ? word : "of that name";
  }
}
