package dev.headgate.inference.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.search.Chunk;
import dev.headgate.kernel.search.Hit;
import dev.headgate.kernel.search.HitScores;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ExtractiveAnswererTest {
  private static final String MANUAL =
      """
      # Budgets

      A budget limits what a project may spend in a period. It is checked before each call. \
      The default period is a calendar month. Budgets were written by Ann Bee in 2024.

      A hold reserves money for a call before it runs. When the call ends, the hold is settled \
      and the rest goes back.

      # Limits

      To raise the limit of requests, do the following:
      1. Open `headgate.yaml`.
      2. Set `limits.requests` to the number per minute.
      3. Save the file; the change is picked up within a second.

      Traces are kept for 30 days. This can be changed with `traces.retention`.
      """;

  private static EmbeddingModels models;
  private static ExtractiveAnswerer answerer;

  @BeforeAll
  static void load() {
    models = new EmbeddingModels();
    answerer = new ExtractiveAnswerer(models.require(ExtractiveAnswerer.EMBEDDING_MODEL));
  }

  @AfterAll
  static void close() {
    models.close();
  }

  @Test
  void quotesTheSentenceThatAnswers() {
    assertThat(ask("How long are traces kept?").text()).contains("Traces are kept for 30 days.");
    assertThat(ask("What does a hold do?").text()).contains("A hold reserves money for a call");
    assertThat(ask("Who wrote the budgets?").text()).contains("Ann Bee");
  }

  @Test
  void citesExactlyWhereTheQuoteStands() {
    for (var question :
        List.of("What is the default period?", "How do I raise the limit?", "Ann?")) {
      for (var citation : ask(question).citations()) {
        assertThat(citation.document()).isEqualTo("manual.md");
        assertThat(MANUAL.substring(citation.start(), citation.end())).isEqualTo(citation.quote());
      }
    }
  }

  @Test
  void quotesAListWithTheSentenceThatLeadsItIn() {
    assertThat(ask("How do I raise the limit of requests per minute?").text())
        .contains("do the following:")
        .contains("2. Set `limits.requests`")
        .contains("3. Save the file");
  }

  @Test
  void takesASentenceAlongThatAPronounRefersTo() {
    var answer = ask("Which setting changes the retention of traces?");

    assertThat(answer.text()).contains("Traces are kept for 30 days. This can be changed");
  }

  @Test
  void quotesASentenceOfTwoOverlappingChunksOnce() {
    var middle = MANUAL.indexOf("A hold");
    var first = hit(0, middle + 120);
    var second = hit(middle, MANUAL.length());

    var answer = answerer.answer("What does a hold do?", List.of(second, first)).orElseThrow();

    assertThat(answer.text()).containsOnlyOnce("A hold reserves");
  }

  @Test
  void isSurerOfWhatTheDocumentsSayThanOfWhatTheyDoNot() {
    var known = ask("How long are traces kept?").confidence();
    var unknown = ask("Which port does the mail server use in Madrid?").confidence();

    assertThat(known).isGreaterThan(ExtractiveAnswerer.DEFAULT_MIN_CONFIDENCE);
    assertThat(unknown).isLessThan(.2);
  }

  @Test
  void hasNothingToSayWithoutASentence() {
    assertThat(answerer.answer("Anything?", List.of())).isEmpty();
    assertThat(answerer.answer("Anything?", List.of(hit(0, "# Budgets".length())))).isEmpty();
  }

  @Test
  void survivesQuestionsThatAskNothing() {
    for (var question : List.of("", "???", "the of and", "\ud83d\ude00", "x".repeat(20_000))) {
      assertThat(answerer.answer(question, List.of(hit(0, MANUAL.length()))))
          .as(question)
          .hasValueSatisfying(answer -> assertThat(answer.confidence()).isBetween(0.0, 1.0));
    }
  }

  @Test
  void wantsTheModelThatItsWeightsWereTrainedWith() {
    assertThatThrownBy(() -> new ExtractiveAnswerer(models.require("all-minilm-l6-v2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bge-small-en-v1.5");
  }

  private static Answer ask(String question) {
    return answerer.answer(question, List.of(hit(0, MANUAL.length()))).orElseThrow();
  }

  private static Hit hit(int start, int end) {
    return new Hit(
        new Chunk("manual.md", "Manual", List.of(), start, end, MANUAL.substring(start, end)),
        new HitScores(null, null, 1));
  }
}
