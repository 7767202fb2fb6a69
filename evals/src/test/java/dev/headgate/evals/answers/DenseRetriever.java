package dev.headgate.evals.answers;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.search.Chunk;
import dev.headgate.kernel.search.Hit;
import dev.headgate.kernel.search.HitScores;
import dev.headgate.kernel.search.Retriever;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.kernel.search.SearchResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Searches a few documents by exhaustive comparison, so that answers can be measured without an
/// index.
final class DenseRetriever implements Retriever {
  private static final int CHUNK_LENGTH = 1_200;

  private final EmbeddingModel model;
  private final List<Chunk> chunks = new ArrayList<>();
  private final List<float[]> vectors;

  DenseRetriever(EmbeddingModel model, Map<String, String> documents) {
    this.model = model;
    new TreeMap<>(documents).forEach(this::cut);
    this.vectors =
        model.embed(
            chunks.stream().map(chunk -> chunk.headings() + " " + chunk.text()).toList(),
            EmbeddingPurpose.DOCUMENT);
  }

  /// Whole paragraphs, up to the length of a chunk, with the last heading.
  private void cut(String document, String text) {
    var start = 0;
    var heading = "";
    for (var from = 0; from < text.length(); ) {
      var newline = text.indexOf("\n\n", from);
      var to = newline < 0 ? text.length() : newline + 2;
      if (text.charAt(from) == '#' || to - start > CHUNK_LENGTH) {
        add(document, heading, text, start, from);
        start = from;
      }
      if (text.charAt(from) == '#') {
        heading = text.substring(from, to).strip();
      }
      from = to;
    }
    add(document, heading, text, start, text.length());
  }

  private void add(String document, String heading, String text, int start, int end) {
    if (!text.substring(start, end).isBlank()) {
      chunks.add(
          new Chunk(document, document, List.of(heading), start, end, text.substring(start, end)));
    }
  }

  @Override
  public SearchResult search(SearchRequest request) {
    var query = model.embed(List.of(request.query()), EmbeddingPurpose.QUERY).getFirst();
    var cosines = new HashMap<Integer, Double>();
    for (var i = 0; i < chunks.size(); i++) {
      cosines.put(i, dot(query, vectors.get(i)));
    }
    var hits =
        cosines.entrySet().stream()
            .sorted(Comparator.comparingDouble(entry -> -entry.getValue()))
            .limit(request.limit())
            .map(entry ->
                new Hit(
                    chunks.get(entry.getKey()),
                    new HitScores(null, entry.getValue(), entry.getValue())))
            .toList();
    return new SearchResult(hits, "1", List.of());
  }

  private static double dot(float[] a, float[] b) {
    var sum = 0.0;
    for (var i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
