package dev.headgate.store.releases;

import dev.headgate.store.database.Database;
import java.util.List;

/// The releases in core.db. Thread-safe.
public final class ReleaseStore {
  private static final int MAX_LISTED = 1_000;

  private final Database core;

  public ReleaseStore(Database core) {
    this.core = core;
  }

  /// Remembers a release; one that is known keeps its content and the time at which it was first
  /// seen.
  ///
  /// @return whether it was new
  public boolean remember(String feature, String release, String contentJson, long atMillis) {
    return core.write(session ->
        session.update(
            "INSERT INTO release (feature, release, content, first_seen_at)"
                + " VALUES (?, ?, ?, ?) ON CONFLICT (feature, release) DO NOTHING",
            feature,
            release,
            contentJson,
            atMillis))
        > 0;
  }

  /// The latest 1,000 releases of a feature, newest first.
  public List<StoredRelease> list(String feature) {
    return core.read(session ->
        session.query(
            "SELECT release, content, first_seen_at FROM release WHERE feature = ?"
                + " ORDER BY first_seen_at DESC, release LIMIT ?",
            row -> new StoredRelease(feature, row.getString(1), row.getString(2), row.getLong(3)),
            feature,
            MAX_LISTED));
  }
}
