package dev.headgate.store.database;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Brings a file's tables up to date.
///
/// The same files serve SQLite and PostgreSQL, which differ in four words. A `clustered` table is
/// stored in the order of its primary key, without a second index.
final class Migrations {
  private static final Map<String, String> SQLITE_WORDS =
      Map.of(
          "i64", "INTEGER",
          "bytes", "BLOB",
          "strict", "STRICT",
          "clustered", "STRICT, WITHOUT ROWID");

  private Migrations() {}

  static void run(Connections connections, Schema schema) throws SQLException {
    try (var connection = connections.openWriter();
        var statement = connection.createStatement()) {
      int version;
      try (var row = statement.executeQuery("PRAGMA user_version")) {
        version = row.getInt(1);
      }
      if (version > schema.newest()) {
        throw new CallFailed(
            ErrorCode.STORAGE_FAILED,
            "the data directory was written by a newer Headgate (tables \"%s\" of version %d, this one knows %d); start that one, or name another data directory"
                .formatted(schema.folder(), version, schema.newest()));
      }
      // Flyway costs more at each start than everything else here together, so it is asked only
      // when there is something to do.
      if (version < schema.newest()) {
        migrate(connections, schema);
        statement.execute("PRAGMA user_version=" + schema.newest());
      }
    }
  }

  private static void migrate(Connections connections, Schema schema) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(new WriterSource(connections))
        .locations("classpath:dev/headgate/store/schema/" + schema.folder())
        .placeholders(SQLITE_WORDS)
        .table("schema_history_" + schema.folder())
        .loggers(FlywayLogs.class.getName())
        .load()
        .migrate();
  }

  /// Hands Flyway connections that are set up as ours are.
  private record WriterSource(Connections connections) implements DataSource {
    @Override
    public Connection getConnection() throws SQLException {
      return connections.openWriter();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
