package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.runtime.access.Caller;
import java.util.List;

/// Documents to be put in order by how near they are to a query, by an embedding model that runs in
/// this process.
///
/// @param requested the model's name as the caller wrote it
/// @param user the caller's own user, empty if it named none
public record RerankCall(
    Caller caller,
    String requested,
    EmbeddingModel model,
    String query,
    List<String> documents,
    String user) {
  public RerankCall {
    documents = List.copyOf(documents);
  }
}
