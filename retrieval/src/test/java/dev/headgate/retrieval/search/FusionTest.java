package dev.headgate.retrieval.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class FusionTest {
  @Test
  void stretchesEachStageAndAddsThem() {
    var ranked =
        Fusion.fuse(scores(Map.of(1, 10.0, 2, 5.0, 3, 0.0)), scores(Map.of(2, 0.9, 4, 0.5)), 0.5);

    assertThat(ranked).extracting(Fusion.Ranked::doc).containsExactly(2, 1, 3, 4);
    assertThat(ranked).extracting(hit -> hit.scores().fused()).containsExactly(0.75, 0.5, 0.0, 0.0);
    assertThat(ranked.get(1).scores().dense()).isNull();
    assertThat(ranked.get(3).scores().bm25()).isNull();
  }

  @Test
  void countsASingleResultAsTheBest() {
    var ranked = Fusion.fuse(scores(Map.of(7, 0.1)), scores(Map.of()), 0.5);

    assertThat(ranked)
        .singleElement()
        .satisfies(hit -> {
          assertThat(hit.doc()).isEqualTo(7);
          assertThat(hit.scores().fused()).isEqualTo(0.5);
        });
  }

  @Test
  void ordersEqualScoresAlwaysAlike() {
    var ranked = Fusion.fuse(scores(Map.of(3, 1.0, 1, 1.0, 2, 1.0)), scores(Map.of()), 0);

    assertThat(ranked).extracting(Fusion.Ranked::doc).containsExactly(1, 2, 3);
  }

  @Test
  void findsNothingInNothing() {
    assertThat(Fusion.fuse(scores(Map.of()), scores(Map.of()), 0.5)).isEmpty();
  }

  private static SequencedMap<Integer, Double> scores(Map<Integer, Double> scores) {
    return new LinkedHashMap<>(scores);
  }
}
