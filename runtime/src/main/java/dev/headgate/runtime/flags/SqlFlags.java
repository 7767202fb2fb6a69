package dev.headgate.runtime.flags;

import dev.headgate.store.database.Database;
import java.util.HashMap;
import java.util.Map;

/// The flags that were set, in core.db. Thread-safe.
final class SqlFlags {
  private final Database core;

  SqlFlags(Database core) {
    this.core = core;
  }

  Map<String, SetFlag> load() {
    return core.read(session -> {
      var flags = new HashMap<String, SetFlag>();
      for (var row :
          session.query(
              "SELECT name, is_on, set_at, set_by FROM flag",
              found ->
                  Map.entry(
                      found.getString(1),
                      new SetFlag(found.getInt(2) == 1, found.getLong(3), found.getString(4))))) {
        flags.put(row.getKey(), row.getValue());
      }
      return flags;
    });
  }

  void set(String name, SetFlag flag) {
    core.write(session ->
        session.update(
            "INSERT INTO flag (name, is_on, set_at, set_by) VALUES (?, ?, ?, ?) ON CONFLICT (name)"
                + " DO UPDATE SET is_on = excluded.is_on, set_at = excluded.set_at,"
                + " set_by = excluded.set_by",
            name,
            flag.on() ? 1 : 0,
            flag.at(),
            flag.by()));
  }
}
