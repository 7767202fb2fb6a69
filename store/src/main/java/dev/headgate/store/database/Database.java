package dev.headgate.store.database;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.store.directory.DataDirectory;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.flywaydb.core.api.FlywayException;

/// An SQLite file with one writer and a few readers. Thread-safe; both calls may come from virtual
/// threads and block until done.
public final class Database implements AutoCloseable {
  private final GroupWriter writer;
  private final Readers readers;

  private Database(GroupWriter writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  /// Opens `core.db`: what is committed there survives a power cut.
  ///
  /// @param onFatal is told why the process must stop, when the disk has broken its promise
  public static Database openCore(
      DataDirectory directory, InstantSource clock, Consumer<String> onFatal) {
    return open(
        new DatabaseSettings(directory.coreDatabase(), Schema.CORE, true, 4_096, 4 << 20, 0),
        directory,
        clock,
        onFatal);
  }

  /// Opens `trace.db`: a power cut may cost its last transactions, which can be read back from the
  /// segments.
  ///
  /// @param onFatal is told why the process must stop, when the disk has broken its promise
  public static Database openTrace(
      DataDirectory directory, InstantSource clock, Consumer<String> onFatal) {
    return open(
        new DatabaseSettings(directory.traceDatabase(), Schema.TRACE, false, 16_384, 8 << 20, 0),
        directory,
        clock,
        onFatal);
  }

  static Database open(
      DatabaseSettings settings,
      DataDirectory directory,
      InstantSource clock,
      Consumer<String> onFatal) {
    var connections = new Connections(settings);
    try {
      Migrations.run(connections, settings.schema());
    } catch (SQLException | FlywayException e) {
      throw Failures.cannotOpen(settings.file(), e);
    }
    var database =
        new Database(
            new GroupWriter(settings, connections, directory.ballast(), clock, onFatal),
            new Readers(settings, connections));
    try {
      // SQLite removes the log with the last connection; from here on one is always open.
      database.read(session -> session.find("SELECT 1 FROM sqlite_schema", _ -> 1));
      WriteAheadLog.grow(settings);
      return database;
    } catch (IOException e) {
      database.close();
      throw Failures.cannotOpen(settings.file(), e);
    } catch (CallFailed e) {
      database.close();
      throw e;
    }
  }

  /// Runs the work in a transaction and returns when it is committed.
  ///
  /// @throws CallFailed if the disk is full or fails, or if the work threw it
  public <T> T write(Work<T> work) {
    return writer.run(work);
  }

  /// Runs the work on one unchanging state of the file, for two seconds at most.
  public <T> T read(Work<T> work) {
    return readers.run(work);
  }

  /// Does what is waiting, then closes.
  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
