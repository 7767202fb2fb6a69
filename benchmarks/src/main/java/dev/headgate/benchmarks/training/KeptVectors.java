package dev.headgate.benchmarks.training;

import dev.headgate.guardrails.heads.HeadPack;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The vectors of texts, kept in a file so that a training that is run again need not make them
/// again.
final class KeptVectors {
  private static final int AT_ONCE = 64;

  private final EmbeddingModel model;
  private final @Nullable Path file;
  private final Map<String, float[]> known = new HashMap<>();

  /// @param file null to keep nothing
  KeptVectors(EmbeddingModel model, @Nullable Path file) throws IOException {
    this.model = model;
    this.file = file;
    if (file != null && Files.isRegularFile(file)) {
      try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        for (int left = in.readInt(); left > 0; left--) {
          var name = in.readUTF();
          var vector = new float[model.dimension()];
          for (int i = 0; i < vector.length; i++) {
            vector[i] = in.readFloat();
          }
          known.put(name, vector);
        }
      }
    }
  }

  /// Makes the vectors that are missing, and keeps all.
  void make(List<String> texts) throws IOException {
    var missing =
        texts.stream()
            .filter(text -> !known.containsKey(HeadPack.fingerprint(text)))
            .distinct()
            .toList();
    for (int from = 0; from < missing.size(); from += AT_ONCE) {
      var some = missing.subList(from, Math.min(from + AT_ONCE, missing.size()));
      var vectors = model.embed(some, EmbeddingPurpose.DOCUMENT);
      for (int i = 0; i < some.size(); i++) {
        known.put(HeadPack.fingerprint(some.get(i)), vectors.get(i));
      }
    }
    write();
  }

  /// One vector a text, all of which were made.
  List<float[]> of(List<String> texts) {
    return texts.stream()
        .map(text -> Objects.requireNonNull(known.get(HeadPack.fingerprint(text))))
        .toList();
  }

  private void write() throws IOException {
    if (file != null) {
      try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
        out.writeInt(known.size());
        for (var entry : known.entrySet()) {
          out.writeUTF(entry.getKey());
          for (var value : entry.getValue()) {
            out.writeFloat(value);
          }
        }
      }
    }
  }
}
