package dev.headgate.store.reviews;

import dev.headgate.store.database.Database;
import dev.headgate.store.database.Session;
import java.sql.SQLException;
import java.util.List;

/// What has to be told of reviews, until it was. Thread-safe.
public final class ReviewOutbox {
  /// Most rows that wait; a new one replaces the oldest.
  static final int MAX_WAITING = 10_000;

  private static final int BATCH = 32;

  private final Database core;

  public ReviewOutbox(Database core) {
    this.core = core;
  }

  /// @param id of the message, the same however often it is sent
  static void insert(
      Session session, String id, String project, String review, String type, long at)
      throws SQLException {
    session.update(
        "DELETE FROM review_event WHERE id IN (SELECT id FROM review_event WHERE state = 'waiting'"
            + " ORDER BY next_at DESC LIMIT 1000 OFFSET ?)",
        MAX_WAITING - 1);
    session.update(
        "INSERT INTO review_event (id, project, review, type, at, state, attempts, next_at)"
            + " VALUES (?, ?, ?, ?, ?, 'waiting', 0, ?)",
        id,
        project,
        review,
        type,
        at,
        at);
  }

  /// What is due, oldest first; 32 at most.
  public List<ReviewEvent> due(long nowMillis) {
    return core.read(session ->
        session.query(
            "SELECT id, project, review, type, at, attempts FROM review_event"
                + " WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at LIMIT ?",
            row ->
                new ReviewEvent(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    row.getInt(6)),
            nowMillis,
            BATCH));
  }

  /// It was taken, or there is nobody to take it.
  public void delivered(String id) {
    core.write(session -> session.update("DELETE FROM review_event WHERE id = ?", id));
  }

  /// It was not taken; try again later.
  public void retry(String id, long atMillis) {
    core.write(session ->
        session.update(
            "UPDATE review_event SET attempts = attempts + 1, next_at = ? WHERE id = ?",
            atMillis,
            id));
  }

  /// Nobody will take it any more; it stays until its review is deleted.
  public void giveUp(String id) {
    core.write(
        session -> session.update("UPDATE review_event SET state = 'dead' WHERE id = ?", id));
  }
}
