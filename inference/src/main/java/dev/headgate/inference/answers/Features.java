package dev.headgate.inference.answers;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// Measures candidates against a question. Every number is about 0 to 1, or -1 to 1.
final class Features {
  private static final int SHORT_WORDS = 5;

  private final Question question;
  private final Overlap overlap;

  Features(Question question, Overlap overlap) {
    this.question = question;
    this.overlap = overlap;
  }

  /// @param cosine of question and candidate
  /// @param meanCosine over all candidates
  Map<Feature, Double> of(Candidate candidate, double cosine, double meanCosine) {
    var unit = candidate.quoted();
    var passage = candidate.passage();
    var expected = question.expectation().match(unit.text(), Set.copyOf(question.words()));
    var values = new EnumMap<Feature, Double>(Feature.class);
    for (var feature : Feature.values()) {
      values.put(
          feature,
          switch (feature) {
            case COSINE -> cosine;
            case COSINE_OVER_MEAN -> cosine - meanCosine;
            case COVERAGE -> overlap.coverage(unit.stems());
            case COVERAGE_WITH_CONTEXT -> overlap.coverage(unit.stems(), unit.context());
            case COVERAGE_WITH_NEIGHBOURS ->
                overlap.coverage(
                    unit.stems(), stems(passage, candidate.unit() - 1),
                    stems(passage, candidate.unit() + 1), unit.context());
            case COVERAGE_OF_PASSAGE -> overlap.coverage(passage.all());
            case PAIRS -> overlap.pairs(question, unit.words());
            case EXPECTED_FOUND -> expected > 0 ? 1.0 : 0.0;
            case EXPECTED_MISSING -> expected < 0 ? 1.0 : 0.0;
            case NAMES_MISSING -> namesMissing(passage);
            case NEGATION_DIFFERS ->
                question.negated() == Question.hasNegation(unit.words()) ? 0.0 : 1.0;
            case NOVELTY -> novelty(unit);
            case LOG_WORDS -> Math.log1p(unit.words().size()) / 5;
            case IS_SHORT -> unit.words().size() < SHORT_WORDS ? 1.0 : 0.0;
            case IS_QUESTION -> unit.text().endsWith("?") ? 1.0 : 0.0;
            case RANK -> 1.0 / (1 + passage.rank());
          });
    }
    return values;
  }

  /// A cheap guess of how good a candidate is, to choose those worth an embedding.
  double guess(Candidate candidate) {
    var unit = candidate.quoted();
    var passage = candidate.passage();
    return overlap.coverage(unit.stems())
        + .5 * overlap.coverage(unit.stems(), unit.context())
        + .3 * question.expectation().match(unit.text(), Set.copyOf(question.words()))
        + .3 / (1 + passage.rank())
        - (unit.words().size() < SHORT_WORDS ? .5 : 0);
  }

  private static Set<String> stems(Passage passage, int unit) {
    return unit < 0 || unit >= passage.units().size()
        ? Set.of()
        : passage.units().get(unit).stems();
  }

  private double namesMissing(Passage passage) {
    if (question.names().isEmpty()) {
      return 0;
    }
    var missing = question.names().stream().filter(name -> !passage.all().contains(name)).count();
    return (double) missing / question.names().size();
  }

  /// The share of a unit's words that the question does not hold: a unit that says nothing new
  /// answers nothing.
  private double novelty(Passage.Unit unit) {
    var fresh =
        unit.stems().stream()
            .filter(stem -> !question.terms().contains(stem) && !Words.isStop(stem))
            .count();
    return unit.stems().isEmpty() ? 0 : (double) fresh / unit.stems().size();
  }
}
