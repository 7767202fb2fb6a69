package dev.headgate.evals.answers;

import dev.headgate.kernel.answers.Answerer;
import dev.headgate.kernel.answers.Citation;
import dev.headgate.kernel.search.Retriever;
import dev.headgate.kernel.search.SearchRequest;
import java.util.List;
import java.util.Map;

/// Asks each question of a collection and looks at what is cited: the right document, and the
/// passage that the question was made from?
public final class CitationEvaluation {
  private final Retriever retriever;
  private final Answerer answerer;
  private final String collection;
  private final int limit;
  private final double minConfidence;

  /// @param limit hits given to the answerer
  /// @param minConfidence an answer below it counts as an abstention
  public CitationEvaluation(
      Retriever retriever, Answerer answerer, String collection, int limit, double minConfidence) {
    this.retriever = retriever;
    this.answerer = answerer;
    this.collection = collection;
    this.limit = limit;
    this.minConfidence = minConfidence;
  }

  /// @param documents texts by the names that the collection knows them by; the gold document of a
  ///   question is the one that shares most with its reference
  public AnswerReport run(List<AnswerCase> cases, Map<String, String> documents) {
    var golds = new GoldDocuments(documents);
    var counted = 0;
    var found = 0;
    var answered = 0;
    var documentCited = 0;
    var answeredDocumentCited = 0;
    var passageCited = 0;
    var answeredPassageCited = 0;
    var confidence = 0.0;
    var answerNanos = 0L;
    for (var one : cases) {
      if (one.references().isEmpty()) {
        continue;
      }
      counted++;
      var gold = golds.of(one.references());
      var hits = retriever.search(new SearchRequest(collection, one.question(), limit)).hits();
      found += hits.stream().anyMatch(hit -> hit.chunk().document().equals(gold)) ? 1 : 0;
      var began = System.nanoTime();
      var answer = answerer.answer(one.question(), hits);
      answerNanos += System.nanoTime() - began;
      if (answer.isEmpty()) {
        continue;
      }
      var citations = answer.get().citations();
      var given = answer.get().confidenceOr(0) >= minConfidence ? 1 : 0;
      var right = citations.stream().anyMatch(citation -> citation.document().equals(gold)) ? 1 : 0;
      var overlaps = overlaps(citations, one.references()) ? 1 : 0;
      confidence += answer.get().confidenceOr(0);
      answered += given;
      documentCited += right;
      passageCited += overlaps;
      answeredDocumentCited += given * right;
      answeredPassageCited += given * overlaps;
    }
    var all = Math.max(1, counted);
    var some = Math.max(1, answered);
    return new AnswerReport(
        "citations from a collection, minimum confidence " + minConfidence,
        List.of(
            Measure.count("questions", counted, "with a reference"),
            Measure.share("gold_document_found", (double) found / all, "among the hits"),
            Measure.share("answered", (double) answered / all, "at or above the minimum"),
            Measure.share("gold_document_cited", (double) documentCited / all, "of all questions"),
            Measure.share("reference_overlapped", (double) passageCited / all, "of all questions"),
            Measure.share(
                "answered_gold_document_cited",
                (double) answeredDocumentCited / some,
                "of the answered"),
            Measure.share(
                "answered_reference_overlapped",
                (double) answeredPassageCited / some,
                "of the answered"),
            Measure.share("mean_confidence", confidence / all, "of all questions"),
            Measure.millis("answer_millis", answerNanos / 1e6 / all, "without the search")));
  }

  /// Whether half of the words of some citation stand in a reference, three in a row at a time.
  private static boolean overlaps(List<Citation> citations, List<String> references) {
    return citations.stream()
        .anyMatch(citation ->
            references.stream()
                .anyMatch(reference -> Shingles.share(citation.quote(), reference) >= .5));
  }
}
