package dev.headgate.evals.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RankingScoresTest {
  private static final Judgements JUDGED = new Judgements(Map.of("a", 3, "b", 2, "c", 1, "d", 0));

  @Test
  void agreesWithAGradedExampleDoneByHand() {
    var scores = RankingScores.of(List.of("x", "b", "a", "d"), JUDGED);

    // Found: 2 / log2(3) + 3 / log2(4); best: 3 + 2 / log2(3) + 1 / log2(4).
    assertThat(scores.ndcg10()).isCloseTo(2.761860 / 4.761860, within(1e-5));
    assertThat(scores.recall10()).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(scores.mrr10()).isEqualTo(0.5);
  }

  @Test
  void givesOneToTheBestOrder() {
    assertThat(RankingScores.of(List.of("a", "b", "c"), JUDGED))
        .isEqualTo(new RankingScores(1, 1, 1, 1));
  }

  @Test
  void looksNoFurtherThanItsDepth() {
    var tenMisses = IntStream.range(0, 10).mapToObj(i -> "x" + i);
    var ranking = Stream.concat(tenMisses, Stream.of("a", "b")).collect(Collectors.toList());

    var scores = RankingScores.of(ranking, JUDGED);

    assertThat(scores.ndcg10()).isZero();
    assertThat(scores.recall10()).isZero();
    assertThat(scores.mrr10()).isZero();
    assertThat(scores.recall100()).isCloseTo(2.0 / 3, within(1e-9));
  }

  @Test
  void comparesWithTheBestTenWhereMoreAreRelevant() {
    var twenty = IntStream.range(0, 20).boxed().collect(Collectors.toMap(i -> "d" + i, _ -> 1));

    var scores =
        RankingScores.of(
            IntStream.range(0, 10).mapToObj(i -> "d" + i).toList(), new Judgements(twenty));

    assertThat(scores.ndcg10()).isCloseTo(1, within(1e-9));
    assertThat(scores.recall10()).isEqualTo(0.5);
  }

  @Test
  void averages() {
    assertThat(
            RankingScores.mean(
                List.of(new RankingScores(1, 0.5, 1, 0), new RankingScores(0, 0.5, 0, 1))))
        .isEqualTo(new RankingScores(0.5, 0.5, 0.5, 0.5));
  }
}
