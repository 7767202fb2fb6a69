package dev.headgate.store.encryption;

import dev.headgate.store.database.Database;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// One data key per subject, wrapped in core.db and remembered in memory. Thread-safe.
///
/// The empty subject stands for the directory itself, whose key lasts as long as the directory.
public final class DataKeys {
  private static final int MAX_REMEMBERED = 20_000;

  private final Database core;
  private final MasterKey master;
  private final ReentrantLock lock = new ReentrantLock();
  private final DataKey own;
  // By lookup, which is short, however long the name of the subject.
  private final Map<ByteBuffer, DataKey> remembered =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, DataKey> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };
  private long forgotten;

  private DataKeys(Database core, MasterKey master) {
    this.core = core;
    this.master = master;
    // Found under any master key, so that a wrong one is noticed.
    this.own = load(new byte[0]);
  }

  /// Opens the directory's own key, which proves that the master key is the right one.
  public static DataKeys open(Database core, MasterKey master) {
    return new DataKeys(core, master);
  }

  /// The subject's key; made and committed at the first sight of the subject.
  public DataKey of(String subject) {
    if (subject.isEmpty()) {
      return own;
    }
    var lookup = master.lookup(subject);
    var name = ByteBuffer.wrap(lookup);
    while (true) {
      long before;
      lock.lock();
      try {
        var known = remembered.get(name);
        if (known != null) {
          return known;
        }
        before = forgotten;
      } finally {
        lock.unlock();
      }
      var loaded = load(lookup);
      lock.lock();
      try {
        // A key that was read before somebody was forgotten may be the one that was destroyed.
        if (before == forgotten) {
          remembered.put(name, loaded);
          return loaded;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /// The key with this id; empty if it was destroyed.
  public Optional<DataKey> find(long id) {
    if (id == own.id()) {
      return Optional.of(own);
    }
    return core.read(session ->
        session.find(
            "SELECT lookup, wrapped FROM data_key WHERE id = ?",
            row -> new DataKey(id, master.unwrap(row.getBytes(2), row.getBytes(1))),
            id));
  }

  /// Destroys the subject's key. Nothing that was sealed under it can be read again.
  ///
  /// @return whether there was one
  public boolean forget(String subject) {
    if (subject.isEmpty()) {
      throw new IllegalArgumentException("the directory's own key cannot be forgotten");
    }
    var lookup = master.lookup(subject);
    int deleted =
        core.write(session -> {
          session.eraseLog();
          return session.update("DELETE FROM data_key WHERE lookup = ?", lookup);
        });
    lock.lock();
    try {
      forgotten++;
      remembered.remove(ByteBuffer.wrap(lookup));
    } finally {
      lock.unlock();
    }
    return deleted > 0;
  }

  private DataKey load(byte[] lookup) {
    // Chosen by chance, so that the id of a destroyed key never comes back with another key.
    var id = master.newId();
    var fresh = master.wrap(master.newKey(), lookup);
    return core.write(session -> {
      session.update(
          "INSERT INTO data_key (id, lookup, wrapped) VALUES (?, ?, ?)"
              + " ON CONFLICT (lookup) DO NOTHING",
          id,
          lookup,
          fresh);
      return session
          .find(
              "SELECT id, wrapped FROM data_key WHERE lookup = ?",
              row -> new DataKey(row.getLong(1), master.unwrap(row.getBytes(2), lookup)),
              lookup)
          .orElseThrow();
    });
  }
}
