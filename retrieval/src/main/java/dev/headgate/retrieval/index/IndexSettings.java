package dev.headgate.retrieval.index;

import dev.headgate.kernel.ids.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that shapes what is stored: two indexes with equal settings and equal documents are
/// equal, and content of different settings never meets in one index.
///
/// @param embeddingModel name and hash of the model whose vectors are stored
/// @param dimension of the vectors
/// @param chunking how documents were cut, in words that change when the cutting does
public record IndexSettings(
    TextAnalysis analysis, String embeddingModel, int dimension, String chunking) {
  // Raise it when fields or cleaning change, and every collection is ingested anew.
  private static final String SCHEMA = "1";

  /// Short and stable; part of the index folder's name.
  public String fingerprint() {
    var digest = Sha256.digest();
    for (var part : toMap().entrySet()) {
      digest.update(
          (part.getKey() + "=" + part.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  SortedMap<String, String> toMap() {
    return new TreeMap<>(
        Map.of(
            "schema", SCHEMA,
            "analysis", analysis.name(),
            "embedding-model", embeddingModel,
            "dimension", Integer.toString(dimension),
            "chunking", chunking));
  }

  static IndexSettings from(Map<String, String> map) {
    return new IndexSettings(
        TextAnalysis.valueOf(map.getOrDefault("analysis", "")),
        map.getOrDefault("embedding-model", ""),
        Integer.parseInt(map.getOrDefault("dimension", "0")),
        map.getOrDefault("chunking", ""));
  }
}
