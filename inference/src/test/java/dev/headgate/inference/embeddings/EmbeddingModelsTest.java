package dev.headgate.inference.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EmbeddingModelsTest {
  @Test
  void namesTheNearestModelWhenOneIsMistyped() {
    try (var models = new EmbeddingModels()) {
      assertThatThrownBy(() -> models.require("bge-smal-en-v1.5"))
          .isInstanceOfSatisfying(
              CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND))
          .hasMessageContaining("bge-small-en-v1.5");
      assertThat(models.names()).containsExactly("bge-small-en-v1.5", "all-minilm-l6-v2");
    }
  }

  @Test
  void knowsAModelsShapeWithoutLoadingIt() {
    try (var models = new EmbeddingModels()) {
      var model = models.require(EmbeddingModels.DEFAULT);

      assertThat(model.version()).isEqualTo("bge-small-en-v1.5@6c9c6101a956");
      assertThat(model.dimension()).isEqualTo(384);
      assertThat(model.maxTokens()).isEqualTo(510);
    }
  }

  @Test
  void refusesTextAfterClosing() {
    var models = new EmbeddingModels();
    var model = models.require("all-minilm-l6-v2");
    model.embed(List.of("loaded"), EmbeddingPurpose.DOCUMENT);

    models.close();

    for (var closed : List.of(model, models.require("bge-small-en-v1.5"))) {
      assertThatThrownBy(() -> closed.embed(List.of("late"), EmbeddingPurpose.DOCUMENT))
          .isInstanceOfSatisfying(
              CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
    }
  }
}
