package dev.headgate.retrieval;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.NearestName;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.retrieval.index.IndexSettings;
import dev.headgate.retrieval.index.TextAnalysis;
import dev.headgate.retrieval.ingest.ChunkingConfig;
import dev.headgate.retrieval.ingest.SourceConfig;
import dev.headgate.retrieval.search.SearchConfig;
import java.util.List;
import java.util.Set;

/// A declared collection: `collections/<name>.yaml`.
///
/// @param maxDocumentBytes larger files are refused
public record CollectionConfig(
    String name,
    List<SourceConfig> sources,
    Embedding embedding,
    TextAnalysis analysis,
    SearchConfig search,
    long maxDocumentBytes) {
  public static final String DEFAULT_EMBEDDING_MODEL = "bge-small-en-v1.5";
  private static final long DEFAULT_MAX_DOCUMENT_BYTES = 10L << 20;
  private static final long MAX_MAX_DOCUMENT_BYTES = 256L << 20;

  /// How documents are cut and turned into vectors.
  public record Embedding(String model, ChunkingConfig chunking) {}

  public CollectionConfig {
    sources = List.copyOf(sources);
  }

  /// @param embeddingModels the names that `embedding-model` may have
  public static CollectionConfig from(
      String name, ConfigNode collection, Set<String> embeddingModels) {
    var config =
        new CollectionConfig(
            name,
            collection.list("sources", "folders and files to ingest", SourceConfig::from),
            new Embedding(
                collection.text(
                    "embedding-model",
                    DEFAULT_EMBEDDING_MODEL,
                    "the model that turns chunks and questions into vectors"),
                collection.section(
                    "chunking", "how documents are cut into chunks", ChunkingConfig::from)),
            collection.choice(
                "analyzer", TextAnalysis.ENGLISH, "how texts and questions become terms for BM25"),
            collection.section("search", "how chunks are ranked", SearchConfig::from),
            collection.size(
                "max-document",
                DEFAULT_MAX_DOCUMENT_BYTES,
                "larger files are refused; at most 256 MiB"));
    var model = config.embedding.model();
    if (!collection.isDescribing() && !embeddingModels.contains(model)) {
      collection.problem(
          "embedding-model",
          "unknown embedding model \"%s\"; %s"
              .formatted(
                  model,
                  NearestName.of(model, embeddingModels)
                      .map(near -> "did you mean \"" + near + "\"?")
                      .orElseGet(() ->
                          "there are "
                              + String.join(", ", embeddingModels.stream().sorted().toList()))));
    }
    if (config.maxDocumentBytes > MAX_MAX_DOCUMENT_BYTES) {
      collection.problem("max-document", "max-document is at most 256 MiB");
    }
    return config;
  }

  /// What an index of this collection is made with.
  IndexSettings indexSettings(EmbeddingModel model) {
    var chunking = embedding.chunking();
    return new IndexSettings(
        analysis,
        model.version(),
        model.dimension(),
        "%d-%d-%s".formatted(chunking.minTokens(), chunking.maxTokens(), chunking.overlap()));
  }
}
