package dev.headgate.runtime.access;

import dev.headgate.store.database.Database;
import dev.headgate.store.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys in core.db. Each change raises the version in the same transaction. Thread-safe.
final class SqlKeys {
  private final Database core;

  SqlKeys(Database core) {
    this.core = core;
  }

  /// Everything, as of one version.
  record Loaded(long version, List<StoredKey> keys) {}

  private record Owner(String project, String id) {}

  long version() {
    return core.read(SqlKeys::version);
  }

  Loaded load() {
    return core.read(session -> {
      var secrets = new LinkedHashMap<Owner, List<StoredKey.Secret>>();
      for (var found :
          session.query(
              "SELECT project, key_id, lookup, hint, created_at, expires_at FROM access_secret"
                  + " ORDER BY created_at, lookup",
              row -> Map.entry(new Owner(row.getString(1), row.getString(2)), secret(row)))) {
        secrets.computeIfAbsent(found.getKey(), _ -> new ArrayList<>()).add(found.getValue());
      }
      var keys =
          session.query(
              "SELECT project, id, name, terms, created_at, expires_at, revoked_at FROM access_key"
                  + " ORDER BY created_at, id",
              row -> key(row, secrets));
      return new Loaded(version(session), keys);
    });
  }

  /// False if the project has a key of that name that is not revoked.
  boolean add(StoredKey key) {
    return core.write(session -> {
      var taken =
          session.find(
              "SELECT 1 FROM access_key WHERE project = ? AND name = ? AND revoked_at IS NULL",
              _ -> 1,
              key.project(),
              key.name());
      if (taken.isPresent()) {
        return false;
      }
      session.update(
          "INSERT INTO access_key (project, id, name, terms, created_at, expires_at)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          key.project(),
          key.id(),
          key.name(),
          KeyTermsJson.write(key.terms()),
          key.times().createdAt(),
          key.times().expiresAt());
      insert(session, key.project(), key.id(), key.secrets().getLast());
      changed(session);
      return true;
    });
  }

  /// Gives a key a new secret; the others end at `othersEndAt`, if they do not end before.
  void rotate(String project, String id, StoredKey.Secret next, long othersEndAt) {
    core.write(session -> {
      session.update(
          "UPDATE access_secret SET expires_at = ? WHERE project = ? AND key_id = ?"
              + " AND (expires_at IS NULL OR expires_at > ?)",
          othersEndAt,
          project,
          id,
          othersEndAt);
      insert(session, project, id, next);
      changed(session);
      return true;
    });
  }

  void expire(String project, String id, @Nullable Long atMillis) {
    core.write(session -> {
      session.update(
          "UPDATE access_key SET expires_at = ? WHERE project = ? AND id = ?",
          atMillis,
          project,
          id);
      changed(session);
      return true;
    });
  }

  void revoke(String project, String id, long atMillis) {
    core.write(session -> {
      session.update(
          "UPDATE access_key SET revoked_at = ? WHERE project = ? AND id = ?"
              + " AND revoked_at IS NULL",
          atMillis,
          project,
          id);
      changed(session);
      return true;
    });
  }

  private static void insert(Session session, String project, String id, StoredKey.Secret secret)
      throws SQLException {
    session.update(
        "INSERT INTO access_secret (lookup, project, key_id, hint, created_at, expires_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        secret.lookup(),
        project,
        id,
        secret.hint(),
        secret.createdAt(),
        secret.expiresAt());
  }

  private static void changed(Session session) throws SQLException {
    session.update("UPDATE access_change SET version = version + 1 WHERE one = 1");
  }

  private static long version(Session session) throws SQLException {
    return session
        .find("SELECT version FROM access_change WHERE one = 1", row -> row.getLong(1))
        .orElseThrow();
  }

  private static StoredKey.Secret secret(ResultSet row) throws SQLException {
    return new StoredKey.Secret(
        row.getBytes(3), row.getString(4), row.getLong(5), optional(row, 6).orElse(null));
  }

  private static StoredKey key(ResultSet row, Map<Owner, List<StoredKey.Secret>> secrets)
      throws SQLException {
    var owner = new Owner(row.getString(1), row.getString(2));
    return new StoredKey(
        owner.id,
        row.getString(3),
        KeyTermsJson.read(row.getString(4)),
        new StoredKey.Times(
            row.getLong(5), optional(row, 6).orElse(null), optional(row, 7).orElse(null)),
        secrets.getOrDefault(owner, List.of()));
  }

  private static Optional<Long> optional(ResultSet row, int column) throws SQLException {
    var value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }
}
