package dev.headgate.kernel.classifiers;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The vectors of several embedding models as one: `float[dimension]`, one block a model, each
/// block L2-normalised. Thread-safe.
public final class TextVectors {
  private static final int AT_ONCE = 32;

  private final List<EmbeddingModel> models;

  /// @param models at least one
  public TextVectors(List<? extends EmbeddingModel> models) {
    this.models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("no embedding model");
    }
  }

  /// Where each block ends.
  int[] ends() {
    var ends = models.stream().mapToInt(EmbeddingModel::dimension).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
    return ends;
  }

  /// Names and content hashes of the weights: vectors of other versions are others.
  public String version() {
    return String.join(" ", models.stream().map(EmbeddingModel::version).toList());
  }

  /// The vector of one text.
  public float[] of(String text) {
    return of(List.of(text)).getFirst();
  }

  /// One vector a text, in order.
  public List<float[]> of(List<String> texts) {
    var vectors = new ArrayList<float[]>(texts.size());
    for (int from = 0; from < texts.size(); from += AT_ONCE) {
      add(texts.subList(from, Math.min(from + AT_ONCE, texts.size())), vectors);
    }
    return vectors;
  }

  private void add(List<String> texts, List<float[]> vectors) {
    var ends = ends();
    var made = new float[texts.size()][ends[ends.length - 1]];
    for (int i = 0; i < ends.length; i++) {
      // A query and an example of it are the same kind of text.
      var block = models.get(i).embed(texts, EmbeddingPurpose.DOCUMENT);
      for (int t = 0; t < made.length; t++) {
        var part = block.get(t);
        System.arraycopy(part, 0, made[t], ends[i] - part.length, part.length);
      }
    }
    vectors.addAll(Arrays.asList(made));
  }
}
