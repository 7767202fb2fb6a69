package dev.headgate.store.traces;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.directory.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

final class TraceLogTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
  private static final long NOW = CLOCK.millis();

  @TempDir private Path folder;
  private final SyntheticTraces synthetic = new SyntheticTraces(1);

  @Test
  void findsATraceAsSoonAsItWasAppended() {
    try (var house = open()) {
      var entry = synthetic.entry("tr_1", NOW, "ada");

      house.traces().append(entry);

      assertSame(house.traces().find("tr_1").orElseThrow(), entry);
      assertThat(house.traces().list(TraceFilter.ALL, 10, ""))
          .extracting(TraceRow::id)
          .containsExactly("tr_1");
      assertThat(house.traces().find("tr_2")).isEmpty();
    }
  }

  @Test
  void findsEverythingAgainFromTheSegmentsAlone() throws IOException {
    var entries = new ArrayList<TraceEntry>();
    try (var house = open()) {
      for (int i = 0; i < 150; i++) {
        var entry = synthetic.entry("tr_" + i, NOW + i, i % 2 == 0 ? "" : "user-" + i % 7);
        entries.add(entry);
        house.traces().append(entry);
      }
    }
    for (var file : new String[] {"trace.db", "trace.db-wal", "trace.db-shm"}) {
      Files.deleteIfExists(folder.resolve(file));
    }

    try (var house = open()) {
      for (var entry : entries) {
        assertSame(house.traces().find(entry.id()).orElseThrow(), entry);
      }
    }
  }

  @Test
  void startsFromABackupThatWasMadeWhileItRan() throws Exception {
    var backup = Files.createDirectories(folder.resolve("backup"));
    var entry = synthetic.entry("tr_1", NOW, "ada");
    try (var house = House.open(folder.resolve("data"))) {
      house.traces().append(entry);

      try (var connection =
              JDBC.createConnection("jdbc:sqlite:" + folder + "/data/core.db", new Properties());
          var statement = connection.createStatement()) {
        statement.executeUpdate("backup to '" + backup.resolve("core.db") + "'");
      }
      Files.copy(house.directory().masterKey(), backup.resolve("master.key"));
      Files.createDirectory(backup.resolve("traces"));
      try (var segments = Files.list(house.directory().traceSegments())) {
        for (var segment : segments.toList()) {
          Files.copy(segment, backup.resolve("traces").resolve(segment.getFileName()));
        }
      }
    }

    try (var house = House.open(backup)) {
      assertSame(house.traces().find("tr_1").orElseThrow(), entry);
    }
  }

  private static void assertSame(StoredTrace found, TraceEntry entry) {
    assertThat(found.payload()).isEqualTo(PayloadState.READABLE);
    assertThat(found.entry().origin()).isEqualTo(entry.origin());
    assertThat(SegmentRecord.row(found.entry())).isEqualTo(SegmentRecord.row(entry));
    assertThat(found.entry().payload()).isEqualTo(entry.payload());
  }

  @Test
  void listsByFilterNewestFirstPageByPage() {
    try (var house = open()) {
      for (int i = 0; i < 60; i++) {
        house.traces().append(call("tr_%02d".formatted(i), NOW + i / 2, i));
      }
      var traces = house.traces();

      assertThat(ids(traces, new TraceFilter("", "handbook", "", "", 0))).hasSize(30);
      assertThat(ids(traces, new TraceFilter("team-1", "", "", "", 0))).hasSize(20);
      assertThat(ids(traces, new TraceFilter("", "", "provider_timeout", "", 0))).hasSize(15);
      assertThat(ids(traces, new TraceFilter("", "", "ok", "", 0))).hasSize(45);
      assertThat(ids(traces, new TraceFilter("", "", "", "smart", 0))).hasSize(60);
      assertThat(ids(traces, new TraceFilter("", "", "", "model-0", 0))).hasSize(12);
      assertThat(ids(traces, new TraceFilter("", "", "", "", NOW + 25))).hasSize(10);
      assertThat(ids(traces, new TraceFilter("team-1", "handbook", "ok", "model-0", NOW)))
          .hasSize(1);

      var paged = new ArrayList<String>();
      for (var page = traces.list(TraceFilter.ALL, 7, ""); !page.isEmpty(); ) {
        page.forEach(row -> paged.add(row.id()));
        page = traces.list(TraceFilter.ALL, 7, paged.getLast());
      }
      assertThat(paged)
          .hasSize(60)
          .doesNotHaveDuplicates()
          .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }
  }

  private static TraceEntry call(String id, long atMillis, int i) {
    return new TraceEntry(
        id,
        atMillis,
        1,
        new TraceOrigin("team-" + i % 3, "", "chat", i % 2 == 0 ? "handbook" : "support", ""),
        new TraceOutcome(
            i % 4 == 0 ? "provider_timeout" : "ok",
            "",
            "",
            "smart",
            "model-" + i % 5,
            new TraceTokens(1, 2, i % 4 == 0)),
        new byte[] {'{', '}'});
  }

  @Test
  void indexesTheBeginningOfANameThatIsTooLong() {
    try (var house = open()) {
      var outcome =
          new TraceOutcome("model_not_found", "", "", "m".repeat(8 << 20), "", TraceTokens.NONE);
      house
          .traces()
          .append(
              new TraceEntry(
                  "tr_1", NOW, 1, new TraceOrigin("", "", "chat", "", ""), outcome, new byte[0]));

      assertThat(house.traces().list(TraceFilter.ALL, 1, ""))
          .singleElement()
          .extracting(row -> row.outcome().requestModel())
          .isEqualTo("m".repeat(SegmentRecord.MAX_TEXT_CHARS));
    }
  }

  private static List<String> ids(TraceLog traces, TraceFilter filter) {
    return traces.list(filter, 100, "").stream().map(TraceRow::id).toList();
  }

  @Test
  void losesNothingOfManyCallersAcrossSegmentsAndInterrupts() throws Exception {
    var config =
        new TracesConfig(true, Duration.ofDays(30), 1L << 30, 1 << 20, Duration.ofMillis(5), false);
    var callers = new ArrayList<Callable<Boolean>>();
    try (var house = House.open(folder, config, CLOCK, ChannelFile::new, _ -> {});
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < 16; caller++) {
        var name = "tr_" + caller + "_";
        var own = new SyntheticTraces(caller);
        callers.add(() -> {
          for (int i = 0; i < 300; i++) {
            // A call whose client has left is interrupted, at any moment.
            if (i % 10 == 0) {
              Thread.currentThread().interrupt();
            }
            house.traces().append(own.noisy(name + i, NOW, 2_000));
            if (i % 10 == 0 && !Thread.interrupted()) {
              return false;
            }
          }
          return true;
        });
      }
      for (var outcome : threads.invokeAll(callers)) {
        assertThat(outcome.get()).isTrue();
      }

      assertThat(house.traces().list(TraceFilter.ALL, 10_000, "")).hasSize(16 * 300);
      assertThat(segments()).hasSizeGreaterThan(5);
      assertThat(house.traces().find("tr_7_299").orElseThrow().payload())
          .isEqualTo(PayloadState.READABLE);
    }
  }

  @Test
  void appendsThroughAStormOfInterrupts() throws Exception {
    try (var house = open()) {
      var victim =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 3_000; i++) {
                  house.traces().append(synthetic.entry("tr_" + i, NOW, ""));
                }
              });
      while (victim.isAlive()) {
        victim.interrupt();
        Thread.onSpinWait();
      }
      victim.join();

      assertThat(house.traces().list(TraceFilter.ALL, 10_000, "")).hasSize(3_000);
    }
  }

  @Test
  void makesTheTextsOfAForgottenSubjectUnreadable() throws IOException {
    try (var house = open()) {
      house.traces().append(synthetic.entry("tr_1", NOW, "ada.lovelace"));
      house.traces().append(synthetic.entry("tr_2", NOW, "bob"));

      assertThat(house.traces().forget("ada.lovelace")).isTrue();

      var forgotten = house.traces().find("tr_1").orElseThrow();
      assertThat(forgotten.payload()).isEqualTo(PayloadState.FORGOTTEN);
      assertThat(forgotten.entry().payload()).isEmpty();
      assertThat(forgotten.entry().origin().subject()).isEmpty();
      assertThat(house.traces().find("tr_2").orElseThrow().payload())
          .isEqualTo(PayloadState.READABLE);
    }
    assertNothingOnDiskSays("lovelace");
  }

  @Test
  void writesNoTextInTheClear() throws IOException {
    var canary = "canary-4711-do-not-leak";
    try (var house = open()) {
      for (int i = 0; i < 50; i++) {
        house.traces().append(synthetic.saying("tr_" + i, NOW, canary));
      }
    }
    assertNothingOnDiskSays(canary);
  }

  private void assertNothingOnDiskSays(String text) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, ISO_8859_1)).as(file.toString()).doesNotContain(text);
      }
    }
  }

  @Test
  void tellsADamagedPayloadFromAForgottenOne() throws IOException {
    try (var house = open()) {
      house.traces().append(synthetic.entry("tr_1", NOW, ""));
      house.traces().append(synthetic.entry("tr_2", NOW, ""));
    }
    var segment = segments().getFirst();
    var bytes = Files.readAllBytes(segment);
    bytes[SegmentHeader.BYTES + 300] ^= 1;
    Files.write(segment, bytes);

    try (var house = open()) {
      assertThat(house.traces().find("tr_1").orElseThrow().payload())
          .isEqualTo(PayloadState.DAMAGED);
      assertThat(house.traces().find("tr_2").orElseThrow().payload())
          .isEqualTo(PayloadState.READABLE);
    }
  }

  @Test
  void deletesWhatIsTooOldAndWhatIsTooMuch() throws IOException {
    var small =
        new TracesConfig(true, Duration.ofDays(2), 3 << 20, 1 << 20, Duration.ofMillis(5), false);
    try (var house = House.open(folder, small, CLOCK, ChannelFile::new, _ -> {})) {
      for (int i = 0; i < 3_000; i++) {
        house.traces().append(synthetic.noisy("tr_%04d".formatted(i), NOW, 2_000));
      }
      assertThat(segments()).hasSizeGreaterThan(5);
      house.traces().list(TraceFilter.ALL, 1, "");

      house.traces().sweep();

      // The segment in use is not counted out, and another may be ready.
      assertThat(segments()).hasSizeLessThanOrEqualTo(5);
      assertThat(house.traces().find("tr_0000")).isEmpty();
      assertThat(house.traces().find("tr_2999")).isPresent();
    }

    var later = InstantSource.fixed(CLOCK.instant().plus(Duration.ofDays(3)));
    try (var house = House.open(folder, small, later, ChannelFile::new, _ -> {})) {
      house.traces().sweep();

      assertThat(house.traces().list(TraceFilter.ALL, 10, "")).isEmpty();
      assertThat(segments()).hasSize(1);
    }
  }

  @Test
  void refusesTracesWhileTheDiskIsFullAndResumes() {
    var disk = new FailingDisk();
    try (var house = House.open(folder, House.DEFAULTS, CLOCK, disk, _ -> {})) {
      house.traces().append(synthetic.entry("tr_1", NOW, ""));

      disk.full = true;
      assertThatThrownBy(() -> house.traces().append(synthetic.entry("tr_2", NOW, "")))
          .isInstanceOfSatisfying(
              CallFailed.class,
              failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STORAGE_FULL));
      assertThat(house.directory().ballast().isHeld()).isFalse();
      assertThat(house.traces().find("tr_1")).isPresent();
      disk.full = false;

      house.traces().append(synthetic.entry("tr_3", NOW, ""));
      assertThat(ids(house.traces(), TraceFilter.ALL)).containsExactlyInAnyOrder("tr_1", "tr_3");
    }

    try (var house = open()) {
      assertThat(ids(house.traces(), TraceFilter.ALL)).containsExactlyInAnyOrder("tr_1", "tr_3");
    }
  }

  @Test
  void beginsTheSegmentThatCouldNotBeOpenedBefore() throws IOException {
    var disk = new FailingDisk();
    try (var directory = DataDirectory.open(folder)) {
      var segments = new SegmentFolder(directory.traceSegments(), new Random(1), disk);
      disk.refusing = true;
      assertThatThrownBy(() -> segments.create(1, 1 << 20, NOW)).hasMessageContaining("Too many");
      disk.refusing = false;

      segments.create(1, 1 << 20, NOW).close();

      assertThat(segments.list()).containsOnlyKeys(1);
    }
  }

  @Test
  void stopsTheProcessWhenTheDiskDoesNotKeepItsPromise() {
    var disk = new FailingDisk();
    var fatal = new CopyOnWriteArrayList<String>();
    var strict =
        new TracesConfig(true, Duration.ofDays(1), 1L << 30, 1 << 20, Duration.ofSeconds(10), true);
    try (var house = House.open(folder, strict, CLOCK, disk, fatal::add)) {
      house.traces().append(synthetic.entry("tr_1", NOW, ""));
      assertThat(disk.forced.get()).isPositive();

      disk.failing = true;
      assertThatThrownBy(() -> house.traces().append(synthetic.entry("tr_2", NOW, "")))
          .isInstanceOf(CallFailed.class);

      assertThat(fatal).isNotEmpty();
      assertThat(fatal.getFirst()).contains("failed to keep");
    }
  }

  private House open() {
    return House.open(folder, House.DEFAULTS, CLOCK, ChannelFile::new, _ -> {});
  }

  private List<Path> segments() throws IOException {
    try (var files = Files.list(folder.resolve("traces"))) {
      return files.sorted().toList();
    }
  }
}
