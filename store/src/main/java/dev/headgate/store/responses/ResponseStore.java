package dev.headgate.store.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.store.database.Database;
import dev.headgate.store.database.Session;
import dev.headgate.store.encryption.DataKeys;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The kept answers in core.db. Thread-safe.
public final class ResponseStore {
  /// Most answers in one conversation.
  public static final int MAX_TURNS = 1_000;

  private static final int NONCE_BYTES = 12;
  // Rows deleted by one call, so that none waits for a great cleaning.
  private static final int MAX_SWEPT = 100;

  private final Database core;
  private final DataKeys keys;
  private final ResponsesConfig config;
  private final InstantSource clock;
  private final SecureRandom random;

  public ResponseStore(
      Database core,
      DataKeys keys,
      ResponsesConfig config,
      InstantSource clock,
      SecureRandom random) {
    this.core = core;
    this.keys = keys;
    this.config = config;
    this.clock = clock;
    this.random = random;
  }

  /// Keeps an answer, in place of one with the same id; when this returns it survives a power cut.
  ///
  /// @param project whose it is
  /// @param user under whose key it is sealed, empty for nobody's
  public void keep(String project, String user, StoredResponse response) {
    var now = clock.millis();
    var key = keys.of(user);
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    var sealed = key.seal(nonce, context(project, response.id()), clear(response));
    core.write(session -> {
      sweep(session, project, now);
      session.update("DELETE FROM response WHERE project = ? AND id = ?", project, response.id());
      return session.update(
          "INSERT INTO response"
              + " (project, id, previous, created_at, expires_at, data_key, nonce, sealed)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          project,
          response.id(),
          response.previous(),
          now,
          now + config.keep().toMillis(),
          key.id(),
          nonce,
          sealed);
    });
  }

  /// The answer; empty if the project has none with that id, or it has expired, or the person it
  /// was made for has been forgotten.
  public Optional<StoredResponse> find(String project, String id) {
    return row(project, id).flatMap(row -> open(project, row));
  }

  /// The conversation that ends with an answer, oldest first; empty if any turn of it is gone.
  public List<StoredResponse> conversation(String project, String id) {
    var turns = new ArrayList<StoredResponse>();
    for (var next = id; !next.isEmpty(); ) {
      var turn = turns.size() < MAX_TURNS ? find(project, next) : Optional.<StoredResponse>empty();
      if (turn.isEmpty()) {
        return List.of();
      }
      turns.add(turn.get());
      next = turn.get().previous();
    }
    return turns.reversed();
  }

  /// Deletes the answer, in the database's log too.
  ///
  /// @return whether there was one
  public boolean delete(String project, String id) {
    return core.write(session -> {
      session.eraseLog();
      return session.update(
          "DELETE FROM response WHERE project = ? AND id = ? AND expires_at > ?",
          project,
          id,
          clock.millis());
    })
        > 0;
  }

  private Optional<Row> row(String project, String id) {
    return core.read(session ->
        session.find(
            "SELECT previous, data_key, nonce, sealed FROM response"
                + " WHERE project = ? AND id = ? AND expires_at > ?",
            row -> new Row(id, row.getString(1), row.getLong(2), row.getBytes(3), row.getBytes(4)),
            project,
            id,
            clock.millis()));
  }

  private Optional<StoredResponse> open(String project, Row row) {
    return keys.find(row.dataKey)
        .flatMap(key -> key.open(row.nonce, context(project, row.id), row.sealed))
        .map(clear -> response(row, clear));
  }

  private void sweep(Session session, String project, long now) throws SQLException {
    session.update(
        "DELETE FROM response WHERE (project, id) IN"
            + " (SELECT project, id FROM response WHERE expires_at <= ? LIMIT ?)",
        now,
        MAX_SWEPT);
    session.update(
        "DELETE FROM response WHERE project = ? AND id IN (SELECT id FROM response"
            + " WHERE project = ? ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?)",
        project,
        project,
        MAX_SWEPT,
        config.maxPerProject() - 1);
  }

  // What was sealed for one row does not open in another.
  private static byte[] context(String project, String id) {
    return ("response\0" + project + '\0' + id).getBytes(UTF_8);
  }

  private static byte[] clear(StoredResponse response) {
    var input = response.input();
    return ByteBuffer.allocate(Integer.BYTES + input.length + response.answer().length)
        .putInt(input.length)
        .put(input)
        .put(response.answer())
        .array();
  }

  private static StoredResponse response(Row row, byte[] clear) {
    var answerFrom = Integer.BYTES + ByteBuffer.wrap(clear).getInt();
    return new StoredResponse(
        row.id,
        row.previous,
        Arrays.copyOfRange(clear, Integer.BYTES, answerFrom),
        Arrays.copyOfRange(clear, answerFrom, clear.length));
  }

  private record Row(String id, String previous, long dataKey, byte[] nonce, byte[] sealed) {}
}
