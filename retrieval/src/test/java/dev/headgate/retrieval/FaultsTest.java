package dev.headgate.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.search.SearchMode;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.retrieval.CollectionStatus.State;
import dev.headgate.retrieval.index.CollectionFolder.DirectoryOpener;
import dev.headgate.retrieval.index.TextAnalysis;
import dev.headgate.retrieval.ingest.ChunkingConfig;
import dev.headgate.retrieval.ingest.FailedDocument;
import dev.headgate.retrieval.ingest.FileReader;
import dev.headgate.retrieval.ingest.IngestListener;
import dev.headgate.retrieval.ingest.IngestSummary;
import dev.headgate.retrieval.ingest.IngestSummary.Changes;
import dev.headgate.retrieval.ingest.SourceConfig;
import dev.headgate.retrieval.search.SearchConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  @TempDir private Path project;
  private Path docs;

  @BeforeEach
  void createSource() throws IOException {
    docs = Files.createDirectory(project.resolve("docs"));
  }

  @Test
  void keepsWhatWasCommittedWhenTheDiskIsFull() throws IOException {
    var freeBytes = new AtomicLong(Long.MAX_VALUE);
    try (var collections =
        open(path -> new SmallDisk(DirectoryOpener.DISK.open(path), freeBytes))) {
      write(0, 20);
      var before = ingest(collections);

      write(20, 400);
      freeBytes.set(20_000);
      assertThatThrownBy(() -> ingest(collections))
          .isInstanceOfSatisfying(
              CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FULL))
          .hasMessageContaining("free space");
      assertThat(collections.status("c").content().version()).isEqualTo(before.collectionVersion());
      assertThat(found(collections, "document 7")).isPositive();

      freeBytes.set(Long.MAX_VALUE);
      assertThat(ingest(collections).changes().added()).isEqualTo(380);
    }
  }

  @Test
  void keepsTheDocumentsOfAFolderThatCannotBeListed() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc")), "needs Linux, for the longest path it takes");
    var name = "s".repeat(250);
    Files.writeString(docs.resolve("top.md"), "top");
    Files.createDirectory(docs.resolve(name));
    Files.writeString(docs.resolve(name).resolve("a.md"), "below");
    try (var collections = open(DirectoryOpener.DISK)) {
      var _ = ingest(collections);
    }
    // What root cannot list either is a path that is longer than the system takes.
    var deep = project;
    while (deep.toString().length() < 3_850) {
      deep = Files.createDirectory(deep.resolve("d".repeat(200)));
    }
    Files.move(docs, deep.resolve("docs"));

    try (var collections = open(DirectoryOpener.DISK, deep)) {
      var summary = ingest(collections);

      assertThat(summary.failed()).extracting(FailedDocument::document).containsExactly(name);
      assertThat(summary.changes()).isEqualTo(new Changes(0, 1, 0, 0));
      assertThat(found(collections, "below")).isEqualTo(1);
    } finally {
      Files.move(deep.resolve("docs"), docs); // Or nobody could delete it.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"segments_", ".si", ".cfs"})
  void setsADamagedIndexAsideAndBuildsItAnew(String part) throws IOException {
    write(0, 50);
    try (var collections = open(DirectoryOpener.DISK)) {
      var _ = ingest(collections);
    }
    assertThat(damage(part)).isTrue();
    leaveAnIngestUnfinished();

    try (var collections = open(DirectoryOpener.DISK)) {
      var summary = ingest(collections);

      assertThat(summary.changes().added()).isEqualTo(50);
      assertThat(found(collections, "document 7")).isPositive();
      try (var entries = Files.list(project.resolve("data/collections/c"))) {
        assertThat(entries.map(entry -> entry.getFileName().toString()))
            .anyMatch(name -> name.startsWith("damaged-"));
      }
    }
  }

  @Test
  void saysThatTheIndexCannotBeOpenedUntilAnIngestHasBuiltItAnew() throws IOException {
    write(0, 5);
    try (var collections = open(DirectoryOpener.DISK)) {
      var _ = ingest(collections);
    }
    assertThat(damage("segments_")).isTrue();

    for (int start = 0; start < 2; start++) {
      try (var collections = open(DirectoryOpener.DISK)) {
        assertThatThrownBy(() -> found(collections, "document 3"))
            .isInstanceOfSatisfying(
                CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILED))
            .hasMessageContaining("damaged; run \"headgate ingest c\"");
        assertThat(collections.status("c").state()).isEqualTo(State.DAMAGED);
      }
    }
    try (var collections = open(DirectoryOpener.DISK)) {
      assertThat(ingest(collections).changes().added()).isEqualTo(5);
      assertThat(collections.status("c").state()).isEqualTo(State.READY);
    }
  }

  @Test
  void saysThatTheIndexIsDamagedWhenItWasSetAsideAndNotBuiltAnew() throws IOException {
    write(0, 5);
    var freeBytes = new AtomicLong(Long.MAX_VALUE);
    try (var collections =
        open(path -> new SmallDisk(DirectoryOpener.DISK.open(path), freeBytes))) {
      var _ = ingest(collections);
    }
    assertThat(damage("segments_")).isTrue();

    try (var collections =
        open(path -> new SmallDisk(DirectoryOpener.DISK.open(path), freeBytes))) {
      freeBytes.set(0);
      assertThatThrownBy(() -> ingest(collections)).isInstanceOf(CallFailed.class);

      assertThat(collections.status("c").state()).isEqualTo(State.DAMAGED);
      assertThatThrownBy(() -> found(collections, "document 3")).hasMessageContaining("damaged");
    }
  }

  @Test
  void readsTheWholeIndexOnlyAfterAnIngestThatDidNotEnd() throws IOException {
    write(0, 5);
    try (var collections = open(DirectoryOpener.DISK)) {
      var _ = ingest(collections);
    }
    assertThat(damage(".cfs")).isTrue();

    try (var collections = open(DirectoryOpener.DISK)) {
      assertThat(ingest(collections).changes().unchanged()).isEqualTo(5);
    }
    leaveAnIngestUnfinished();
    try (var collections = open(DirectoryOpener.DISK)) {
      assertThat(ingest(collections).changes().added()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void saysHowToRebuildAnIndexThatIsDamagedWhileItServes(boolean cut) throws IOException {
    write(0, 300);
    try (var collections = open(DirectoryOpener.DISK)) {
      var _ = ingest(collections);
      assertThat(found(collections, "document 7")).isPositive();
      try (var files = Files.walk(project.resolve("data"))) {
        for (var file : files.filter(path -> path.toString().endsWith(".cfs")).toList()) {
          overwrite(file, cut);
        }
      }

      assertThatThrownBy(() -> found(collections, "document 7"))
          .isInstanceOfSatisfying(
              CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILED))
          .hasMessageContaining("run \"headgate ingest c\"");
      assertThat(ingest(collections).changes().added()).isEqualTo(300);
      assertThat(found(collections, "document 7")).isPositive();
    }
  }

  @Test
  @Tag("all")
  void losesNothingCommittedWhenKilledAndCompletesWhenRunAgain() throws Exception {
    write(0, 2_000);
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SlowIngest.class.getName(),
                project.toString())
            .redirectErrorStream(true)
            .start();
    try (var lines = child.inputReader()) {
      assertThat(lines.lines().anyMatch("committed"::equals)).isTrue();
      child.destroyForcibly().waitFor();
    }

    try (var collections = open(DirectoryOpener.DISK)) {
      var kept = collections.status("c");
      var summary = ingest(collections);

      assertThat(kept.content().documents()).isBetween(1, 1_999);
      assertThat(kept.state()).isEqualTo(State.INCOMPLETE);
      assertThat(summary.changes().unchanged()).isEqualTo(kept.content().documents());
      assertThat(summary.changes().added() + summary.changes().unchanged()).isEqualTo(2_000);
      assertThat(found(collections, "document 1999")).isPositive();
    }
  }

  /// Ingests in a process of its own, slowly enough to be killed halfway.
  static final class SlowIngest {
    public static void main(String[] arguments) {
      var project = Path.of(arguments[0]);
      var collections =
          new LuceneCollections(
              project.resolve("data"),
              project,
              _ -> new HashingModel("hashing@1"),
              InstantSource.system(),
              DirectoryOpener.DISK,
              (path, max) -> {
                var pause = System.nanoTime() + 15_000_000;
                while (System.nanoTime() < pause) {
                  Thread.onSpinWait();
                }
                return FileReader.DISK.read(path, max);
              },
              Duration.ZERO);
      collections.reload(List.of(config()));
      var _ =
          collections.ingest(
              "c",
              _ -> {
                if (collections.status("c").content().documents() > 0) {
                  System.out.println("committed");
                }
              });
    }
  }

  private LuceneCollections open(DirectoryOpener opener) {
    return open(opener, project);
  }

  private LuceneCollections open(DirectoryOpener opener, Path projectFolder) {
    var collections =
        new LuceneCollections(
            project.resolve("data"),
            projectFolder,
            _ -> new HashingModel("hashing@1"),
            InstantSource.system(),
            opener,
            FileReader.DISK,
            Duration.ZERO);
    collections.reload(List.of(config()));
    return collections;
  }

  private void leaveAnIngestUnfinished() {
    try (var collections = open(DirectoryOpener.DISK)) {
      assertThatThrownBy(() ->
              collections.ingest(
                  "c",
                  _ -> {
                    throw new IllegalStateException("cut off");
                  }))
          .hasMessage("cut off");
    }
  }

  private static CollectionConfig config() {
    return new CollectionConfig(
        "c",
        List.of(new SourceConfig("docs", SourceConfig.DEFAULT_INCLUDE, List.of())),
        new CollectionConfig.Embedding("hashing", ChunkingConfig.DEFAULT),
        TextAnalysis.ENGLISH,
        SearchConfig.DEFAULT,
        1 << 20);
  }

  private static IngestSummary ingest(LuceneCollections collections) {
    return collections.ingest("c", IngestListener.NONE);
  }

  private static int found(LuceneCollections collections, String query) {
    return collections.search(new SearchRequest("c", query, 5, SearchMode.BM25)).hits().size();
  }

  private void write(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Files.writeString(
          docs.resolve(i + ".md"), "This is document " + i + ". " + "It is. ".repeat(99));
    }
  }

  // In place, as a failing disk does it, so that whoever has the file mapped sees the change.
  private static void overwrite(Path file, boolean cut) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var size = channel.size();
      if (cut) {
        var _ = channel.truncate(0);
      } else {
        var garbage = new byte[(int) size];
        Arrays.fill(garbage, (byte) 0xff);
        var _ = channel.write(ByteBuffer.wrap(garbage), 0);
      }
    }
  }

  /// Turns bits in the middle of the files whose name holds `part`.
  private boolean damage(String part) throws IOException {
    var damaged = false;
    try (var files = Files.walk(project.resolve("data"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (file.getFileName().toString().contains(part)) {
          var bytes = Files.readAllBytes(file);
          bytes[bytes.length / 2] ^= 0x55;
          Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
          damaged = true;
        }
      }
    }
    return damaged;
  }
}
