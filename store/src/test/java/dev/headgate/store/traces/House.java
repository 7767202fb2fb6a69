package dev.headgate.store.traces;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.store.encryption.DataKeys;
import dev.headgate.store.encryption.MasterKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/// A data directory with everything open, as a server has it.
record House(DataDirectory directory, Database core, DataKeys keys, TraceLog traces)
    implements AutoCloseable {
  static final long NOW = InstantSource.system().millis();
  static final TracesConfig DEFAULTS =
      new TracesConfig(
          true, Duration.ofDays(30), 20L << 30, 64L << 20, Duration.ofMillis(250), false);

  static House open(Path folder) {
    return open(folder, DEFAULTS, InstantSource.system(), ChannelFile::new, _ -> {});
  }

  static House open(
      Path folder,
      TracesConfig config,
      InstantSource clock,
      SegmentFolder.Opener opener,
      Consumer<String> onFatal) {
    var opened = new ArrayDeque<Runnable>();
    try {
      var directory = DataDirectory.open(folder);
      opened.push(directory::close);
      var core = Database.openCore(directory, clock, onFatal);
      opened.push(core::close);
      var keys = DataKeys.open(core, MasterKey.load(directory, core, new SecureRandom()));
      var traces = TraceLog.open(directory, keys, config, clock, onFatal, opener);
      return new House(directory, core, keys, traces);
    } catch (CallFailed e) {
      opened.forEach(Runnable::run);
      throw e;
    }
  }

  @Override
  public void close() {
    traces.close();
    core.close();
    directory.close();
  }
}
