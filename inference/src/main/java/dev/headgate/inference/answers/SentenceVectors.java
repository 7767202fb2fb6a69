package dev.headgate.inference.answers;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Vectors of sentences, the latest of them remembered: questions to one collection meet the same
/// sentences again and again, and embedding is what takes the time. Thread-safe.
final class SentenceVectors {
  /// Most sentences that are remembered: at most 10 MB.
  static final int MAX_REMEMBERED = 4_096;

  private static final float LOAD_FACTOR = .75f;

  private final EmbeddingModel model;
  // In the order of their last use.
  private final Map<String, float[]> remembered = new LinkedHashMap<>(16, LOAD_FACTOR, true);

  SentenceVectors(EmbeddingModel model) {
    this.model = model;
  }

  /// The vectors in the order of the texts.
  List<float[]> of(List<String> texts) {
    var known = recall(texts);
    var missing = texts.stream().distinct().filter(text -> !known.containsKey(text)).toList();
    if (!missing.isEmpty()) {
      var fresh = model.embed(missing, EmbeddingPurpose.DOCUMENT);
      for (var i = 0; i < missing.size(); i++) {
        known.put(missing.get(i), fresh.get(i));
      }
      remember(known);
    }
    var vectors = new ArrayList<float[]>();
    for (var text : texts) {
      vectors.add(known.get(text));
    }
    return vectors;
  }

  private synchronized Map<String, float[]> recall(List<String> texts) {
    var known = new LinkedHashMap<String, float[]>();
    for (var text : texts) {
      var vector = remembered.get(text);
      if (vector != null) {
        known.put(text, vector);
      }
    }
    return known;
  }

  private synchronized void remember(Map<String, float[]> vectors) {
    remembered.putAll(vectors);
    var oldest = remembered.entrySet().iterator();
    for (var surplus = remembered.size() - MAX_REMEMBERED; surplus > 0; surplus--) {
      oldest.next();
      oldest.remove();
    }
  }
}
