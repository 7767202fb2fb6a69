package dev.headgate.retrieval.index;

import dev.headgate.kernel.ids.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;

/// Changes one index, commit by commit. Closing drops what has not been committed. Not thread-safe.
public final class IndexSession implements AutoCloseable {
  // Below this share of the chunks in its largest segment, an index is merged. Each merge copies
  // all
  // of it, so the share also bounds how often that happens: after it has grown by a quarter.
  private static final double LARGEST_SEGMENT_SHARE = 0.8;

  private final CollectionIndex index;
  private final IndexWriter writer;
  private final SortedMap<String, String> hashes;
  private boolean complete;

  IndexSession(
      CollectionIndex index,
      IndexWriter writer,
      SortedMap<String, String> hashes,
      boolean complete) {
    this.index = index;
    this.writer = writer;
    this.hashes = hashes;
    this.complete = complete;
  }

  public boolean contains(String name) {
    return hashes.containsKey(name);
  }

  /// The content hash of each document by name, as of now.
  public Map<String, String> hashes() {
    return Map.copyOf(hashes);
  }

  /// Adds a document or replaces the one of its name.
  public void put(IndexedDocument document) throws IOException {
    var _ =
        writer.updateDocuments(
            new Term(Fields.DOCUMENT, document.name()), ChunkFields.block(document));
    hashes.put(document.name(), document.hash());
  }

  public void remove(String name) throws IOException {
    var _ = writer.deleteDocuments(new Term(Fields.DOCUMENT, name));
    hashes.remove(name);
  }

  /// Makes everything so far durable and visible.
  public void commit() throws IOException {
    commit(Map.of());
  }

  /// Makes everything durable and visible, and says that no document is missing any more.
  ///
  /// @param note kept with the commit
  public void complete(Map<String, String> note) throws IOException {
    complete = true;
    commit(note);
  }

  /// Whether searching would gain from [#merge]: each segment has a graph of its own to walk.
  public boolean isScattered() throws IOException {
    return index.read(reader -> {
      var largest = reader.leaves().stream().mapToInt(leaf -> leaf.reader().numDocs()).max();
      return largest.orElse(0) < LARGEST_SEGMENT_SHARE * reader.numDocs();
    });
  }

  /// Puts what is committed into one segment; takes about a minute for 100,000 chunks. Closing the
  /// session from another thread ends it, and nothing is lost.
  public void merge() throws IOException {
    writer.forceMerge(1);
    var _ = writer.commit(); // With the state of the last commit.
    index.refresh();
  }

  private void commit(Map<String, String> note) throws IOException {
    var state = new ContentState(version(), complete, hashes.size(), note);
    CollectionIndex.commit(writer, index.settings(), state);
    index.refresh();
  }

  /// Names the exact content as of now, committed or not.
  public String version() {
    var digest = Sha256.digest();
    hashes.forEach((name, hash) ->
        digest.update((name + "\0" + hash + "\n").getBytes(StandardCharsets.UTF_8)));
    return index.settings().fingerprint() + "-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  @Override
  public void close() throws IOException {
    writer.rollback();
  }
}
