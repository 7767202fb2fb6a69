package dev.headgate.retrieval.ingest;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.search.Chunk;
import dev.headgate.kernel.text.Prefix;
import dev.headgate.retrieval.index.ChunkFields;
import dev.headgate.retrieval.index.IndexedDocument;
import dev.headgate.retrieval.ingest.Preparation.Failed;
import dev.headgate.retrieval.ingest.Preparation.Prepared;
import dev.headgate.retrieval.ingest.Preparation.Unchanged;
import dev.headgate.retrieval.ingest.Preparation.Vanished;
import dev.headgate.retrieval.ingest.cleaning.CleanDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns one source document into chunks with vectors; throws only what must end the run, such as a
/// failing embedding model. Thread-safe.
final class Preparer {
  private static final int CHUNKS_PER_REQUEST = 16;
  private static final Duration PAUSE_WHEN_OVERLOADED = Duration.ofMillis(100);
  private static final int MAX_CONTEXT_CHARACTERS = 300;

  private final Chunker chunker;
  private final EmbeddingModel model;
  private final Map<String, String> knownHashes;

  /// @param knownHashes content hash of each document that is in the index, by name
  Preparer(ChunkingConfig chunking, EmbeddingModel model, Map<String, String> knownHashes) {
    this.chunker = new Chunker(chunking, model::countTokens);
    this.model = model;
    this.knownHashes = Map.copyOf(knownHashes);
  }

  Preparation prepare(SourceDocument source) {
    Optional<RawDocument> found;
    try {
      found = source.read();
    } catch (DocumentRejected e) {
      return failed(source, e.reason());
    }
    if (found.isEmpty()) {
      return new Vanished(source.name());
    }
    var raw = found.get();
    if (raw.hash().equals(knownHashes.get(source.name()))) {
      return new Unchanged(source.name());
    }
    CleanDocument clean;
    List<Chunk> chunks;
    try {
      clean = raw.format().clean(raw.text(), raw.title());
      chunks = chunker.chunk(source.name(), clean);
    } catch (RuntimeException | StackOverflowError e) {
      // Whatever a stranger's document does to a parser, it does to this document alone.
      return failed(source, "cannot be parsed as " + raw.format() + ": " + e);
    }
    return new Prepared(
        new IndexedDocument(
            source.name(), raw.hash(), clean.title(), clean.text(), chunks, embed(chunks)));
  }

  private List<float[]> embed(List<Chunk> chunks) {
    var vectors = new ArrayList<float[]>(chunks.size());
    for (int from = 0; from < chunks.size(); from += CHUNKS_PER_REQUEST) {
      var slice = chunks.subList(from, Math.min(chunks.size(), from + CHUNKS_PER_REQUEST));
      vectors.addAll(embedPatiently(slice.stream().map(Preparer::embeddedText).toList()));
    }
    return vectors;
  }

  /// A burst of questions must not end an ingest, which nobody waits for: it tries until there is
  /// room, or until the run is stopped and interrupts this thread.
  private List<float[]> embedPatiently(List<String> texts) {
    while (true) {
      try {
        return model.embed(texts, EmbeddingPurpose.DOCUMENT);
      } catch (CallFailed e) {
        if (e.code() != ErrorCode.OVERLOADED) {
          throw e;
        }
        try {
          Thread.sleep(PAUSE_WHEN_OVERLOADED);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  private static String embeddedText(Chunk chunk) {
    var context = ChunkFields.context(chunk);
    return context.isEmpty()
        ? chunk.text()
        : Prefix.of(context, MAX_CONTEXT_CHARACTERS) + "\n" + chunk.text();
  }

  private static Failed failed(SourceDocument source, String reason) {
    return new Failed(new FailedDocument(source.name(), reason));
  }
}
