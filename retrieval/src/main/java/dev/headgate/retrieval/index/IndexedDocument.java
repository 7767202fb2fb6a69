package dev.headgate.retrieval.index;

import dev.headgate.kernel.search.Chunk;
import java.util.List;

/// A document ready to be stored.
///
/// @param hash of the content it was made from
/// @param text cleaned; every chunk is a substring of it
/// @param vectors one a chunk, L2-normalised
public record IndexedDocument(
    String name,
    String hash,
    String title,
    String text,
    List<Chunk> chunks,
    List<float[]> vectors) {
  public IndexedDocument {
    chunks = List.copyOf(chunks);
    vectors = List.copyOf(vectors);
    if (chunks.size() != vectors.size()) {
      throw new IllegalArgumentException(chunks.size() + " chunks, " + vectors.size() + " vectors");
    }
  }
}
