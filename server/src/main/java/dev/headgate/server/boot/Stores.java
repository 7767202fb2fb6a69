package dev.headgate.server.boot;

import dev.headgate.kernel.ids.IdSource;
import dev.headgate.runtime.access.Keys;
import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.store.encryption.DataKeys;
import dev.headgate.store.encryption.MasterKey;
import dev.headgate.store.traces.TraceLog;
import dev.headgate.store.traces.TracesConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/// What of a data directory is opened before anything else.
///
/// @param keys under which texts are encrypted
record Stores(
    Parts parts,
    DataDirectory directory,
    Database core,
    MasterKey master,
    DataKeys keys,
    InstantSource clock,
    SecureRandom random) {
  private static final System.Logger LOG = System.getLogger(Stores.class.getName());

  /// Takes the directory, which no other process may own.
  ///
  /// @param parts keeps what is opened, and closes it
  static Stores open(Parts parts, Path data, InstantSource clock) {
    var random = new SecureRandom();
    var directory = parts.keep(DataDirectory.open(data), DataDirectory::close);
    var core =
        parts.keep(Database.openCore(directory, clock, Stores::stopTheProcess), Database::close);
    var master = MasterKey.load(directory, core, random);
    return new Stores(parts, directory, core, master, DataKeys.open(core, master), clock, random);
  }

  IdSource ids() {
    return new IdSource(clock, () -> ThreadLocalRandom.current().nextLong());
  }

  Keys apiKeys(IdSource ids) {
    return new Keys(core, master.hashFor("api keys"), clock, ids, random);
  }

  TraceLog traces(TracesConfig config) {
    return parts.keep(
        TraceLog.open(directory, keys, config, clock, Stores::stopTheProcess), TraceLog::close);
  }

  // After a failed fsync the page cache may have dropped what was acknowledged: only a new process
  // may look again.
  private static void stopTheProcess(String reason) {
    LOG.log(System.Logger.Level.ERROR, reason);
    Runtime.getRuntime().halt(1);
  }
}
