package dev.headgate.retrieval;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.search.SearchMode;
import dev.headgate.kernel.search.SearchResult;
import dev.headgate.kernel.search.SourceText;
import dev.headgate.kernel.search.TrialCollection;
import dev.headgate.retrieval.index.CollectionFolder;
import dev.headgate.retrieval.index.CollectionFolder.DirectoryOpener;
import dev.headgate.retrieval.ingest.IngestListener;
import dev.headgate.retrieval.ingest.TextSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;

/// A collection in a temporary folder, with everything a declared one has except files.
public final class LuceneTrialCollection implements TrialCollection {
  private final Path folder;
  private final OpenCollection collection;
  private final IngestListener listener;

  public LuceneTrialCollection(
      CollectionConfig config, EmbeddingModel model, InstantSource clock, IngestListener listener)
      throws IOException {
    this.listener = listener;
    this.folder = Files.createTempDirectory("headgate-trial-");
    this.collection =
        new OpenCollection(
            config, new CollectionFolder(folder, DirectoryOpener.DISK), _ -> model, clock);
  }

  @Override
  public long ingest(Collection<SourceText> texts) {
    return collection.ingest(new TextSource(texts), listener).chunks();
  }

  @Override
  public SearchResult search(String query, int limit, SearchMode mode) {
    return collection.search(query, limit, mode);
  }

  @Override
  public void close() {
    collection.close();
    try (var entries = Files.walk(folder)) {
      for (var entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
