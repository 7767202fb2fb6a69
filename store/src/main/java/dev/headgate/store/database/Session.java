package dev.headgate.store.database;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection in the hands of a unit of work. The compiler refuses SQL text that is not a
/// constant, so values can only be bound; and since texts are constants, keeping each one prepared
/// is bounded by the size of the program. Values are Long, Integer, Double, String, byte[] or null.
/// Not thread-safe, and of no use after the work has returned.
public final class Session {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private @Nullable SQLException failure;
  private boolean erasesLog;

  Session(Connection connection) {
    this.connection = connection;
  }

  /// Runs a statement and returns how many rows it changed.
  public int update(@CompileTimeConstant final String sql, @Nullable Object... values)
      throws SQLException {
    try {
      return bind(sql, values).executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  public <T> List<T> query(
      @CompileTimeConstant final String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    try (var rows = bind(sql, values).executeQuery()) {
      var result = new ArrayList<T>();
      while (rows.next()) {
        result.add(reader.read(rows));
      }
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// The first row, if there is one.
  public <T> Optional<T> find(
      @CompileTimeConstant final String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    try (var rows = bind(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// Has what this work deletes overwritten in the log too, before the work is acknowledged unless
  /// a reader still needs it, and then as soon as none does.
  public void eraseLog() {
    erasesLog = true;
  }

  /// Whether any work asked for that since this was asked last.
  boolean takeErasure() {
    var asked = erasesLog;
    erasesLog = false;
    return asked;
  }

  /// Throws if a statement has failed, even if the work went on as if nothing had happened.
  void check() throws SQLException {
    if (failure != null) {
      throw failure;
    }
  }

  /// Some failures roll the transaction back; what came after them would commit by itself.
  private SQLException failed(SQLException reason) {
    if (failure == null) {
      failure = reason;
    }
    return reason;
  }

  private PreparedStatement bind(String sql, @Nullable Object[] values) throws SQLException {
    check();
    var statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
