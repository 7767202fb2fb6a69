package dev.headgate.retrieval.index;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;

/// One Lucene index: whoever searches sees the last commit, whole. Lucene's commit is the truth; a
/// crash loses what was not committed and nothing else. Thread-safe.
public final class CollectionIndex implements AutoCloseable {
  private static final double WRITE_BUFFER_MEBIBYTES = 64;

  private final Directory directory;
  private final IndexSettings settings;
  private final ReaderManager readers;

  private CollectionIndex(Directory directory, IndexSettings settings, ReaderManager readers) {
    this.directory = directory;
    this.settings = settings;
    this.readers = readers;
  }

  /// Creates an empty index where there is none yet. Owns the directory from now on.
  static CollectionIndex create(Directory directory, IndexSettings settings) throws IOException {
    if (!DirectoryReader.indexExists(directory)) {
      try (var writer = new IndexWriter(directory, writerConfig(settings))) {
        commit(writer, settings, new ContentState(settings.fingerprint(), false, 0, Map.of()));
      }
    }
    return open(directory);
  }

  /// Opens the last commit. Owns the directory from now on.
  static CollectionIndex open(Directory directory) throws IOException {
    var readers = new ReaderManager(directory);
    var reader = readers.acquire();
    try {
      var settings = IndexSettings.from(reader.getIndexCommit().getUserData());
      return new CollectionIndex(directory, settings, readers);
    } finally {
      readers.release(reader);
    }
  }

  /// Something done with a commit.
  public interface Reading<T> {
    T read(DirectoryReader reader) throws IOException;
  }

  public IndexSettings settings() {
    return settings;
  }

  /// Runs `reading` on the last commit, which stays readable until it returns.
  public <T> T read(Reading<T> reading) throws IOException {
    var reader = readers.acquire();
    try {
      return reading.read(reader);
    } finally {
      readers.release(reader);
    }
  }

  /// What the commit behind `reader` says about itself.
  public static ContentState state(DirectoryReader reader) throws IOException {
    return ContentState.from(reader.getIndexCommit().getUserData());
  }

  /// The cleaned text of a document.
  public Optional<String> documentText(String name) throws IOException {
    return read(reader -> {
      var found = new IndexSearcher(reader).search(new TermQuery(new Term(Fields.NAME, name)), 1);
      return found.scoreDocs.length == 0
          ? Optional.empty()
          : Optional.of(reader.storedFields().document(found.scoreDocs[0].doc).get(Fields.CONTENT));
    });
  }

  /// The content hash of each document by name.
  SortedMap<String, String> hashes() throws IOException {
    return read(reader -> {
      var hashes = new TreeMap<String, String>();
      for (var leaf : reader.leaves()) {
        addHashes(leaf.reader(), hashes);
      }
      return hashes;
    });
  }

  private static void addHashes(LeafReader leaf, Map<String, String> into) throws IOException {
    var names = leaf.getBinaryDocValues(Fields.NAME);
    var hashes = leaf.getBinaryDocValues(Fields.HASH);
    var live = leaf.getLiveDocs();
    if (names == null || hashes == null) {
      return;
    }
    for (int doc = names.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = names.nextDoc()) {
      if ((live == null || live.get(doc)) && hashes.advanceExact(doc)) {
        into.put(names.binaryValue().utf8ToString(), hashes.binaryValue().utf8ToString());
      }
    }
  }

  /// Reads every byte and compares checksums. Throws if any has changed since it was written.
  public void verify() throws IOException {
    try {
      var _ = read(CollectionIndex::checkIntegrity);
    } catch (InternalError e) {
      throw new CorruptIndexException("a file was cut while it was open", settings.toString(), e);
    }
  }

  private static boolean checkIntegrity(DirectoryReader reader) throws IOException {
    for (var leaf : reader.leaves()) {
      if (leaf.reader() instanceof CodecReader codec) {
        codec.checkIntegrity();
      }
    }
    return true;
  }

  /// Begins to change the index; only one may do so at a time.
  public IndexSession write() throws IOException {
    var complete = read(reader -> state(reader).complete());
    return new IndexSession(
        this, new IndexWriter(directory, writerConfig(settings)), hashes(), complete);
  }

  void refresh() throws IOException {
    var _ = readers.maybeRefresh();
  }

  static void commit(IndexWriter writer, IndexSettings settings, ContentState state)
      throws IOException {
    var data = new TreeMap<>(state.toMap());
    data.putAll(settings.toMap());
    writer.setLiveCommitData(data.entrySet());
    var _ = writer.commit();
  }

  private static IndexWriterConfig writerConfig(IndexSettings settings) {
    return new IndexWriterConfig(settings.analysis().analyzer())
        .setCodec(new VectorCodec())
        .setCommitOnClose(false)
        .setRAMBufferSizeMB(WRITE_BUFFER_MEBIBYTES);
  }

  /// Reads in progress keep their commit.
  @Override
  public void close() throws IOException {
    readers.close();
    directory.close();
  }
}
