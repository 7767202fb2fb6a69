package dev.headgate.inference.answers;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.search.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Finds what may be quoted in the hits and measures it.
final class Ranking {
  /// Most hits that are read; more add time and seldom an answer.
  static final int MAX_HITS = 10;

  /// Most candidates that are embedded: the step that takes the time.
  static final int MAX_CANDIDATES = 12;

  // A question answers none, and neither does a pointer to another page.
  private static final Pattern SAYS_NOTHING =
      Pattern.compile(
          ".*\\?[\"')\\]”’*_`]*|(See|Read on|Read more|Next)\\b.{0,80}", Pattern.DOTALL);

  private final EmbeddingModel embeddings;
  private final SentenceVectors sentences;
  private final WordWeights words;

  Ranking(EmbeddingModel embeddings, WordWeights words) {
    this.embeddings = embeddings;
    this.sentences = new SentenceVectors(embeddings);
    this.words = words;
  }

  /// A candidate and what is known of it.
  record Measured(Candidate candidate, Map<Feature, Double> features) {}

  static List<Passage> read(List<Hit> hits) {
    var passages = new ArrayList<Passage>();
    for (var hit : hits.subList(0, Math.min(MAX_HITS, hits.size()))) {
      passages.add(Passage.of(hit.chunk(), passages.size()));
    }
    return passages;
  }

  List<Measured> measure(Question question, List<Passage> passages) {
    var features = new Features(question, new Overlap(question, passages, words));
    var candidates = mostPromising(passages, features);
    if (candidates.isEmpty()) {
      return List.of();
    }
    var cosines = cosines(question, candidates);
    var mean = cosines.stream().mapToDouble(cosine -> cosine).average().orElse(0);
    var measured = new ArrayList<Measured>();
    for (var i = 0; i < candidates.size(); i++) {
      measured.add(
          new Measured(candidates.get(i), features.of(candidates.get(i), cosines.get(i), mean)));
    }
    return measured;
  }

  private static List<Candidate> mostPromising(List<Passage> passages, Features features) {
    var all = new ArrayList<Candidate>();
    for (var passage : passages) {
      for (var unit = 0; unit < passage.units().size(); unit++) {
        var candidate = new Candidate(passage, unit);
        if (isQuotable(candidate)) {
          all.add(candidate);
        }
      }
    }
    record Guessed(Candidate candidate, double guess) {}
    var chosen = new ArrayList<Candidate>();
    all.stream()
        .map(candidate -> new Guessed(candidate, features.guess(candidate)))
        .sorted(Comparator.comparingDouble(guessed -> -guessed.guess))
        .map(Guessed::candidate)
        .forEach(candidate -> {
          // Neighbouring chunks share text: the same sentence is judged once.
          if (chosen.size() < MAX_CANDIDATES && chosen.stream().noneMatch(candidate::overlaps)) {
            chosen.add(candidate);
          }
        });
    return chosen;
  }

  private static boolean isQuotable(Candidate candidate) {
    return switch (candidate.quoted().span().kind()) {
      case SENTENCE, ITEM, ROW -> !SAYS_NOTHING.matcher(candidate.quoted().text()).matches();
      case HEADING, HEADER, CODE -> false; // Quoted only together with what they belong to.
    };
  }

  private List<Double> cosines(Question question, List<Candidate> candidates) {
    var asked = embeddings.embed(List.of(question.text()), EmbeddingPurpose.QUERY).getFirst();
    var meanings = candidates.stream().map(candidate -> candidate.quoted().meaning()).toList();
    return sentences.of(meanings).stream().map(vector -> dot(asked, vector)).toList();
  }

  private static double dot(float[] a, float[] b) {
    var sum = 0.0;
    for (var i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
