package dev.headgate.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.store.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

final class DatabaseTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private DataDirectory directory;
  private Database core;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(folder);
    core = Database.openCore(directory, CLOCK, fatal::add);
  }

  @AfterEach
  void close() {
    core.close();
    directory.close();
  }

  @Test
  void commitsTheWorkOf64CallersAndUndoesOnlyThoseWhoFail() throws Exception {
    var callers = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 64; i++) {
      var caller = i;
      callers.add(() -> callManyTimes(caller));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var outcome : threads.invokeAll(callers)) {
        assertThat(outcome.get()).isTrue();
      }
    }

    assertThat(count(core, "good")).isEqualTo(64 * 16);
    assertThat(count(core, "bad")).isZero();
  }

  private boolean callManyTimes(int caller) {
    for (int round = 0; round < 20; round++) {
      var at = caller * 100L + round;
      // The failing ones have written something before they fail.
      if (round == 0) {
        refused(() -> insertAndThrow(at));
      } else if (round % 5 == 0) {
        refused(() -> insertAndViolate(at));
      } else {
        insert(core, at, "good");
      }
    }
    return true;
  }

  private static void refused(Runnable work) {
    assertThatThrownBy(work::run).isInstanceOf(CallFailed.class);
  }

  private void insertAndThrow(long at) {
    core.write(session -> {
      session.update("INSERT INTO storage_event (at, event) VALUES (?, ?)", at, "bad");
      throw new CallFailed(ErrorCode.INVALID_REQUEST, "changed my mind");
    });
  }

  private void insertAndViolate(long at) {
    core.write(session -> {
      session.update("INSERT INTO storage_event (at, event) VALUES (?, ?)", at, "bad");
      return session.update("INSERT INTO storage_event (at, event) VALUES (?, NULL)", at);
    });
  }

  @Test
  void refusesAValueOfTheWrongType() {
    assertThatThrownBy(() ->
            core.write(session ->
                session.update("INSERT INTO storage_event (at, event) VALUES (?, ?)", "noon", "x")))
        .isInstanceOfSatisfying(
            CallFailed.class,
            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STORAGE_FAILED));
    insert(core, 1, "good");
  }

  @Test
  void commitsNothingOfATransactionThatFillsTheDiskAndResumes() {
    core.close();
    core = Database.open(small(90), directory, CLOCK, fatal::add);
    insert(core, 1, "good");

    assertThatThrownBy(() -> core.write(session -> fill(session, 500)))
        .isInstanceOfSatisfying(
            CallFailed.class, failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STORAGE_FULL))
        .hasMessageContaining("free some space");

    assertThat(count(core, "good")).isEqualTo(1);
    assertThat(bigRows()).isZero();
    assertThat(core.<Integer>write(session -> fill(session, 20))).isEqualTo(20);
    assertThat(bigRows()).isEqualTo(20);
    assertThat(integrity()).isEqualTo("ok");
  }

  @Test
  void commitsNothingOfAWorkThatHidesItsFailure() {
    core.close();
    core = Database.open(small(90), directory, CLOCK, fatal::add);

    assertThatThrownBy(() -> core.write(this::fillAndGoOn)).isInstanceOf(CallFailed.class);

    assertThat(bigRows()).isZero();
    assertThat(count(core, "bad")).isZero();
  }

  private int fillAndGoOn(Session session) {
    try {
      fill(session, 500);
    } catch (SQLException _) {
      // SQLite has rolled back; what follows would commit by itself.
    }
    try {
      return session.update("INSERT INTO storage_event (at, event) VALUES (1, 'bad')");
    } catch (SQLException _) {
      return 0;
    }
  }

  @Test
  void keepsExactlyWhatWasAcknowledgedWhileTheDiskFillsUp() {
    core.close();
    core = Database.open(small(90), directory, CLOCK, fatal::add);

    var acknowledged = 0;
    try {
      while (true) {
        acknowledged += core.write(session -> fill(session, 3));
      }
    } catch (CallFailed full) {
      assertThat(full.code()).isEqualTo(ErrorCode.STORAGE_FULL);
    }

    assertThat(bigRows()).isEqualTo(acknowledged).isPositive();
    core.write(session -> session.update("DELETE FROM release"));
    assertThat(core.<Integer>write(session -> fill(session, 3))).isEqualTo(3);
  }

  @Test
  void writesDownThatTheDiskWasFullAndLeavesItInPeaceForAWhile() {
    core.close();
    var now = new AtomicLong();
    core = Database.openCore(directory, () -> Instant.ofEpochMilli(now.get()), fatal::add);
    directory.ballast().release();

    awaitEvent("full");
    // Housekeeping follows each of them.
    for (int i = 0; i < 10; i++) {
      insert(core, i, "good");
    }
    assertThat(directory.ballast().isHeld()).isFalse();
    now.addAndGet(10_000);
    awaitEvent("space again");
    assertThat(directory.ballast().isHeld()).isTrue();
  }

  @Test
  void stopsTheProcessWhenTheDiskDoesNotKeepItsPromise() {
    assertThatThrownBy(() ->
            core.write(_ -> {
              throw new SQLiteException("fsync", SQLiteErrorCode.SQLITE_IOERR_FSYNC);
            }))
        .isInstanceOf(CallFailed.class);

    assertThatThrownBy(() -> insert(core, 1, "late")).hasMessageContaining("takes no more work");
    assertThat(fatal).hasSize(1);
  }

  @Test
  void letsNoReaderWrite() {
    assertThatThrownBy(
            () -> core.read(session -> session.update("DELETE FROM storage_event WHERE at = 1")))
        .isInstanceOf(CallFailed.class);
  }

  @Test
  void endsAQueryAfterTwoSeconds() {
    var start = System.nanoTime();

    assertThatThrownBy(() ->
            core.read(session ->
                session.find(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                        + " SELECT count(*) FROM n",
                    row -> row.getLong(1))))
        .isInstanceOfSatisfying(
            CallFailed.class,
            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.REQUEST_TIMEOUT));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(count(core, "good")).isZero();
  }

  @Test
  void hasALogOfSteadySize() throws IOException {
    var log = folder.resolve("core.db-wal");
    assertThat(Files.size(log)).isEqualTo(4 << 20);

    for (int i = 0; i < 300; i++) {
      core.write(session -> fill(session, 5));
      core.write(session -> session.update("DELETE FROM release"));
    }

    assertThat(Files.size(log)).isBetween(4L << 20, 5L << 20);
  }

  @Test
  void refusesAFileOfANewerHeadgate() throws SQLException {
    core.close();
    try (var connection = new Connections(small(0)).openWriter();
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version=9999");
    }

    assertThatThrownBy(() -> Database.openCore(directory, CLOCK, fatal::add))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("newer Headgate");
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    core.close();
    Files.writeString(directory.coreDatabase(), "this is not a database at all".repeat(100));

    assertThatThrownBy(() -> Database.openCore(directory, CLOCK, fatal::add))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("core.db cannot be opened")
        .hasMessageContaining("restore it from a backup");
  }

  @Test
  void saysThatTheDiskIsFullAtTheStart() throws IOException {
    core.close();
    Files.delete(directory.coreDatabase());

    assertThatThrownBy(() -> Database.open(small(2), directory, CLOCK, fatal::add))
        .isInstanceOfSatisfying(
            CallFailed.class, failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STORAGE_FULL))
        .hasMessageContaining("free some space")
        .hasMessageNotContaining("backup");
  }

  @Test
  void keepsEverythingAcknowledgedWhenTheProcessIsKilled() throws Exception {
    core.close();
    directory.close();
    var acknowledged = new ArrayList<String>();
    try (var child = ChildJvm.start(Committer.class, folder.toString())) {
      acknowledged.addAll(child.read(400));
      acknowledged.addAll(child.kill());
    }

    open();
    var found =
        core.read(
            session -> session.query("SELECT at FROM storage_event", row -> row.getString(1)));
    assertThat(found).containsAll(acknowledged).doesNotHaveDuplicates();
    assertThat(integrity()).isEqualTo("ok");
  }

  /// Commits from 16 threads and says so, until it is killed.
  static final class Committer {
    private Committer() {}

    public static void main(String[] arguments) {
      var directory = DataDirectory.open(Path.of(arguments[0]));
      var core = Database.openCore(directory, CLOCK, _ -> {});
      for (int i = 0; i < 16; i++) {
        var first = i * 1_000_000L;
        Thread.ofPlatform()
            .start(() -> {
              for (long at = first; ; at++) {
                insert(core, at, "good");
                System.out.println(at);
              }
            });
      }
    }
  }

  private DatabaseSettings small(int maxPages) {
    return new DatabaseSettings(
        directory.coreDatabase(), Schema.CORE, true, 4_096, 1 << 20, maxPages);
  }

  private static int fill(Session session, int rows) throws SQLException {
    for (int i = 0; i < rows; i++) {
      session.update(
          "INSERT INTO release (feature, release, content, first_seen_at)"
              + " VALUES ('f', hex(randomblob(16)), ?, 1)",
          "x".repeat(3_000));
    }
    return rows;
  }

  private static void insert(Database core, long at, String event) {
    core.write(session ->
        session.update("INSERT INTO storage_event (at, event) VALUES (?, ?)", at, event));
  }

  private static long count(Database core, String event) {
    return core.read(session ->
            session.find(
                "SELECT count(*) FROM storage_event WHERE event = ?", row -> row.getLong(1), event))
        .orElseThrow();
  }

  private long bigRows() {
    return core.read(session -> session.find("SELECT count(*) FROM release", row -> row.getLong(1)))
        .orElseThrow();
  }

  private String integrity() {
    return core.read(session -> session.find("PRAGMA integrity_check", row -> row.getString(1)))
        .orElseThrow();
  }

  private void awaitEvent(String event) {
    var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (count(core, event) == 0) {
      assertThat(System.nanoTime()).as("time to write down: " + event).isLessThan(deadline);
    }
  }
}
