package dev.headgate.store.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.sqlite.JDBC;
import org.sqlite.ProgressHandler;

/// Opens connections. Transactions are always begun and ended by SQL: with the driver's own
/// `setAutoCommit(false)` a full disk makes SQLite roll back while the driver believes that the
/// transaction goes on, and half of it commits.
final class Connections {
  static final long READ_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int STEPS_BETWEEN_CHECKS = 20_000;
  private static final int BUSY_MILLIS = 5_000;

  private final DatabaseSettings settings;

  Connections(DatabaseSettings settings) {
    this.settings = settings;
  }

  Connection openWriter() throws SQLException {
    var connection = open();
    try (var statement = connection.createStatement()) {
      // The size of a page is settled by the first write, so it comes first.
      statement.execute("PRAGMA page_size=" + settings.pageBytes());
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=" + (settings.durable() ? "FULL" : "NORMAL"));
      // Written back, passively, before a group could make the log grow.
      statement.execute(
          "PRAGMA wal_autocheckpoint=" + settings.walBytes() / settings.pageBytes() * 3 / 4);
      statement.execute("PRAGMA foreign_keys=ON");
      // What undoes a savepoint is never needed after a crash, so it need not be a file.
      statement.execute("PRAGMA temp_store=MEMORY");
      // A destroyed data key is overwritten, not only unlinked; see also Session.eraseLog.
      statement.execute("PRAGMA secure_delete=" + (settings.durable() ? "ON" : "OFF"));
      if (settings.maxPages() > 0) {
        statement.execute("PRAGMA max_page_count=" + settings.maxPages());
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// A connection that cannot write and on which no query outlives `deadline`.
  Connection openReader(Deadline deadline) throws SQLException {
    var connection = open();
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only=1");
      ProgressHandler.setHandler(
          connection,
          STEPS_BETWEEN_CHECKS,
          new ProgressHandler() {
            @Override
            protected int progress() {
              return deadline.hasPassed() ? 1 : 0;
            }
          });
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Connection open() throws SQLException {
    var properties = new Properties();
    properties.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
    // Or the driver asks for the last key after each insert, by a query that it prepares each time.
    properties.setProperty("jdbc.get_generated_keys", "false");
    return JDBC.createConnection("jdbc:sqlite:" + settings.file(), properties);
  }

  /// When the query that runs on a connection has to end.
  static final class Deadline {
    private volatile long at = System.nanoTime() + Long.MAX_VALUE / 2;

    void start() {
      at = System.nanoTime() + READ_LIMIT_NANOS;
    }

    private boolean hasPassed() {
      return System.nanoTime() - at > 0;
    }
  }
}
