package dev.headgate.inference.answers;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How much of a question's meaning some words cover. A term weighs by its rarity in the language
/// and, since every collection has words of its own that say nothing there, in the hits.
final class Overlap {
  // A term in every sentence of the hits keeps this part of its weight.
  private static final double LEAST_LOCAL_WEIGHT = .3;

  private final Map<String, Double> weights = new HashMap<>();
  private double total;

  Overlap(Question question, List<Passage> passages, WordWeights words) {
    var units = passages.stream().flatMap(passage -> passage.units().stream()).toList();
    for (var word : question.words()) {
      var term = Words.stem(word);
      if (question.terms().contains(term) && !weights.containsKey(term)) {
        var having = units.stream().filter(unit -> unit.stems().contains(term)).count();
        var local = Math.log((units.size() + 1.0) / (having + 1.0)) / Math.log(units.size() + 1.0);
        var weight =
            Math.max(.05, words.weight(word))
                * (LEAST_LOCAL_WEIGHT + (1 - LEAST_LOCAL_WEIGHT) * local);
        weights.put(term, weight);
        total += weight;
      }
    }
  }

  /// The share of the question's weight that is in the stems, 0 to 1.
  @SafeVarargs
  final double coverage(Set<String>... stems) {
    var covered = 0.0;
    for (var term : weights.entrySet()) {
      for (var set : stems) {
        if (set.contains(term.getKey())) {
          covered += term.getValue();
          break;
        }
      }
    }
    return total == 0 ? 0 : covered / total;
  }

  /// The share of neighbouring pairs of the question's terms that are neighbours here too.
  double pairs(Question question, List<String> words) {
    var asked = pairs(question.words());
    if (asked.isEmpty()) {
      return 0;
    }
    var found = pairs(words);
    return (double) asked.stream().filter(found::contains).count() / asked.size();
  }

  private static Set<String> pairs(Collection<String> words) {
    var pairs = new HashSet<String>();
    var last = "";
    for (var word : words) {
      if (Words.isStop(word)) {
        continue;
      }
      var stem = Words.stem(word);
      if (!last.isEmpty()) {
        pairs.add(last + " " + stem);
      }
      last = stem;
    }
    return pairs;
  }
}
