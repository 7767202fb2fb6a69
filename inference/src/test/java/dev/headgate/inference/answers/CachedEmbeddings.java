package dev.headgate.inference.answers;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Remembers every vector, and between runs in a file, so that training can be repeated quickly.
final class CachedEmbeddings implements EmbeddingModel {
  private final EmbeddingModel model;
  private final Map<String, float[]> vectors = new HashMap<>();

  CachedEmbeddings(EmbeddingModel model) {
    this.model = model;
  }

  void load(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    var data = ByteBuffer.wrap(Files.readAllBytes(file));
    while (data.hasRemaining()) {
      var key = new byte[data.getInt()];
      data.get(key);
      var vector = new float[dimension()];
      for (var i = 0; i < vector.length; i++) {
        vector[i] = data.getFloat();
      }
      vectors.put(new String(key, StandardCharsets.UTF_8), vector);
    }
  }

  void save(Path file) throws IOException {
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (var entry : vectors.entrySet()) {
        var key = entry.getKey().getBytes(StandardCharsets.UTF_8);
        out.writeInt(key.length);
        out.write(key);
        for (var value : entry.getValue()) {
          out.writeFloat(value);
        }
      }
    }
  }

  @Override
  public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
    var missing =
        texts.stream().distinct().filter(text -> !vectors.containsKey(purpose + text)).toList();
    var fresh = model.embed(missing, purpose);
    for (var i = 0; i < missing.size(); i++) {
      vectors.put(purpose + missing.get(i), fresh.get(i));
    }
    return texts.stream().map(text -> vectors.get(purpose + text)).toList();
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public String version() {
    return model.version();
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public int maxTokens() {
    return model.maxTokens();
  }

  @Override
  public int countTokens(String text) {
    return model.countTokens(text);
  }
}
