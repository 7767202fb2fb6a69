package dev.headgate.inference.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OnnxEmbeddingModelTest {
  @ParameterizedTest
  @ValueSource(strings = {"bge-small-en-v1.5", "all-minilm-l6-v2"})
  void putsTextsOfLikeMeaningCloseTogether(String name) {
    try (var models = new EmbeddingModels()) {
      var model = models.require(name);
      var vectors =
          model.embed(
              List.of(
                  "The cat sits on the mat.",
                  "A kitten rests on a rug.",
                  "Interest rates rose by half a point."),
              EmbeddingPurpose.DOCUMENT);

      assertThat(vectors).allSatisfy(v -> assertThat(dot(v, v)).isBetween(.9999, 1.0001));
      assertThat(dot(vectors.get(0), vectors.get(1)))
          .isGreaterThan(dot(vectors.get(0), vectors.get(2)) + .2);
    }
  }

  @Test
  void loadsAgainWhatFailedToLoad(@TempDir Path folder) throws IOException {
    var pack = ModelPack.MINI_LM;
    var weights = folder.resolve(pack.source().sha256().substring(0, 12) + ".onnx");
    Files.write(weights, new byte[(int) pack.source().bytes()]);
    try (var model = new OnnxEmbeddingModel(pack, 1, new UnpackedResources(folder))) {
      assertThatThrownBy(() -> model.countTokens("one"))
          .isInstanceOf(CallFailed.class)
          .hasMessageContaining("cannot be loaded");

      Files.delete(weights);

      assertThat(model.countTokens("one")).isOne();
    }
  }

  @Test
  void givesATextTheSameVectorWhoeverElseAsks() throws Exception {
    try (var models = new EmbeddingModels()) {
      var model = models.require("all-minilm-l6-v2");
      var alone = model.embed(List.of("How is a budget held?"), EmbeddingPurpose.QUERY).getFirst();
      var others =
          Thread.ofVirtual()
              .start(() ->
                  model.embed(
                      Collections.nCopies(20, "some text about gates and water ".repeat(20)),
                      EmbeddingPurpose.DOCUMENT));

      for (var i = 0; i < 20; i++) {
        var amongOthers =
            model.embed(
                List.of("short", "How is a budget held?", "a little longer"),
                EmbeddingPurpose.QUERY);

        assertThat(amongOthers.get(1)).containsExactly(alone);
      }
      assertThat(others.join(Duration.ofSeconds(60))).isTrue();
    }
  }

  @Test
  void readsNoMoreThanItsLongestText() {
    try (var models = new EmbeddingModels()) {
      var model = models.require("all-minilm-l6-v2");
      var whole = "word ".repeat(model.maxTokens());

      var vectors = model.embed(List.of(whole, whole + "more", ""), EmbeddingPurpose.DOCUMENT);

      assertThat(model.countTokens(whole)).isEqualTo(model.maxTokens());
      assertThat(vectors.get(1)).containsExactly(vectors.get(0));
      assertThat(vectors.get(2)).hasSize(384).doesNotContain(Float.NaN);
    }
  }

  private static double dot(float[] a, float[] b) {
    var sum = 0.0;
    for (var i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
