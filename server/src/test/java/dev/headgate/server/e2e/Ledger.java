package dev.headgate.server.e2e;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The ledger of a data directory, as it is on disk.
record Ledger(Path data) {
  /// What is entered in a budget, in nano-dollars.
  long sum(String budget) {
    return lines(budget).stream().mapToLong(Line::amount).sum();
  }

  List<Boolean> isEstimated(String budget) {
    return lines(budget).stream().map(Line::estimated).toList();
  }

  /// Calls of a budget that had an end.
  List<Line> lines(String budget) {
    return read(
        "SELECT line.id, entry.amount, line.estimated FROM budget_entry AS entry"
            + " JOIN ledger_line AS line ON line.id = entry.line_id"
            + " JOIN budget_window AS w ON w.id = entry.window_id"
            + " WHERE line.kind = 'call' AND w.budget = ?",
        budget);
  }

  /// Calls of a budget that run, or ran when the process was killed.
  List<Line> held(String budget) {
    return read(
        "SELECT hold.id, hold.amount, 1 FROM budget_hold AS hold"
            + " JOIN budget_window AS w ON w.id = hold.window_id WHERE w.budget = ?",
        budget);
  }

  int holds() {
    return read("SELECT id, amount, 1 FROM budget_hold WHERE id <> ?", "").size();
  }

  record Line(String id, long amount, boolean estimated) {}

  private List<Line> read(String sql, String value) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("core.db"));
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, value);
      var lines = new ArrayList<Line>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          lines.add(new Line(rows.getString(1), rows.getLong(2), rows.getInt(3) == 1));
        }
      }
      return lines;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
