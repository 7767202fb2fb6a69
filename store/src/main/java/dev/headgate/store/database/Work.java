package dev.headgate.store.database;

import java.sql.SQLException;

/// What one caller wants done in one transaction. It may be run more than once, when the first run
/// was rolled back for somebody else's sake, so its only effects are in the database. What it
/// throws undoes it and nothing else.
@FunctionalInterface
public interface Work<T> {
  T run(Session session) throws SQLException;
}
