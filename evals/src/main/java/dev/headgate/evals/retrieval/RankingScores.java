package dev.headgate.evals.retrieval;

import java.util.Comparator;
import java.util.List;

/// How good one ranking is, or the mean of many. All from 0 to 1.
///
/// @param ndcg10 discounted gain of the first 10 against the best possible order; the gain is the
///   grade itself, as trec_eval has it
/// @param recall10 share of the relevant documents among the first 10
/// @param recall100 share of the relevant documents among the first 100
/// @param mrr10 1 / rank of the first relevant document, 0 if it is not among the first 10
public record RankingScores(double ndcg10, double recall10, double recall100, double mrr10) {
  /// @param ranking documents, best first, each once
  static RankingScores of(List<String> ranking, Judgements judgements) {
    return new RankingScores(
        ndcg(ranking, judgements, 10),
        recall(ranking, judgements, 10),
        recall(ranking, judgements, 100),
        reciprocalRank(ranking, judgements, 10));
  }

  static RankingScores mean(List<RankingScores> scores) {
    return new RankingScores(
        scores.stream().mapToDouble(RankingScores::ndcg10).average().orElse(0),
        scores.stream().mapToDouble(RankingScores::recall10).average().orElse(0),
        scores.stream().mapToDouble(RankingScores::recall100).average().orElse(0),
        scores.stream().mapToDouble(RankingScores::mrr10).average().orElse(0));
  }

  private static double ndcg(List<String> ranking, Judgements judgements, int depth) {
    var ideal =
        judgements.grades().values().stream()
            .filter(grade -> grade > 0)
            .sorted(Comparator.reverseOrder())
            .toList();
    var best = gain(ideal, depth);
    return best == 0 ? 0 : gain(ranking.stream().map(judgements::grade).toList(), depth) / best;
  }

  // Järvelin and Kekäläinen, TOIS 2002, with log2(rank + 1).
  private static double gain(List<Integer> grades, int depth) {
    var sum = 0.0;
    for (int i = 0; i < Math.min(depth, grades.size()); i++) {
      sum += grades.get(i) / (Math.log(i + 2) / Math.log(2));
    }
    return sum;
  }

  private static double recall(List<String> ranking, Judgements judgements, int depth) {
    var found =
        ranking.stream().limit(depth).filter(document -> judgements.grade(document) > 0).count();
    return judgements.relevant() == 0 ? 0 : (double) found / judgements.relevant();
  }

  private static double reciprocalRank(List<String> ranking, Judgements judgements, int depth) {
    for (int i = 0; i < Math.min(depth, ranking.size()); i++) {
      if (judgements.grade(ranking.get(i)) > 0) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }
}
