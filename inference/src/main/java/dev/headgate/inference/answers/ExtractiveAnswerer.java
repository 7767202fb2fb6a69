package dev.headgate.inference.answers;

import dev.headgate.inference.embeddings.OnnxEmbeddingModel;
import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.Answerer;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.search.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Quotes the sentences of the hits that answer a question.
///
/// Two logistic regressions do the judging: one ranks sentences, the other turns what is known of
/// the best one into the probability that the quotes answer the question. Their weights belong to
/// one embedding model, whose cosines they read; the collection may use another.
public final class ExtractiveAnswerer implements Answerer {
  /// What declarations call it.
  public static final String NAME = "extractive";

  /// The confidence under which abstaining is wiser; see
  /// `docs/decisions/0002-extractive-answerer.md`.
  public static final double DEFAULT_MIN_CONFIDENCE = .5;

  /// The embedding model that the weights were trained with.
  public static final String EMBEDDING_MODEL = "bge-small-en-v1.5";

  private static final int MAX_QUOTES = 3;
  // A further sentence is quoted if its odds are not far below the best one's.
  private static final double MAX_LOGITS_BELOW_BEST = .7;

  private final Ranking ranking;
  private final Weights weights;

  public ExtractiveAnswerer(OnnxEmbeddingModel embeddings) {
    this(embeddings, embeddings::wordWeight, Weights.load());
    if (!embeddings.name().equals(EMBEDDING_MODEL)) {
      throw new IllegalArgumentException("the answer weights are for " + EMBEDDING_MODEL);
    }
  }

  ExtractiveAnswerer(EmbeddingModel embeddings, WordWeights words, Weights weights) {
    this.ranking = new Ranking(embeddings, words);
    this.weights = weights;
  }

  @Override
  public Optional<Answer> answer(String text, List<Hit> hits) {
    var question = Question.of(text);
    var passages = Ranking.read(hits);
    var judged = judge(question, passages);
    if (judged.isEmpty()) {
      return Optional.empty();
    }
    var citations = quotes(judged).stream().map(Quote::citation).toList();
    var quoted =
        citations.stream().map(citation -> citation.quote()).collect(Collectors.joining("\n\n"));
    var confidence = weights.confidence(judged, Gap.isBetween(question, passages));
    return Optional.of(new Answer(quoted, citations, confidence));
  }

  /// A candidate and its rank, as the logarithm of the odds that it answers.
  record Judged(Ranking.Measured measured, double logit) {}

  /// The candidates, best first.
  List<Judged> judge(Question question, List<Passage> passages) {
    return ranking.measure(question, passages).stream()
        .map(measured -> new Judged(measured, weights.ranker().logit(measured.features())))
        .sorted(Comparator.comparingDouble(judged -> -judged.logit))
        .toList();
  }

  static Map<Evidence, Double> evidence(List<Judged> judged) {
    var best = judged.getFirst();
    return Evidence.of(
        best.measured.features(), best.logit, judged.size() > 1 ? judged.get(1).logit : null);
  }

  static List<Quote> quotes(List<Judged> judged) {
    var quotes = new ArrayList<Quote>();
    for (var candidate : judged.subList(0, Math.min(MAX_QUOTES, judged.size()))) {
      if (candidate.logit >= judged.getFirst().logit - MAX_LOGITS_BELOW_BEST) {
        Quote.add(quotes, Quote.of(candidate.measured.candidate()));
      }
    }
    return quotes;
  }
}
