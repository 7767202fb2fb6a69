package dev.headgate.store.database;

import java.sql.ResultSet;
import java.sql.SQLException;

/// Turns the row at which a result stands into a value.
@FunctionalInterface
public interface RowReader<T> {
  T read(ResultSet row) throws SQLException;
}
