package dev.headgate.evals.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.Answerer;
import dev.headgate.kernel.answers.Citation;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.search.Chunk;
import dev.headgate.kernel.search.Hit;
import dev.headgate.kernel.search.HitScores;
import dev.headgate.kernel.search.SearchResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class EvaluationTest {
  private static final Offset<Double> EXACTLY = Offset.offset(1e-9);

  /// Quotes the first hit whole; sure of itself unless the question says otherwise.
  private static final Answerer FIRST_HIT =
      (question, hits) -> {
        if (hits.isEmpty()) {
          return Optional.empty();
        }
        var chunk = hits.getFirst().chunk();
        return Optional.of(
            new Answer(
                chunk.text(),
                List.of(
                    new Citation(
                        chunk.document(), chunk.title(), chunk.start(), chunk.end(), chunk.text())),
                question.contains("unsure") ? .2 : .9));
      };

  @Test
  void scoresAnswersAndAbstentions() {
    var report =
        new ContextEvaluation(FIRST_HIT, ContextEvaluation::whole, .5)
            .run(
                List.of(
                    new AnswerCase("exact", "Ann", List.of("Ann"), List.of(), true),
                    new AnswerCase("part", "Ann did it", List.of("Ann"), List.of(), true),
                    new AnswerCase("unsure", "Ann", List.of("Ann"), List.of(), true),
                    new AnswerCase("wrong", "Bob", List.of("Ann"), List.of(), true),
                    new AnswerCase("none, unsure", "Bob", List.of(), List.of(), false),
                    new AnswerCase("none, sure", "Bob", List.of(), List.of(), false)));

    assertThat(report.value("questions")).isEqualTo(6);
    assertThat(report.value("answerable_exact_match")).isEqualTo(.25, EXACTLY);
    assertThat(report.value("answerable_f1")).isEqualTo((1 + .5) / 4, EXACTLY);
    assertThat(report.value("answerable_answered")).isEqualTo(.75, EXACTLY);
    assertThat(report.value("answered_contains_answer")).isEqualTo(2.0 / 3, EXACTLY);
    assertThat(report.value("unanswerable_abstained")).isEqualTo(.5, EXACTLY);
    assertThat(report.value("exact_match")).isEqualTo(2.0 / 6, EXACTLY);
    assertThat(report.table()).contains("unanswerable_abstained");
    assertThat(report.json()).contains("\"questions\":6").contains("\"answerable_answered\":0.75");
  }

  @Test
  void wantsAContextWhereNoCollectionIsNamed() {
    var evaluation = new ContextEvaluation(FIRST_HIT, ContextEvaluation::whole, .5);

    assertThatThrownBy(
            () -> evaluation.run(List.of(new AnswerCase("q", null, List.of("a"), List.of(), true))))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("name a collection");
  }

  @Test
  void countsCitationsOfTheGoldDocumentAndOfTheReference() {
    var documents =
        Map.of(
            "gates", "A gate is opened by hand. It is closed by a motor every evening at six.",
            "canals", "A canal carries water to the fields of the whole valley in summer.");
    var evaluation =
        new CitationEvaluation(
            request ->
                request.query().contains("nothing")
                    ? new SearchResult(List.of(), "1", List.of())
                    : new SearchResult(
                        List.of(
                            hit(request.query().contains("gate") ? "gates" : "canals", documents)),
                        "1",
                        List.of()),
            FIRST_HIT,
            "docs",
            5,
            .5);

    var report =
        evaluation.run(
            List.of(
                asked(
                    "gate",
                    "It is closed by a motor every evening at six. A gate is opened by hand"),
                asked("gate unsure", "A gate is opened by hand. It is closed - by a motor"),
                asked("wrong place", "It is closed by a motor every evening"),
                asked("nothing found", "A canal carries water to the fields"),
                new AnswerCase("no reference", null, List.of("a"), List.of(), true)),
            documents);

    assertThat(report.value("questions")).isEqualTo(4);
    assertThat(report.value("gold_document_found")).isEqualTo(.5, EXACTLY);
    assertThat(report.value("gold_document_cited")).isEqualTo(.5, EXACTLY);
    assertThat(report.value("reference_overlapped")).isEqualTo(.5, EXACTLY);
    assertThat(report.value("answered")).isEqualTo(.5, EXACTLY);
    assertThat(report.value("answered_gold_document_cited")).isEqualTo(.5, EXACTLY);
  }

  private static AnswerCase asked(String question, String reference) {
    return new AnswerCase(question, null, List.of("a"), List.of(reference), true);
  }

  private static Hit hit(String document, Map<String, String> documents) {
    var text = documents.get(document);
    return new Hit(
        new Chunk(document, document, List.of(), 0, text.length(), text),
        new HitScores(null, null, 1));
  }
}
