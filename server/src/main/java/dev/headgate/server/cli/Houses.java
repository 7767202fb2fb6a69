package dev.headgate.server.cli;

import dev.headgate.server.boot.House;
import dev.headgate.server.boot.Records;
import dev.headgate.server.boot.Serving;
import dev.headgate.server.config.Project;
import dev.headgate.server.config.Settings;
import dev.headgate.store.directory.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Opens houses for commands.
final class Houses {
  // Held, since a logger that nobody holds forgets its level. Lucene's only warns that a module is
  // off whose use would print a warning of its own.
  private static final List<Logger> TALKATIVE =
      List.of(
          Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider"),
          Logger.getLogger("io.helidon.common.features"),
          Logger.getLogger("io.helidon.webserver"));

  // Says at length what the command then says in a sentence.
  private static final Logger LISTENER = Logger.getLogger("io.helidon.webserver.LoomServer");

  // One line an event, with a time that sorts.
  private static final String LOG_LINE = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n";

  private Houses() {}

  /// For a command that serves nobody but its user.
  static House open(Project project, Path dataDirectory) {
    prepare(dataDirectory);
    return House.open(project, dataDirectory, InstantSource.system(), (_, _, _) -> {});
  }

  /// Only what was kept.
  ///
  /// @param settings as far as they can be read
  static Records openRecords(Settings settings, Path dataDirectory) {
    prepare(dataDirectory);
    return Records.open(settings, dataDirectory, InstantSource.system());
  }

  /// With its front door.
  ///
  /// @param freePort takes any port, whatever is declared
  static Serving serve(Project project, Path dataDirectory, boolean freePort) throws IOException {
    prepare(dataDirectory);
    return Serving.start(project, dataDirectory, freePort);
  }

  private static void prepare(Path dataDirectory) {
    silenceLibraries();
    shapeLog();
    DataDirectory.findOwner(dataDirectory)
        .ifPresent(owner -> {
          throw new CommandFailed(
              ExitCode.UNAVAILABLE,
              "the data directory %s is in use by process %d%s; stop that process or name another directory"
                  .formatted(
                      dataDirectory,
                      owner.pid(),
                      owner.address().isEmpty() ? "" : ", which serves " + owner.address()));
        });
  }

  private static void shapeLog() {
    if (System.getProperty("java.util.logging.config.file") == null) {
      System.setProperty("java.util.logging.SimpleFormatter.format", LOG_LINE);
    }
  }

  // What libraries say at their start is no news to whoever runs Headgate.
  static void silenceLibraries() {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    LISTENER.setLevel(Level.OFF);
    TALKATIVE.forEach(logger ->
        logger.setLevel(logger.getName().startsWith("org") ? Level.SEVERE : Level.WARNING));
  }
}
