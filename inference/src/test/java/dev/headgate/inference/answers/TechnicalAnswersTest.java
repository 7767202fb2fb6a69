package dev.headgate.inference.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.search.Chunk;
import dev.headgate.kernel.search.Hit;
import dev.headgate.kernel.search.HitScores;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Cleaned technical documentation: headings, listings and tables without their marks.
final class TechnicalAnswersTest {
  private static final String DIRECTORY =
      """
      The data directory is the only place where Headgate writes.

      Why only one process may open it

      A command such as headgate ask works on a running server. Two processes that write to the \
      same directory would destroy each other's work, so the second one is refused:

      the data directory /var/lib/headgate is in use by process 4711; stop that process

      The lock is held by the operating system.

      How do I add a generative model?

      Declare the provider in headgate.yaml, then name the alias in a tier.\
      """;
  private static final String START =
      """
      Now ask something that the documents do not say:

      headgate ask handbook "Who won the football match yesterday?"

      The confidence is too low for an answer, so the last tier replies with its fixed text.\
      """;
  private static final String ERRORS =
      """
      code | status | same call again? | meaning
      request_timeout | 408 | yes | the headers or the body took too long to arrive
      provider_rate_limited | 429 | yes | the provider is at its limit; see retry-after
      overloaded | 503 | yes | the server has too much to do\
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
  void quotesTheSectionAndNotItsHeading() {
    var answer = ask("Why may only one process open the data directory?");

    assertThat(answer.text())
        .contains("would destroy each other's work")
        .contains("is in use by process 4711")
        .doesNotContain("Why only one process");
    assertThat(answer.confidence()).isGreaterThan(ExtractiveAnswerer.DEFAULT_MIN_CONFIDENCE);
  }

  @Test
  void quotesWhatFollowsAHeadingThatIsTheQuestion() {
    assertThat(ask("How do I add a generative model?").text())
        .startsWith("Declare the provider in headgate.yaml");
  }

  @Test
  void quotesTheRowThatAnswersAlone() {
    assertThat(ask("What does the error overloaded mean?").text())
        .isEqualTo("overloaded | 503 | yes | the server has too much to do");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Which football club won the championship last year?",
        "What does Headgate cost per seat?",
        "Can I use MySQL as the store?",
        "How do I enable HTTP/3?",
        "Does Headgate run on AIX?",
        "Who won the football match yesterday?",
      })
  void keepsQuietOnWhatTheDocumentsDoNotSay(String question) {
    assertThat(ask(question).confidence()).isLessThan(ExtractiveAnswerer.DEFAULT_MIN_CONFIDENCE);
  }

  @Test
  void quotesNoCommandAndNoQuestion() {
    assertThat(ask("Who won the football match yesterday?").text())
        .doesNotContain("headgate ask handbook", "?");
  }

  private static Answer ask(String question) {
    return answerer
        .answer(
            question,
            List.of(
                hit("guides/data-directory.md", "The data directory", DIRECTORY),
                hit("start/first-feature.md", "A first feature", START),
                hit("reference/errors.md", "Errors", ERRORS)))
        .orElseThrow();
  }

  private static Hit hit(String document, String title, String text) {
    return new Hit(
        new Chunk(document, title, List.of(), 0, text.length(), text),
        new HitScores(null, null, 1));
  }
}
