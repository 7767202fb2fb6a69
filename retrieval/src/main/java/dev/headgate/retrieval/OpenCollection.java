package dev.headgate.retrieval;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.search.SearchMode;
import dev.headgate.kernel.search.SearchResult;
import dev.headgate.retrieval.CollectionStatus.Content;
import dev.headgate.retrieval.CollectionStatus.State;
import dev.headgate.retrieval.index.CollectionFolder;
import dev.headgate.retrieval.index.CollectionIndex;
import dev.headgate.retrieval.index.IndexSettings;
import dev.headgate.retrieval.ingest.DocumentSource;
import dev.headgate.retrieval.ingest.Ingest;
import dev.headgate.retrieval.ingest.IngestListener;
import dev.headgate.retrieval.ingest.IngestSummary;
import dev.headgate.retrieval.search.CollectionSearch;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/// One collection: the index that serves, and the ingest that may be replacing it. Thread-safe.
final class OpenCollection implements AutoCloseable {
  private static final int MAX_SWAPS_PER_SEARCH = 3;

  private final CollectionFolder folder;
  private final Function<String, EmbeddingModel> models;
  private final InstantSource clock;
  private final ReentrantLock ingestLock = new ReentrantLock();
  private volatile CollectionConfig config;
  private volatile @Nullable Serving serving;
  private volatile boolean ingestStopped;
  private volatile boolean closed;

  /// An index and how it is searched.
  private record Serving(CollectionIndex index, CollectionSearch search) {}

  /// @param models embedding models by name
  OpenCollection(
      CollectionConfig config,
      CollectionFolder folder,
      Function<String, EmbeddingModel> models,
      InstantSource clock) {
    this.config = config;
    this.folder = folder;
    this.models = models;
    this.clock = clock;
  }

  CollectionConfig config() {
    return config;
  }

  /// Searches from now on use `changed`; an ingest that is running keeps what it began with.
  synchronized void reconfigure(CollectionConfig changed) {
    config = changed;
    var before = serving;
    if (before != null) {
      serving = serving(before.index());
    }
  }

  SearchResult search(String query, int limit, SearchMode mode) {
    return read(
        current -> current.search().search(current.index(), query, limit, mode),
        new SearchResult(List.of(), "", List.of()));
  }

  Optional<String> version() {
    return read(
        current ->
            current.index().read(reader -> Optional.of(CollectionIndex.state(reader).version())),
        Optional.of(""));
  }

  Optional<String> documentText(String document) {
    return read(current -> current.index().documentText(document), Optional.empty());
  }

  CollectionStatus status() {
    var name = config.name();
    var ingesting = ingestLock.isLocked();
    try {
      return tryRead(
          current -> status(name, ingesting, current),
          new CollectionStatus(name, Content.NOTHING, State.EMPTY, ingesting, null));
    } catch (IOException e) {
      if (CollectionFolder.isDamage(e)) {
        return new CollectionStatus(name, Content.NOTHING, State.DAMAGED, ingesting, null);
      }
      throw StorageFailure.of("reading", name, e);
    }
  }

  private CollectionStatus status(String name, boolean ingesting, Serving current)
      throws IOException {
    var outdated = !current.index().settings().equals(wantedSettings());
    return current
        .index()
        .read(reader -> {
          var state = CollectionIndex.state(reader);
          var content =
              new Content(state.version(), state.documents(), reader.numDocs() - state.documents());
          return new CollectionStatus(
              name,
              content,
              !state.complete() ? State.INCOMPLETE : outdated ? State.OUTDATED : State.READY,
              ingesting,
              LastIngest.from(state.note()).orElse(null));
        });
  }

  private interface Reading<T> {
    T read(Serving serving) throws IOException;
  }

  private <T> T read(Reading<T> reading, T ifEmpty) {
    try {
      return tryRead(reading, ifEmpty);
    } catch (IOException e) {
      throw StorageFailure.of("searching", config.name(), e);
    }
  }

  private <T> T tryRead(Reading<T> reading, T ifEmpty) throws IOException {
    for (int swaps = 0; ; swaps++) {
      try {
        var current = current();
        return current.isEmpty() ? ifEmpty : read(current.get(), reading);
      } catch (AlreadyClosedException e) {
        // An ingest has just put another index in its place.
        if (closed || swaps == MAX_SWAPS_PER_SEARCH) {
          throw new CallFailed(
              ErrorCode.SHUTTING_DOWN, "collection \"" + config.name() + "\" is being closed", e);
        }
      } catch (IOException e) {
        if (CollectionFolder.isDamage(e)) {
          doubtNext(e);
        }
        throw e;
      }
    }
  }

