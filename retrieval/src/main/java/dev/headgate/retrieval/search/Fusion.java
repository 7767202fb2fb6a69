package dev.headgate.retrieval.search;

import dev.headgate.kernel.search.HitScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Min-max normalised weighted sum: each stage's scores are stretched to 0..1 within one question,
/// weighted and added; what a stage did not find counts as its worst. Bruch et al., "An Analysis of
/// Fusion Functions for Hybrid Retrieval", TOIS 2023.
final class Fusion {
  private Fusion() {}

  /// A chunk with its scores.
  record Ranked(int doc, HitScores scores) {}

  /// Best first. Ties go to the better BM25 score, then to the smaller number.
  ///
  /// @param alpha weight of `dense`
  static List<Ranked> fuse(
      SequencedMap<Integer, Double> bm25, SequencedMap<Integer, Double> dense, double alpha) {
    var docs = new LinkedHashSet<>(bm25.keySet());
    docs.addAll(dense.keySet());
    var lexical = Range.of(bm25);
    var semantic = Range.of(dense);
    var ranked = new ArrayList<Ranked>(docs.size());
    for (var doc : docs) {
      var fused =
          (1 - alpha) * lexical.normalise(bm25.get(doc))
              + alpha * semantic.normalise(dense.get(doc));
      ranked.add(new Ranked(doc, new HitScores(bm25.get(doc), dense.get(doc), fused)));
    }
    ranked.sort(
        Comparator.comparingDouble((Ranked hit) -> -hit.scores().fused())
            .thenComparingDouble(hit -> hit.scores().bm25() == null ? 0 : -hit.scores().bm25())
            .thenComparingInt(Ranked::doc));
    return ranked;
  }

  private record Range(double min, double max) {
    static Range of(Map<Integer, Double> scores) {
      var summary = scores.values().stream().mapToDouble(Double::doubleValue).summaryStatistics();
      return new Range(summary.getMin(), summary.getMax());
    }

    /// Where all scores are equal, whoever was found is best.
    double normalise(@Nullable Double score) {
      if (score == null) {
        return 0;
      }
      return max > min ? (score - min) / (max - min) : 1;
    }
  }
}
