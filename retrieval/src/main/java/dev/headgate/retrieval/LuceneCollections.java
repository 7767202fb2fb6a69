package dev.headgate.retrieval;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.config.NearestName;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.search.Retriever;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.kernel.search.SearchResult;
import dev.headgate.retrieval.index.CollectionFolder;
import dev.headgate.retrieval.index.CollectionFolder.DirectoryOpener;
import dev.headgate.retrieval.ingest.FileReader;
import dev.headgate.retrieval.ingest.FileSources;
import dev.headgate.retrieval.ingest.IngestListener;
import dev.headgate.retrieval.ingest.IngestSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The declared collections over one data folder. Thread-safe.
public final class LuceneCollections implements Retriever, AutoCloseable {
  /// How long a collection that is no longer declared can be searched by calls that began before.
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final Path folder;
  private final Path projectFolder;
  private final Function<String, EmbeddingModel> models;
  private final InstantSource clock;
  private final DirectoryOpener opener;
  private final FileReader reader;
  private final Duration farewell;
  private volatile Map<String, OpenCollection> collections = Map.of();
  // What is no longer declared and not closed yet.
  private final Map<String, Retirement> retiring = new ConcurrentHashMap<>();

  /// Nothing is declared until the first [#reload].
  ///
  /// @param dataFolder `collections/<name>/` in it belongs to this object
  /// @param projectFolder where relative source paths begin
  /// @param models embedding models by name; throws [CallFailed] for an unknown name
  public LuceneCollections(
      Path dataFolder,
      Path projectFolder,
      Function<String, EmbeddingModel> models,
      InstantSource clock) {
    this(dataFolder, projectFolder, models, clock, DirectoryOpener.DISK, FileReader.DISK, FAREWELL);
  }

  LuceneCollections(
      Path dataFolder,
      Path projectFolder,
      Function<String, EmbeddingModel> models,
      InstantSource clock,
      DirectoryOpener opener,
      FileReader reader,
      Duration farewell) {
    this.folder = dataFolder.resolve("collections");
    this.projectFolder = projectFolder;
    this.models = models;
    this.clock = clock;
    this.opener = opener;
    this.reader = reader;
    this.farewell = farewell;
  }

  /// Declares the collections anew. One that is no longer declared can be searched until [#retire]
  /// has ended it; its index stays on disk.
  public synchronized void reload(Collection<CollectionConfig> declared) {
    var before = collections;
    var after = new LinkedHashMap<String, OpenCollection>();
    for (var config : declared) {
      var open = before.get(config.name());
      if (open == null) {
        open = open(config);
      } else if (!open.config().equals(config)) {
        open.reconfigure(config);
      }
      after.put(config.name(), open);
    }
    before.forEach((name, open) -> {
      if (!after.containsKey(name)) {
        retiring.put(name, new Retirement(name, open));
      }
    });
    collections = after;
  }

  private OpenCollection open(CollectionConfig config) {
    var name = config.name();
    var earlier = retiring.get(name);
    if (earlier != null) {
      // Two that write into one folder would damage it.
      earlier.close();
      retiring.remove(name);
    }
    return new OpenCollection(
        config, new CollectionFolder(folder.resolve(name), opener), models, clock);
  }

  /// Ends what the last [#reload] has left out, in the background: an ingest stops at its next
  /// document, while calls that began before have some seconds left to search.
  public synchronized void retire() {
    retiring.forEach(
        (name, retirement) -> retirement.begin(farewell, () -> retiring.remove(name, retirement)));
  }

  /// Stops every ingest at its next document; no other begins.
  public void stopIngests() {
    collections.values().forEach(OpenCollection::stopIngest);
  }

  @Override
  public SearchResult search(SearchRequest request) {
    if (request.limit() < 1) {
      throw CallFailed.invalid("limit", "limit is " + request.limit() + "; it must be at least 1");
    }
    return require(request.collection()).search(request.query(), request.limit(), request.mode());
  }

  @Override
  public Optional<String> version(String collection) {
    return require(collection).version();
  }

  /// Brings the index of a collection into step with its sources. Throws [CallFailed] with
  /// `INGEST_RUNNING` if that is happening already.
  public IngestSummary ingest(String collection, IngestListener listener) {
    var open = require(collection);
    var config = open.config();
    var source =
        new FileSources(
            config.name(), config.sources(), projectFolder, config.maxDocumentBytes(), reader);
    return open.ingest(source, listener);
  }

  /// The cleaned text that chunks and citations are substrings of.
  public Optional<String> documentText(String collection, String document) {
    return require(collection).documentText(document);
  }

  public CollectionStatus status(String collection) {
    return require(collection).status();
  }

  /// In the order of declaration.
  public List<CollectionStatus> statuses() {
    return collections.values().stream().map(OpenCollection::status).toList();
  }

  private OpenCollection require(String name) {
    var open = collections.get(name);
    var leaving = open == null ? retiring.get(name) : null;
    if (leaving != null) {
      return leaving.collection();
    }
    if (open == null) {
      throw new CallFailed(
          ErrorCode.COLLECTION_NOT_FOUND,
          "collection \"%s\" is not declared; %s"
              .formatted(
                  Names.shown(name),
                  NearestName.of(name, collections.keySet())
                      .map(near -> "did you mean \"" + near + "\"?")
                      .orElse("declare it in collections/" + Names.shown(name) + ".yaml")));
    }
    return open;
  }

  @Override
  public synchronized void close() {
    collections.values().forEach(OpenCollection::close);
    retiring.values().forEach(Retirement::close);
  }
}
