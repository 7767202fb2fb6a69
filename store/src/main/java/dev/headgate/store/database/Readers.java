package dev.headgate.store.database;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.workers.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Threads that read beside the writer, each with a connection that cannot write. A work sees one
/// state of the file from beginning to end, and each of its queries ends after two seconds at most,
/// since the log cannot be written back past a reader.
final class Readers implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Readers.class.getName());
  private static final int THREADS = 2;
  private static final int QUEUE_CAPACITY = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final DatabaseSettings settings;
  private final Connections connections;
  private final WorkQueue queue;
  private final List<Worker> workers;

  Readers(DatabaseSettings settings, Connections connections) {
    this.settings = settings;
    this.connections = connections;
    var name = settings.file().getFileName().toString();
    this.queue = new WorkQueue(name, QUEUE_CAPACITY);
    this.workers =
        IntStream.rangeClosed(1, THREADS)
            .mapToObj(
                i -> new Worker("reader " + i + " of " + name, self -> new Reader().serve(self)))
            .toList();
    workers.forEach(Worker::start);
  }

  <T> T run(Work<T> work) {
    return queue.run(work);
  }

  @Override
  public void close() {
    queue.refuse("it is closed");
    workers.forEach(Worker::end);
    workers.forEach(_ -> queue.wake());
    workers.forEach(Worker::close);
  }

  /// What one thread keeps to itself.
  private final class Reader {
    private final Connections.Deadline deadline = new Connections.Deadline();
    private @Nullable Connection connection;
    private @Nullable Session session;

    void serve(Worker self) {
      while (!self.isClosing()) {
        var pending = queue.poll(PATIENCE);
        if (pending != null) {
          try {
            read(pending);
          } finally {
            pending.finish();
          }
        }
      }
      disconnect();
    }

    private <T> void read(Pending<T> pending) {
      try {
        var open = connect();
        execute("BEGIN");
        deadline.start();
        pending.succeeded(pending.work().run(open));
        execute("COMMIT");
      } catch (SQLException e) {
        disconnect();
        pending.failed(
            Failures.isInterrupt(e) ? tookTooLong(e) : Failures.callFailed(settings.file(), e));
      } catch (RuntimeException e) {
        disconnect();
        pending.failed(e);
      } catch (Error e) {
        disconnect();
        pending.failed(e);
      }
    }

    private Session connect() throws SQLException {
      var open = session;
      if (open == null) {
        connection = connections.openReader(deadline);
        open = new Session(connection);
        session = open;
      }
      return open;
    }

    private void execute(String sql) throws SQLException {
      if (connection != null) {
        try (var statement = connection.createStatement()) {
          statement.execute(sql);
        }
      }
    }

    private void disconnect() {
      var open = connection;
      connection = null;
      session = null;
      if (open != null) {
        try {
          open.close();
        } catch (SQLException e) {
          LOG.log(System.Logger.Level.WARNING, "A connection did not close", e);
        }
      }
    }
  }

  private static CallFailed tookTooLong(SQLException cause) {
    return new CallFailed(
        ErrorCode.REQUEST_TIMEOUT,
        "the query took longer than 2 s; ask for less time or fewer rows",
        cause);
  }
}
