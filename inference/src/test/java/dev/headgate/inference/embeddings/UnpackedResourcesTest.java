package dev.headgate.inference.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnpackedResourcesTest {
  private static final ModelPack.Source MINI_LM = ModelPack.MINI_LM.source();

  @TempDir Path directory;

  @Test
  void unpacksWeightsOnceAndLeavesNothingElseBehind() throws IOException {
    var first = new UnpackedResources(directory).weights(MINI_LM).orElseThrow();
    var written = Files.getLastModifiedTime(first);
    var second = new UnpackedResources(directory).weights(MINI_LM).orElseThrow();

    assertThat(second).isEqualTo(first).hasSize(MINI_LM.bytes());
    assertThat(Files.getLastModifiedTime(second)).isEqualTo(written);
    assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
  }

  @Test
  void replacesAFileThatIsNotWhole() throws IOException {
    var file = new UnpackedResources(directory).weights(MINI_LM).orElseThrow();
    Files.writeString(file, "half of it");

    assertThat(new UnpackedResources(directory).weights(MINI_LM).orElseThrow())
        .hasSize(MINI_LM.bytes());
  }

  @Test
  void takesNoWeightsThatArentWhatTheirPackSays() {
    var forged =
        new ModelPack.Source(
            MINI_LM.weights(), MINI_LM.tokenizer(), "0".repeat(64), MINI_LM.bytes());

    assertThat(new UnpackedResources(directory).weights(forged)).isEmpty();
    assertThat(directory).isEmptyDirectory();
    assertThatThrownBy(() -> UnpackedResources.read(forged))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its model pack says 000");
  }

  @Test
  void embedsAlthoughItsDirectoryCannotBeWritten() throws IOException {
    var blocked = Files.writeString(directory.resolve("file"), "in the way").resolve("models");

    try (var models = new EmbeddingModels(blocked)) {
      var model = models.require("all-minilm-l6-v2");

      assertThat(model.embed(List.of("hello"), EmbeddingPurpose.DOCUMENT).getFirst()).hasSize(384);
    }
  }

  @Test
  void givesTheSameVectorsFromFilesAsFromTheClassPath() {
    try (var fromFiles = new EmbeddingModels(directory);
        var fromClassPath = new EmbeddingModels()) {
      var name = "all-minilm-l6-v2";
      var texts = List.of("Headgate keeps the budget.");

      assertThat(fromFiles.require(name).embed(texts, EmbeddingPurpose.DOCUMENT).getFirst())
          .containsExactly(
              fromClassPath.require(name).embed(texts, EmbeddingPurpose.DOCUMENT).getFirst());
    }
  }
}