  private void doubtNext(IOException damage) {
    try {
      folder.doubtNext();
    } catch (IOException e) {
      damage.addSuppressed(e);
    }
  }

  // Lucene trusts the bytes it reads: where they have changed, it may throw anything, and Java an
  // InternalError where a mapped file was cut. The checksums tell damage from a bug.
  private static <T> T read(Serving serving, Reading<T> reading) throws IOException {
    try {
      return reading.read(serving);
    } catch (AlreadyClosedException | CallFailed e) {
      throw e;
    } catch (RuntimeException | InternalError e) {
      serving.index().verify();
      throw e;
    }
  }

  private Optional<Serving> current() throws IOException {
    var current = serving;
    return current == null ? open() : Optional.of(current);
  }

  private synchronized Optional<Serving> open() throws IOException {
    if (closed) {
      throw new AlreadyClosedException(config.name());
    }
    if (serving == null) {
      folder.openServing(wantedSettings()).ifPresent(index -> serving = serving(index));
    }
    return Optional.ofNullable(serving);
  }

  private Serving serving(CollectionIndex index) {
    var model = models.apply(config.embedding().model());
    var sameModel = index.settings().embeddingModel().equals(model.version());
    return new Serving(
        index, new CollectionSearch(index.settings(), config.search(), sameModel ? model : null));
  }

  private IndexSettings wantedSettings() {
    var current = config;
    return current.indexSettings(models.apply(current.embedding().model()));
  }

  IngestSummary ingest(DocumentSource source, IngestListener listener) {
    if (!ingestLock.tryLock()) {
      throw new CallFailed(
          ErrorCode.INGEST_RUNNING,
          "collection \"" + config.name() + "\" is being ingested already; wait for that to end");
    }
    try {
      if (ingestStopped) {
        throw new CallFailed(
            ErrorCode.SHUTTING_DOWN, "collection \"" + config.name() + "\" is being closed");
      }
      return ingestAlone(source, listener);
    } catch (IOException e) {
      throw StorageFailure.of("ingesting", config.name(), e);
    } finally {
      ingestLock.unlock();
    }
  }

  private IngestSummary ingestAlone(DocumentSource source, IngestListener listener)
      throws IOException {
    var begun = config;
    // Listed before anything is changed: a missing source leaves everything as it is.
    var listing = source.list();
    var model = models.apply(begun.embedding().model());
    var settings = begun.indexSettings(model);
    var before = currentUnlessDamaged();
    var index = folder.openForIngest(settings);
    var served = before.isEmpty() || before.get().index().settings().equals(settings);
    try {
      if (served) {
        serve(index);
      }
      var ingest = new Ingest(begun.name(), listing, begun.embedding().chunking(), model, listener);
      var summary =
          ingest.run(
              index, () -> ingestStopped, result -> LastIngest.note(clock.instant(), result));
      if (!served) {
        serve(index);
        served = true;
      }
      folder.keepOnly(settings);
      folder.trustNext();
      return summary;
    } finally {
      if (!served) {
        index.close();
      }
    }
  }

  private Optional<Serving> currentUnlessDamaged() throws IOException {
    try {
      return current();
    } catch (IOException e) {
      if (CollectionFolder.isDamage(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private synchronized void serve(CollectionIndex index) throws IOException {
    if (closed) {
      index.close();
      throw new AlreadyClosedException(config.name());
    }
    var before = serving;
    serving = serving(index);
    if (before != null) {
      before.index().close();
    }
  }

  /// Ends a running ingest at its next document; no other begins.
  void stopIngest() {
    ingestStopped = true;
  }

  /// Ends a running ingest at its next document, then closes. Searches in progress end normally.
  @Override
  public void close() {
    stopIngest();
    closed = true;
    ingestLock.lock();
    try {
      closeServing();
    } finally {
      ingestLock.unlock();
    }
  }

  private synchronized void closeServing() {
    var current = serving;
    serving = null;
    if (current != null) {
      try {
        current.index().close();
      } catch (IOException e) {
        throw StorageFailure.of("closing", config.name(), e);
      }
    }
  }
}
