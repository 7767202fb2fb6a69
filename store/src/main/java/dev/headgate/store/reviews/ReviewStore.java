package dev.headgate.store.reviews;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.database.Database;
import dev.headgate.store.database.Session;
import dev.headgate.store.encryption.DataKeys;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The reviews in core.db. Thread-safe.
public final class ReviewStore {
  /// Most reviews of one list.
  public static final int MAX_LISTED = 1_000;

  private static final int NONCE_BYTES = 12;
  // Rows deleted by one call, so that none waits for a great cleaning.
  private static final int MAX_SWEPT = 100;

  private final Database core;
  private final DataKeys keys;
  private final Supplier<ReviewBounds> bounds;
  private final InstantSource clock;
  private final SecureRandom random;

  /// @param bounds as they are declared now
  public ReviewStore(
      Database core,
      DataKeys keys,
      Supplier<ReviewBounds> bounds,
      InstantSource clock,
      SecureRandom random) {
    this.core = core;
    this.keys = keys;
    this.bounds = bounds;
    this.clock = clock;
    this.random = random;
  }

  /// Puts a call in the queue, and what has to be told of it in the outbox; when this returns both
  /// survive a power cut.
  ///
  /// @param user under whose key it is sealed, empty for nobody's
  /// @param event id of what is told, null if nobody is
  /// @throws CallFailed with `REVIEW_QUEUE_FULL` if too many of the project's are open
  public void add(
      String id, ReviewOrigin origin, String user, byte[] question, @Nullable String event) {
    var now = clock.millis();
    var bound = bounds.get();
    var key = keys.of(user);
    var nonce = nonce();
    var sealed = key.seal(nonce, context("review", origin.project(), id), question);
    core.write(session -> {
      sweep(session, origin.project(), now, bound.maxPerProject());
      requireRoom(session, origin.project(), now, bound.maxPerProject());
      if (event != null) {
        ReviewOutbox.insert(session, event, origin.project(), id, ReviewEvent.WAITING, now);
      }
      return session.update(
          "INSERT INTO review (project, id, state, caller, feature, release, tier, trace, assignee,"
              + " created_at, due_at, delete_at, data_key, nonce, sealed)"
              + " VALUES (?, ?, 'waiting', ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?)",
          origin.project(),
          id,
          origin.caller(),
          origin.feature(),
          origin.release(),
          origin.tier(),
          origin.trace(),
          now,
          now + bound.answerWithin().toMillis(),
          now + bound.keep().toMillis(),
          key.id(),
          nonce,
          sealed);
    });
  }

  /// The review with its texts; empty if the project has none with that id, or no longer.
  public Optional<StoredReview> find(String project, String id) {
    return core.read(session -> row(session, project, id)).map(this::open);
  }

  /// Reviews without their texts, the oldest first.
  ///
  /// @param project empty for all
  /// @param state null for all
  public List<StoredReview> list(String project, @Nullable ReviewState state, int limit) {
    var now = clock.millis();
    var found =
        core.read(session ->
            session.query(
                "SELECT project, id, state, caller, feature, release, tier, trace, assignee,"
                    + " created_at, due_at, answered_at, data_key, nonce, sealed, answer_nonce,"
                    + " answer_sealed FROM review WHERE delete_at > ? AND (? = '' OR project = ?)"
                    + " AND (? = '' OR CASE WHEN state <> 'answered' AND due_at <= ?"
                    + " THEN 'expired' ELSE state END = ?) ORDER BY created_at, id LIMIT ?",
                row -> row(row),
                now,
                project,
                project,
                name(state),
                now,
                name(state),
                Math.min(limit, MAX_LISTED)));
    return found.stream().map(row -> row.review(now, new byte[0], "")).toList();
  }

  /// Says who shall answer.
  ///
  /// @return false if the project has none with that id
  /// @throws CallFailed with `REVIEW_CLOSED` if it is answered or expired
  public boolean assign(String project, String id, String assignee) {
    return core.write(session -> {
      var row = row(session, project, id);
      if (row.isEmpty()) {
        return false;
      }
      requireOpen(row.get());
      session.update(
          "UPDATE review SET state = ?, assignee = ? WHERE project = ? AND id = ?",
          name(assignee.isEmpty() ? ReviewState.WAITING : ReviewState.ASSIGNED),
          assignee,
          project,
          id);
      return true;
    });
  }

