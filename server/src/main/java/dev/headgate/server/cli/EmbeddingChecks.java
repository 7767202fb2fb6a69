package dev.headgate.server.cli;

import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.server.config.Project;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Whether the embedding models of the collections load, and work.
final class EmbeddingChecks {
  private EmbeddingChecks() {}

  static void all(Project project, Consumer<Finding> found) {
    var names = new TreeSet<String>();
    project.collections().values().forEach(collection -> names.add(collection.embedding().model()));
    if (names.isEmpty()) {
      return;
    }
    try (var models = new EmbeddingModels()) {
      for (var name : names) {
        found.accept(check(models, name));
      }
    }
  }

  private static Finding check(EmbeddingModels models, String name) {
    var what = "embedding model " + name;
    var start = System.nanoTime();
    try {
      var model = models.require(name);
      var vector = model.embed(List.of("Is anybody there?"), EmbeddingPurpose.QUERY).getFirst();
      return Finding.ok(
          what,
          "loads and answers in %d ms, %d dimensions"
              .formatted((System.nanoTime() - start) / 1_000_000, vector.length));
    } catch (CallFailed e) {
      return Finding.fail(what, e.message(), "correct embedding-model of the collection");
    } catch (RuntimeException | LinkageError e) {
      // Native code: whatever goes wrong there is this machine's answer.
      return Finding.fail(
          what,
          "cannot run here: " + e.getMessage(),
          "use Linux with glibc on x64 or arm64, or macOS on Apple silicon, and a JDK of the same kind");
    }
  }
}
