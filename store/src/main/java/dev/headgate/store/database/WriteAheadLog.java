package dev.headgate.store.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;

/// The file that SQLite writes to before the database. Only the writer's thread changes it.
final class WriteAheadLog {
  private WriteAheadLog() {}

  /// Gives the log its steady size by adding zeros, which SQLite takes for the end of the log.
  static void grow(DatabaseSettings settings) throws IOException {
    var log = Path.of(settings.file() + "-wal");
    var zeros = ByteBuffer.allocate(1 << 16);
    try (var channel = FileChannel.open(log, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      for (long size = channel.size(); size < settings.walBytes(); ) {
        zeros.clear();
        size += channel.write(zeros, size);
      }
    }
  }

  /// Writes the log back and empties it, outside of a transaction; false if a reader still needs
  /// it.
  static boolean erase(DatabaseSettings settings, Connection writer)
      throws SQLException, IOException {
    try (var statement = writer.createStatement();
        var row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      if (!row.next() || row.getInt("busy") != 0) {
        return false;
      }
    }
    grow(settings);
    return true;
  }
}