  /// Answers, and puts what has to be told of it in the outbox.
  ///
  /// @param by who answers
  /// @param event id of what is told, null if nobody is
  /// @return false if the project has none with that id, or whoever asked has been forgotten
  /// @throws CallFailed with `REVIEW_CLOSED` if it is answered or expired
  public boolean answer(
      String project, String id, String by, String answer, @Nullable String event) {
    var before = core.read(session -> row(session, project, id));
    var key = before.flatMap(row -> keys.find(row.dataKey));
    if (key.isEmpty()) {
      return false;
    }
    var nonce = nonce();
    var sealed = key.get().seal(nonce, context("answer", project, id), answer.getBytes(UTF_8));
    return core.write(session -> {
      var row = row(session, project, id);
      if (row.isEmpty()) {
        return false;
      }
      requireOpen(row.get());
      var now = clock.millis();
      if (event != null) {
        ReviewOutbox.insert(session, event, project, id, ReviewEvent.ANSWERED, now);
      }
      session.update(
          "UPDATE review SET state = 'answered', assignee = ?, answered_at = ?, answer_nonce = ?,"
              + " answer_sealed = ? WHERE project = ? AND id = ?",
          by,
          now,
          nonce,
          sealed,
          project,
          id);
      return true;
    });
  }

  private Optional<Row> row(Session session, String project, String id) throws SQLException {
    return session.find(
        "SELECT project, id, state, caller, feature, release, tier, trace, assignee, created_at,"
            + " due_at, answered_at, data_key, nonce, sealed, answer_nonce, answer_sealed"
            + " FROM review WHERE project = ? AND id = ? AND delete_at > ?",
        row -> row(row),
        project,
        id,
        clock.millis());
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString(2),
        new ReviewOrigin(
            row.getString(1),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getString(7),
            row.getString(8)),
        row.getString(3),
        row.getString(9),
        new StoredReview.Times(row.getLong(10), row.getLong(11), row.getLong(12)),
        row.getLong(13),
        new Sealed(row.getBytes(14), row.getBytes(15)),
        row.getBytes(16) == null ? null : new Sealed(row.getBytes(16), row.getBytes(17)));
  }

  private StoredReview open(Row row) {
    var project = row.origin.project();
    var key = keys.find(row.dataKey);
    var question =
        key.flatMap(known ->
            known.open(row.question.nonce, context("review", project, row.id), row.question.bytes));
    var sealed = row.answer;
    var answer =
        sealed == null
            ? Optional.<byte[]>empty()
            : key.flatMap(known ->
                known.open(sealed.nonce, context("answer", project, row.id), sealed.bytes));
    return row.review(
        clock.millis(),
        question.orElse(new byte[0]),
        answer.map(bytes -> new String(bytes, UTF_8)).orElse(""));
  }

  private void requireOpen(Row row) {
    var state = row.state(clock.millis());
    if (!state.isOpen()) {
      throw new CallFailed(
          ErrorCode.REVIEW_CLOSED,
          "review \"%s\" is %s; only one that waits can be assigned or answered"
              .formatted(row.id, state.wireName()));
    }
  }

  private static void requireRoom(Session session, String project, long now, int max)
      throws SQLException {
    var open =
        session
            .find(
                "SELECT COUNT(*) FROM review WHERE project = ? AND state <> 'answered'"
                    + " AND due_at > ?",
                row -> row.getInt(1),
                project,
                now)
            .orElse(0);
    if (open >= max) {
      throw new CallFailed(
          ErrorCode.REVIEW_QUEUE_FULL,
          "project \"%s\" has %d reviews that nobody has answered; answer some, or raise reviews.max-per-project"
              .formatted(project, open));
    }
  }

  private static void sweep(Session session, String project, long now, int max)
      throws SQLException {
    session.update(
        "DELETE FROM review_event WHERE (project, review) IN"
            + " (SELECT project, id FROM review WHERE delete_at <= ? LIMIT ?)",
        now,
        MAX_SWEPT);
    session.update(
        "DELETE FROM review WHERE (project, id) IN"
            + " (SELECT project, id FROM review WHERE delete_at <= ? LIMIT ?)",
        now,
        MAX_SWEPT);
    session.update(
        "DELETE FROM review WHERE project = ? AND id IN (SELECT id FROM review WHERE project = ?"
            + " AND (state = 'answered' OR due_at <= ?) ORDER BY created_at DESC, id DESC"
            + " LIMIT ? OFFSET ?)",
        project,
        project,
        now,
        MAX_SWEPT,
        max);
  }

  private byte[] nonce() {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  // What was sealed for one place does not open in another.
  private static byte[] context(String part, String project, String id) {
    return (part + '\0' + project + '\0' + id).getBytes(UTF_8);
  }

  private static String name(@Nullable ReviewState state) {
    return state == null ? "" : state.wireName();
  }

  private record Sealed(byte[] nonce, byte[] bytes) {}

  private record Row(
      String id,
      ReviewOrigin origin,
      String stored,
      String assignee,
      StoredReview.Times times,
      long dataKey,
      Sealed question,
      @Nullable Sealed answer) {
    ReviewState state(long now) {
      return ReviewState.of(stored, times.dueAt() <= now);
    }

    StoredReview review(long now, byte[] asked, String answered) {
      return new StoredReview(id, origin, state(now), assignee, times, asked, answered);
    }
  }
}
