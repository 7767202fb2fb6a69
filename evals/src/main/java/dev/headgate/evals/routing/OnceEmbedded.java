package dev.headgate.evals.routing;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A model whose vectors are all kept, since every text is learned from several times. Not
/// thread-safe.
final class OnceEmbedded implements EmbeddingModel {
  private final EmbeddingModel model;
  private final Map<Key, float[]> known = new HashMap<>();

  OnceEmbedded(EmbeddingModel model) {
    this.model = model;
  }

  private record Key(String text, EmbeddingPurpose purpose) {}

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

  @Override
  public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
    var missing =
        texts.stream()
            .distinct()
            .filter(text -> !known.containsKey(new Key(text, purpose)))
            .toList();
    var made = model.embed(missing, purpose);
    for (int i = 0; i < missing.size(); i++) {
      known.put(new Key(missing.get(i), purpose), made.get(i));
    }
    return texts.stream()
        .map(text -> Objects.requireNonNull(known.get(new Key(text, purpose))))
        .toList();
  }
}
