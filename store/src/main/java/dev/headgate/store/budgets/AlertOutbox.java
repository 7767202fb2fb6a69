package dev.headgate.store.budgets;

import dev.headgate.store.database.Database;
import dev.headgate.store.database.Session;
import java.sql.SQLException;
import java.util.List;

/// What has to be told, until it was. Thread-safe.
public final class AlertOutbox {
  /// Most rows that wait; a new one replaces the oldest.
  static final int MAX_WAITING = 10_000;

  private static final int BATCH = 32;

  private final Database core;

  public AlertOutbox(Database core) {
    this.core = core;
  }

  static void insert(Session session, AlertRow alert) throws SQLException {
    session.update(
        "DELETE FROM budget_event WHERE id IN (SELECT id FROM budget_event WHERE state = 'waiting'"
            + " ORDER BY next_at DESC LIMIT 1000 OFFSET ?)",
        MAX_WAITING - 1);
    var standing = alert.standing();
    session.update(
        "INSERT INTO budget_event (id, at, type, budget, subject, starts_at, ends_at, spent, lim,"
            + " per_mille, caller, state, attempts, next_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?)",
        alert.id(),
        alert.atMillis(),
        alert.type(),
        standing.window().budget(),
        standing.window().subject(),
        standing.window().startsAtMillis(),
        standing.endsAtMillis(),
        standing.spent(),
        standing.limit(),
        standing.perMille(),
        alert.caller(),
        alert.atMillis());
  }

  /// What is due, oldest first; 32 at most.
  public List<AlertRow> due(long nowMillis) {
    return core.read(session ->
        session.query(
            "SELECT id, at, type, budget, subject, starts_at, ends_at, spent, lim, per_mille,"
                + " caller, attempts FROM budget_event WHERE state = 'waiting' AND next_at <= ?"
                + " ORDER BY next_at LIMIT ?",
            row ->
                new AlertRow(
                    row.getString(1),
                    row.getLong(2),
                    row.getString(3),
                    new AlertRow.Standing(
                        new WindowKey(row.getString(4), row.getString(5), "", row.getLong(6)),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getInt(10)),
                    row.getString(11),
                    row.getInt(12)),
            nowMillis,
            BATCH));
  }

  /// It was taken.
  public void delivered(String id) {
    core.write(session -> session.update("DELETE FROM budget_event WHERE id = ?", id));
  }

  /// It was not taken; try again later.
  public void retry(String id, long atMillis) {
    core.write(session ->
        session.update(
            "UPDATE budget_event SET attempts = attempts + 1, next_at = ? WHERE id = ?",
            atMillis,
            id));
  }

  /// Nobody will take it any more; it stays for whoever looks.
  public void giveUp(String id) {
    core.write(
        session -> session.update("UPDATE budget_event SET state = 'dead' WHERE id = ?", id));
  }

  /// How many were given up.
  public int dead() {
    return core.read(session ->
        session
            .find("SELECT COUNT(*) FROM budget_event WHERE state = 'dead'", row -> row.getInt(1))
            .orElse(0));
  }
}
