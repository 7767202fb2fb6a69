package dev.headgate.guardrails.grounding;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a claim and a span have in common, as numbers. The order is part of the pack.
final class SupportFeatures {
  // What the words say weighs more than what the vectors say, whose features are many.
  private static final float DIFFERENCE = 1;
  private static final float PRODUCT = 8;
  private static final float WORD = 2;

  /// Beside those of the vectors.
  static final int WORDS = 22;

  private static final Set<String> SUBJECTIVE =
      Set.of(
          "i",
          "i'm",
          "i've",
          "i'd",
          "i'll",
          "my",
          "me",
          "we",
          "think",
          "guess",
          "love",
          "like",
          "maybe",
          "probably",
          "believe",
          "hope",
          "favorite",
          "lol",
          "haha");

  private SupportFeatures() {}

  /// A claim as it is compared.
  record Claimed(List<Word> words, Set<String> stems, FactCheck check) {
    static Claimed of(String text, Passages passages) {
      var words = Word.of(text);
      return new Claimed(words, Passages.stems(words), FactCheck.of(words, passages));
    }
  }

  /// The share of a claim's telling words that a span has, 0 to 1.
  static double coverage(Set<String> stems, Set<String> spanStems, Passages passages) {
    var all = 0d;
    var covered = 0d;
    for (var stem : stems) {
      var weight = passages.weight(stem);
      all += weight;
      covered += spanStems.contains(stem) ? weight : 0;
    }
    return all == 0 ? 0 : covered / all;
  }

  static float[] of(
      Claimed claim,
      float[] claimVector,
      Passages.Span span,
      float[] spanVector,
      Passages passages) {
    var dimension = claimVector.length;
    var features = new float[2 * dimension + WORDS];
    var cosine = 0f;
    for (int i = 0; i < dimension; i++) {
      features[i] = Math.abs(claimVector[i] - spanVector[i]) * DIFFERENCE;
      var product = claimVector[i] * spanVector[i];
      features[dimension + i] = product * PRODUCT;
      cosine += product;
    }
    words(claim, span, passages, cosine, features, 2 * dimension);
    for (int i = 2 * dimension; i < features.length; i++) {
      features[i] *= WORD;
    }
    return features;
  }

  private static void words(
      Claimed claim, Passages.Span span, Passages passages, float cosine, float[] into, int from) {
    var stems = claim.stems();
    var count = Math.max(1, stems.size());
    var inSpan = stems.stream().filter(span.stems()::contains).count();
    var inAll = stems.stream().filter(passages::hasStem).count();
    var spanWords = new HashSet<String>();
    span.words().forEach(word -> spanWords.add(word.stem()));
    var check = claim.check();
    var spanNumbers = new HashSet<String>();
    span.facts().numbers().forEach(amount -> spanNumbers.addAll(amount.values()));
    var far =
        check.claimed().numbers().stream()
            .filter(one -> one.values().stream().noneMatch(spanNumbers::contains))
            .count();
    var strange =
        check.claimed().names().stream().filter(name -> !spanWords.contains(name.stem())).count();
    var size = claim.words().size();
    var turns = Facts.turns(check.claimed(), stems, span.facts(), span.stems());
    var subjective =
        claim.words().stream().filter(word -> SUBJECTIVE.contains(word.lower())).count();
    var at = from;
    into[at++] = cosine;
    into[at++] = cosine * cosine;
    into[at++] = (float) inSpan / count;
    into[at++] = (float) coverage(stems, span.stems(), passages);
    into[at++] = (float) inAll / count;
    into[at++] = stems.isEmpty() ? 1 : 0;
    into[at++] = Math.min(5, count - inSpan) / 5f;
    into[at++] = Math.min(5, count - inAll) / 5f;
    into[at++] = pairs(claim.words(), passages);
    into[at++] = (float) run(claim.words(), span.words()) / Math.max(1, size);
    into[at++] = check.numbers().isEmpty() ? 0 : 1;
    into[at++] = check.dates().isEmpty() ? 0 : 1;
    into[at++] = Math.min(3, check.names().size()) / 3f;
    into[at++] = Math.min(3, far) / 3f;
    into[at++] = Math.min(3, strange) / 3f;
    into[at++] = turns % 2;
    into[at++] = Math.min(3, check.claimed().negations()) / 3f;
    into[at++] = Math.min(40, size) / 40f;
    into[at++] = Math.min(80, span.words().size()) / 80f;
    into[at++] = span.stems().isEmpty() ? 0 : Math.min(1, (float) inSpan / span.stems().size());
    into[at++] = Math.min(3, subjective) / 3f;
    into[at] = (float) inSpan / count * (turns % 2 == 1 ? 1 : 0);
  }

  // The share of neighbouring words that are neighbours in the documents too.
  private static float pairs(List<Word> words, Passages passages) {
    var found = 0;
    for (int i = 1; i < words.size(); i++) {
      found += passages.hasPair(words.get(i - 1).stem(), words.get(i).stem()) ? 1 : 0;
    }
    return words.size() < 2 ? 0 : (float) found / (words.size() - 1);
  }

  // The longest run of words that both have.
  private static int run(List<Word> claim, List<Word> span) {
    var longest = 0;
    var before = new int[span.size() + 1];
    for (var word : claim) {
      var now = new int[span.size() + 1];
      for (int j = 0; j < span.size(); j++) {
        if (word.stem().equals(span.get(j).stem())) {
          now[j + 1] = before[j] + 1;
          longest = Math.max(longest, now[j + 1]);
        }
      }
      before = now;
    }
    return longest;
  }
}
