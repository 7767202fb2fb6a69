package dev.headgate.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.search.Chunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexSessionTest {
  private static final IndexSettings SETTINGS =
      new IndexSettings(TextAnalysis.ENGLISH, "model@1", 2, "whole");

  @TempDir private Path folder;

  @Test
  void mergesWhatWasCommittedInPieces() throws IOException {
    try (var index = CollectionIndex.create(FSDirectory.open(folder), SETTINGS);
        var session = index.write()) {
      for (int i = 0; i < 3; i++) {
        session.put(document("doc-" + i));
        session.commit();
      }
      session.complete(Map.of("by", "test"));
      var before = index.read(CollectionIndex::state);
      assertThat(session.isScattered()).isTrue();

      session.merge();

      int segments = index.read(reader -> reader.leaves().size());
      var after = index.read(CollectionIndex::state);
      assertThat(session.isScattered()).isFalse();
      assertThat(segments).isEqualTo(1);
      assertThat(after).isEqualTo(before);
      assertThat(index.hashes()).containsOnlyKeys("doc-0", "doc-1", "doc-2");
    }
  }

  @Test
  void leavesASmallAdditionToALargeSegmentAlone() throws IOException {
    try (var index = CollectionIndex.create(FSDirectory.open(folder), SETTINGS);
        var session = index.write()) {
      for (int i = 0; i < 10; i++) {
        session.put(document("doc-" + i));
      }
      session.commit();
      session.put(document("late"));
      session.complete(Map.of());

      assertThat(session.isScattered()).isFalse();
    }
  }

  private static IndexedDocument document(String name) {
    var chunk = new Chunk(name, "", List.of(), 0, 4, "text");
    return new IndexedDocument(
        name, "hash", "", "text", List.of(chunk), List.of(new float[] {1, 0}));
  }
}
