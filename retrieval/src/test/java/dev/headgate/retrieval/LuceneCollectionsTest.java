package dev.headgate.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.search.Hit;
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
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LuceneCollectionsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir private Path project;
  private Path docs;
  private EmbeddingModel model = new HashingModel("hashing@1");
  private FileReader reader = FileReader.DISK;
  private LuceneCollections collections;

  @BeforeEach
  void declare() throws IOException {
    docs = Files.createDirectory(project.resolve("docs"));
    collections =
        new LuceneCollections(
            project.resolve("data"),
            project,
            _ -> model,
            InstantSource.fixed(NOW),
            DirectoryOpener.DISK,
            (path, max) -> reader.read(path, max),
            Duration.ofMinutes(1));
    collections.reload(List.of(config(ChunkingConfig.DEFAULT)));
  }

  @AfterEach
  void close() {
    collections.close();
  }

  @Test
  void findsWhatWasIngestedAndQuotesItExactly() throws IOException {
    write("guides/limits.md", "# Limits\n\n## Raising\n\nAsk the platform team to raise a quota.");
    write("guides/keys.md", "# Keys\n\nA key names its caller.");

    var summary = ingest();
    var result = collections.search(new SearchRequest("c", "who raises quotas?", 5));

    assertThat(summary.changes()).isEqualTo(new Changes(2, 0, 0, 0));
    var best = result.hits().getFirst();
    assertThat(best.chunk().document()).isEqualTo("guides/limits.md");
    assertThat(best.chunk().title()).isEqualTo("Limits");
    assertThat(best.chunk().headings()).containsExactly("Raising");
    assertThat(collections.documentText("c", "guides/limits.md").orElseThrow())
        .contains(best.chunk().text())
        .satisfies(text ->
            assertThat(text.substring(best.chunk().start(), best.chunk().end()))
                .isEqualTo(best.chunk().text()));
    assertThat(best.scores().bm25()).isPositive();
    assertThat(best.scores().dense()).isBetween(-1.0, 1.0001);
    assertThat(result.steps()).extracting("name").containsExactly("embed", "bm25", "dense", "fuse");
    assertThat(result.collectionVersion()).isEqualTo(summary.collectionVersion());
  }

  @Test
  void takesInOnlyWhatChanged() throws IOException {
    write("a.md", "alpha");
    write("b.md", "beta");
    write("c.md", "gamma");
    var first = ingest();

    write("b.md", "better");
    Files.delete(docs.resolve("c.md"));
    write("d.md", "delta");
    var second = ingest();
    var third = ingest();

    assertThat(second.changes()).isEqualTo(new Changes(1, 1, 1, 1));
    assertThat(third.changes()).isEqualTo(new Changes(0, 3, 0, 0));
    assertThat(third.chunks()).isZero();
    assertThat(second.collectionVersion()).isNotEqualTo(first.collectionVersion());
    assertThat(third.collectionVersion()).isEqualTo(second.collectionVersion());
    assertThat(documents("gamma beta")).doesNotContain("c.md");
    assertThat(collections.documentText("c", "c.md")).isEmpty();
  }

  @Test
  void namesEveryDocumentItCannotTakeIn() throws IOException {
    Files.write(docs.resolve("binary.md"), new byte[] {'P', 'K', 0, 1, 2});
    Files.write(docs.resolve("latin1.txt"), new byte[] {'c', 'a', 'f', (byte) 0xE9, ' ', '!'});
    write("large.md", "x".repeat(2_000_000));
    write("secret.md", "secret");
    write("empty.md", "");
    write("good.md", "good");
    reader =
        (path, max) -> {
          if (path.endsWith("secret.md")) {
            throw new AccessDeniedException(path.toString());
          }
          return FileReader.DISK.read(path, max);
        };

    var summary = ingest();

    assertThat(summary.changes()).isEqualTo(new Changes(2, 0, 0, 0));
    assertThat(summary.failed())
        .extracting(FailedDocument::document)
        .containsExactlyInAnyOrder("binary.md", "latin1.txt", "large.md", "secret.md");
    assertThat(reason(summary.failed(), "binary.md")).contains("binary");
    assertThat(reason(summary.failed(), "latin1.txt")).contains("not UTF-8", "offset 3");
    assertThat(reason(summary.failed(), "large.md")).contains("max-document", "1048576");
    assertThat(reason(summary.failed(), "secret.md")).contains("permissions");
  }

  @Test
  void keepsTheLastGoodVersionOfADocumentThatTurnedBad() throws IOException {
    write("a.md", "alpha");
    var _ = ingest();

    Files.write(docs.resolve("a.md"), new byte[] {0});
    var summary = ingest();

    assertThat(summary.failed()).hasSize(1);
    assertThat(documents("alpha")).containsExactly("a.md");
  }

  @Test
  void forgetsAFileThatVanishesUnderneath() throws IOException {
    write("a.md", "alpha");
    write("b.md", "beta");
    reader =
        (path, max) -> {
          Files.deleteIfExists(docs.resolve("b.md"));
          return FileReader.DISK.read(path, max);
        };

    var summary = ingest();

    assertThat(summary.failed()).isEmpty();
    assertThat(documents("alpha beta")).containsExactly("a.md");
  }

  @Test
  void waitsUntilTheEmbeddingModelHasRoom() throws IOException {
    write("a.md", "alpha");
    var busy = new HashingModel("hashing@1");
    busy.refuseNext(3);
    model = busy;

    assertThat(ingest().changes()).isEqualTo(new Changes(1, 0, 0, 0));
  }

  @Test
  void endsRatherThanWaitsWhenAWorkerBreaks() throws IOException {
    write("a.md", "alpha");
    reader =
        (_, _) -> {
          throw new StackOverflowError("too deep");
        };

    assertThatThrownBy(this::ingest).isInstanceOf(IllegalStateException.class).hasMessage("a.md");
  }

  @Test
  void followsLinksThatStayWithinTheSource() throws IOException {
    write("real/a.md", "alpha");
    Files.writeString(project.resolve("outside.md"), "outside");
    Files.createSymbolicLink(docs.resolve("loop"), docs);
    Files.createSymbolicLink(docs.resolve("link.md"), docs.resolve("real/a.md"));
    Files.createSymbolicLink(docs.resolve("escape.md"), project.resolve("outside.md"));
    Files.createSymbolicLink(docs.resolve("dangling.md"), docs.resolve("nowhere"));

    var summary = ingest();

    assertThat(summary.changes().added()).isEqualTo(2);
    assertThat(summary.failed())
        .extracting(FailedDocument::document)
        .containsExactlyInAnyOrder("loop", "escape.md", "dangling.md");
  }

  @Test
  void leavesEverythingAsItIsWhenASourceIsMissing() throws IOException {
    write("a.md", "alpha");
    var _ = ingest();
    Files.move(docs, project.resolve("moved"));

    assertThatThrownBy(this::ingest)
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("source \"docs\" of collection");
    assertThat(documents("alpha")).containsExactly("a.md");
  }

  @Test
  void findsNothingInAnEmptyFolder() throws IOException {
    assertThat(foundInAnyMode()).isEmpty();

    var summary = ingest();

    assertThat(summary.changes()).isEqualTo(new Changes(0, 0, 0, 0));
    assertThat(foundInAnyMode()).isEmpty();
    assertThat(collections.status("c").state()).isEqualTo(State.READY);
  }

  @Test
  void findsNothingInDocumentsWithoutText() throws IOException {
    write("blank.md", " \n");

    assertThat(ingest().changes()).isEqualTo(new Changes(1, 0, 0, 0));
    assertThat(foundInAnyMode()).isEmpty();
  }

  @Test
  void findsNothingOnceEveryDocumentIsGone() throws IOException {
    write("a.md", "anything");
    var _ = ingest();
    Files.delete(docs.resolve("a.md"));

    assertThat(ingest().changes()).isEqualTo(new Changes(0, 0, 0, 1));
    assertThat(foundInAnyMode()).isEmpty();
  }

  @Test
  void answersAnyQuestionHoweverOdd() throws IOException {
    write("a.md", "alpha");
    var _ = ingest();

    for (var query :
        List.of("", " ", "AND OR (", "\"", "field:x^", "\0", "😀", "a ".repeat(50_000))) {
      for (var mode : SearchMode.values()) {
        assertThat(collections.search(new SearchRequest("c", query, 3, mode)).hits())
            .hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void refusesUnknownCollectionsAndAbsurdLimits() {
    assertThatThrownBy(() -> collections.search(new SearchRequest("d", "x", 1)))
        .isInstanceOfSatisfying(
            CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COLLECTION_NOT_FOUND))
        .hasMessageContaining("did you mean \"c\"?");
    assertThatThrownBy(() -> collections.search(new SearchRequest("c", "x", 0)))
        .hasMessageContaining("limit");
  }

  @Test
  void letsOneIngestRunAtATimeAndSearchesGoOn() throws Exception {
    write("a.md", "alpha");
    var _ = ingest();
    write("b.md", "beta");
    var reached = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    reader =
        (path, max) -> {
          reached.countDown();
          await(goOn);
          return FileReader.DISK.read(path, max);
        };
    var running = Thread.ofVirtual().start(this::ingest);
    await(reached);

    assertThatThrownBy(this::ingest)
        .isInstanceOfSatisfying(
            CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INGEST_RUNNING));
    assertThat(documents("alpha")).containsExactly("a.md");
    assertThat(collections.status("c").ingesting()).isTrue();

    goOn.countDown();
    running.join();
    assertThat(documents("beta")).contains("b.md");
  }

  @Test
  void neverMixesVectorsOfTwoModels() throws IOException {
    write("a.md", "alpha words");
    var before = ingest();

    model = new HashingModel("hashing@2");
    collections.reload(List.of());
    collections.reload(List.of(config(ChunkingConfig.DEFAULT)));
    var meanwhile = collections.search(new SearchRequest("c", "alpha", 1)).hits();
    var outdated = collections.status("c").state();
    var after = ingest();

    assertThat(outdated).isEqualTo(State.OUTDATED);
    assertThat(meanwhile)
        .singleElement()
        .satisfies(hit -> {
          assertThat(hit.scores().dense()).isNull();
          assertThat(hit.scores().bm25()).isNotNull();
        });
    assertThat(after.changes()).isEqualTo(new Changes(1, 0, 0, 0));
    assertThat(after.collectionVersion()).isNotEqualTo(before.collectionVersion());
    assertThat(collections.search(new SearchRequest("c", "alpha", 1)).hits().getFirst().scores())
        .satisfies(scores -> assertThat(scores.dense()).isNotNull());
    try (var indexes = Files.list(project.resolve("data/collections/c"))) {
      assertThat(indexes).hasSize(1);
    }
  }

  @Test
  @Timeout(30)
  void doesNotWaitForTheIngestOfACollectionThatIsNoLongerDeclared() throws Exception {
    write("a.md", "alpha");
    var _ = ingest();
    write("b.md", "beta");
    neverRead();
    var reached = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var failure = new AtomicReference<CallFailed>();
    IngestListener slow =
        _ -> {
          reached.countDown();
          await(goOn);
        };
    var running =
        Thread.ofVirtual()
            .start(() ->
                failure.set(
                    catchThrowableOfType(CallFailed.class, () -> collections.ingest("c", slow))));
    await(reached);

    collections.reload(List.of());
    var betweenReloadAndSwap = documents("alpha");
    collections.retire();

    assertThat(collections.statuses()).isEmpty();
    assertThat(betweenReloadAndSwap).containsExactly("a.md");
    assertThat(documents("alpha")).containsExactly("a.md");
    goOn.countDown();
    running.join();
    assertThat(failure.get().code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
    assertThatThrownBy(this::ingest).hasMessageContaining("is being closed");
    reader = FileReader.DISK;
    collections.reload(List.of(config(ChunkingConfig.DEFAULT)));
    assertThat(ingest().changes()).isEqualTo(new Changes(1, 1, 0, 0));
    assertThat(documents("beta")).containsExactly("b.md");
  }

  @Test
  void forgetsACollectionOnceItsRunningCallsHadTheirTime() throws IOException {
    collections.close();
    declareAgain(Duration.ZERO);
    write("a.md", "alpha");
    var _ = ingest();

    collections.reload(List.of());
    collections.retire();

    await(() -> {
      var failure = catchThrowableOfType(CallFailed.class, () -> documents("alpha"));
      return failure != null && failure.code() == ErrorCode.COLLECTION_NOT_FOUND;
    });
  }

  @Test
  void stopsARunningIngestAndResumesItLater() throws IOException {
    write("a.md", "alpha");
    neverRead();

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> collections.ingest("c", _ -> collections.stopIngests()));

    assertThat(failure.code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
    assertThatThrownBy(this::ingest).hasMessageContaining("is being closed");
    collections.close();
    declareAgain(Duration.ZERO);
    assertThat(ingest().changes()).isEqualTo(new Changes(1, 0, 0, 0));
  }

  @Test
  void rebuildsWhenChunkingChanges() throws IOException {
    write("a.md", "One sentence here. ".repeat(100));
    var whole = ingest();

    collections.reload(List.of(config(new ChunkingConfig(10, 30, 0))));
    var cut = ingest();

    assertThat(cut.chunks()).isGreaterThan(whole.chunks());
    assertThat(collections.status("c").content().chunks()).isEqualTo((int) cut.chunks());
  }

  @Test
  void remembersTheLastIngestAcrossARestart() throws IOException {
    write("a.md", "alpha");
    Files.write(docs.resolve("b.md"), new byte[] {0});
    var summary = ingest();
    collections.close();
    declareAgain(Duration.ZERO);

    var status = collections.status("c");

    assertThat(status.state()).isEqualTo(State.READY);
    assertThat(status.content())
        .isEqualTo(new CollectionStatus.Content(summary.collectionVersion(), 1, 1));
    assertThat(status.lastIngest())
        .isEqualTo(new LastIngest(NOW, new Changes(1, 0, 0, 0), 1, 1, summary.duration()));
  }

  @Test
  void reportsProgressToItsEnd() throws IOException {
    for (int i = 0; i < 20; i++) {
      write(i + ".md", "document " + i);
    }
    var last = new AtomicReference<IngestListener.Progress>();

    var _ = collections.ingest("c", last::set);

    assertThat(last.get().documentsDone()).isEqualTo(20);
    assertThat(last.get().documentsTotal()).isEqualTo(20);
    assertThat(last.get().chunks()).isEqualTo(20);
  }

  private void declareAgain(Duration farewell) {
    collections =
        new LuceneCollections(
            project.resolve("data"),
            project,
            _ -> model,
            InstantSource.fixed(NOW),
            DirectoryOpener.DISK,
            FileReader.DISK,
            farewell);
    collections.reload(List.of(config(ChunkingConfig.DEFAULT)));
  }

  private static CollectionConfig config(ChunkingConfig chunking) {
    return new CollectionConfig(
        "c",
        List.of(new SourceConfig("docs", SourceConfig.DEFAULT_INCLUDE, List.of())),
        new CollectionConfig.Embedding("hashing", chunking),
        TextAnalysis.ENGLISH,
        SearchConfig.DEFAULT,
        1 << 20);
  }

  private IngestSummary ingest() {
    return collections.ingest("c", IngestListener.NONE);
  }

  private List<Hit> foundInAnyMode() {
    return Arrays.stream(SearchMode.values())
        .map(mode -> new SearchRequest("c", "anything", 10, mode))
        .flatMap(request -> collections.search(request).hits().stream())
        .toList();
  }

  private List<String> documents(String query) {
    return collections.search(new SearchRequest("c", query, 10, SearchMode.BM25)).hits().stream()
        .map(Hit::chunk)
        .map(chunk -> chunk.document())
        .toList();
  }

  private static String reason(List<FailedDocument> failed, String document) {
    return failed.stream()
        .filter(one -> one.document().equals(document))
        .findFirst()
        .orElseThrow()
        .reason();
  }

  private void write(String name, String text) throws IOException {
    var file = docs.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void neverRead() {
    reader =
        (_, _) -> {
          await(new CountDownLatch(1));
          throw new IOException("never");
        };
  }

  private static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
