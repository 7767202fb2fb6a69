package dev.headgate.store.database;

import dev.headgate.store.directory.Ballast;
import dev.headgate.store.workers.Worker;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one thread that writes to a file.
///
/// Whatever is waiting when a transaction begins goes into it, each caller under a savepoint, so
/// that one fsync serves many and what one caller throws undoes that caller alone. After an
/// SQLException nothing is assumed about the connection: it is closed, the rollback is SQLite's,
/// and the others are run again on a new one. Callers are let go after COMMIT and not before.
final class GroupWriter implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(GroupWriter.class.getName());
  private static final int QUEUE_CAPACITY = 8_192;
  private static final int MAX_GROUP = 512;
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);
  private static final Duration PAUSE_BETWEEN_RESTORES = Duration.ofSeconds(10);

  private final DatabaseSettings settings;
  private final Connections connections;
  private final Ballast ballast;
  private final InstantSource clock;
  private final Consumer<String> onFatal;
  private final WorkQueue queue;
  private final Worker worker;
  private @Nullable Line line;
  private @Nullable Pending<?> running;
  private boolean erasureIsDue;
  private boolean fullIsRecorded;
  private long restoreAtMillis;
  private boolean broken;

  GroupWriter(
      DatabaseSettings settings,
      Connections connections,
      Ballast ballast,
      InstantSource clock,
      Consumer<String> onFatal) {
    this.settings = settings;
    this.connections = connections;
    this.ballast = ballast;
    this.clock = clock;
    this.onFatal = onFatal;
    var name = settings.file().getFileName().toString();
    this.queue = new WorkQueue(name, QUEUE_CAPACITY);
    this.worker = new Worker("writer of " + name, this::serve);
    worker.start();
  }

  <T> T run(Work<T> work) {
    return queue.run(work);
  }

  @Override
  public void close() {
    worker.end();
    queue.wake();
    worker.close();
  }

  private void serve(Worker self) {
    var group = new ArrayList<Pending<?>>(MAX_GROUP);
    try {
      serve(self, group);
    } finally {
      // Reached by an error too: nobody may wait for a thread that is gone.
      queue.refuse("it is closed");
      group.forEach(pending -> pending.fail("the writer ended"));
      disconnect();
    }
  }

  private void serve(Worker self, List<Pending<?>> group) {
    while (!self.isClosing() && !broken) {
      var first = queue.poll(HOUSEKEEPING);
      if (first != null) {
        group.add(first);
        queue.drainTo(group, MAX_GROUP - 1);
        commit(group);
      }
      keepHouse();
    }
    for (queue.drainTo(group, MAX_GROUP); !group.isEmpty(); queue.drainTo(group, MAX_GROUP)) {
      commit(group);
    }
  }

  /// Runs the group in one transaction and empties it.
  private void commit(List<Pending<?>> group) {
    while (!group.isEmpty()) {
      running = null;
      try {
        var open = line();
        open.begin.execute();
        for (var pending : group) {
          running = pending;
          runOne(open, pending);
        }
        running = null;
        open.commit.execute();
        erasureIsDue |= open.session.takeErasure();
        eraseLog();
        group.forEach(Pending::finish);
        group.clear();
      } catch (SQLException e) {
        disconnect();
        failed(group, running, e);
      }
    }
  }

  private static <T> void runOne(Line open, Pending<T> pending) throws SQLException {
    open.savepoint.execute();
    try {
      var result = pending.work().run(open.session);
      open.session.check();
      pending.succeeded(result);
    } catch (RuntimeException e) {
      open.session.check();
      pending.failed(e);
      open.undo.execute();
    } catch (Error e) {
      pending.failed(e);
      open.undo.execute();
    }
    open.release.execute();
  }

  private void failed(List<Pending<?>> group, @Nullable Pending<?> culprit, SQLException failure) {
    var reach = Failures.reach(failure);
    var reason = Failures.callFailed(settings.file(), failure);
    if (reach == Failures.Reach.FULL) {
      ballast.release();
    }
    if (reach == Failures.Reach.CALLER && culprit != null) {
      LOG.log(System.Logger.Level.ERROR, "A unit of work failed", failure);
      culprit.failed(reason);
      culprit.finish();
      group.remove(culprit);
      return;
    }
    if (reach == Failures.Reach.FATAL) {
      queue.refuse("the disk failed to keep what was written");
      broken = true;
      onFatal.accept(reason.message());
    }
    for (var pending : group) {
      pending.failed(reason);
      pending.finish();
    }
    group.clear();
  }

  private void eraseLog() {
    if (!erasureIsDue) {
      return;
    }
    try {
      erasureIsDue = !WriteAheadLog.erase(settings, line().connection);
    } catch (SQLException | IOException e) {
      LOG.log(System.Logger.Level.WARNING, "What was deleted stays in the log for now", e);
      disconnect();
    }
  }

  /// Does what could not be done before, and writes down when the disk was full and when it no
  /// longer was; one file does that for all.
  private void keepHouse() {
    eraseLog();
    if (settings.schema() != Schema.CORE || (ballast.isHeld() && !fullIsRecorded)) {
      return;
    }
    if (!fullIsRecorded) {
      fullIsRecorded = record("full");
      restoreLater();
    } else if (clock.millis() >= restoreAtMillis) {
      restoreLater();
      if (ballast.restore()) {
        fullIsRecorded = !record("space again");
      }
    }
  }

  private void restoreLater() {
    restoreAtMillis = clock.millis() + PAUSE_BETWEEN_RESTORES.toMillis();
  }

  private boolean record(String event) {
    var at = clock.millis();
    var entry =
        new Pending<>(session ->
            session.update("INSERT INTO storage_event (at, event) VALUES (?, ?)", at, event));
    var group = new ArrayList<Pending<?>>(List.of(entry));
    commit(group);
    return entry.hasSucceeded();
  }

  private Line line() throws SQLException {
    var open = line;
    if (open == null) {
      open = new Line(connections.openWriter());
      line = open;
    }
    return open;
  }

  private void disconnect() {
    var open = line;
    line = null;
    if (open != null) {
      open.close();
    }
  }

  /// A connection with the statements that every group needs.
  private static final class Line implements AutoCloseable {
    final Session session;
    final PreparedStatement begin;
    final PreparedStatement savepoint;
    final PreparedStatement undo;
    final PreparedStatement release;
    final PreparedStatement commit;
    private final Connection connection;

    Line(Connection connection) throws SQLException {
      this.connection = connection;
      this.session = new Session(connection);
      this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
      this.savepoint = connection.prepareStatement("SAVEPOINT caller");
      this.undo = connection.prepareStatement("ROLLBACK TO caller");
      this.release = connection.prepareStatement("RELEASE caller");
      this.commit = connection.prepareStatement("COMMIT");
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.log(System.Logger.Level.WARNING, "A connection did not close", e);
      }
    }
  }
}
