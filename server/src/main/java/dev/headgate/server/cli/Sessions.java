package dev.headgate.server.cli;

import dev.headgate.server.admin.AdminToken;
import dev.headgate.server.config.LoadResult;
import dev.headgate.server.config.Project;
import dev.headgate.server.config.ProjectLoader;
import dev.headgate.server.config.ProjectSecrets;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.store.directory.Owner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Finds the house that a command works with: the server that owns the data directory, or, if none
/// runs, this process.
final class Sessions {
  /// The variable with the key for calls to features.
  static final String API_KEY = "HEADGATE_API_KEY";

  // A server announces its address when it listens, which is a moment after it owns the directory.
  private static final Duration STARTING = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private Sessions() {}

  static Session open(ProjectOptions options) throws IOException, InterruptedException {
    var folder = options.folder();
    var dataDirectory = dataDirectory(options, folder);
    var owner = findReadyOwner(dataDirectory);
    if (owner.isPresent()) {
      return remote(dataDirectory, owner.get());
    }
    return local(Projects.require(folder), dataDirectory);
  }

  /// For a look at what was kept: mistakes in the declarations are told, and do not matter.
  static RecordSession openRecords(ProjectOptions options, Terminal terminal)
      throws IOException, InterruptedException {
    var folder = options.folder();
    var dataDirectory = dataDirectory(options, folder);
    var owner = findReadyOwner(dataDirectory);
    if (owner.isPresent()) {
      return remote(dataDirectory, owner.get());
    }
    return switch (Projects.load(folder)) {
      case LoadResult.Loaded(var project) -> local(project, dataDirectory);
      case LoadResult.Rejected(var problems) -> {
        terminal.tell(
            Projects.count(problems)
                + ", so what was kept is shown without them; \"headgate check\" names what is wrong");
        var records =
            Houses.openRecords(
                ProjectLoader.readableSettings(folder, secrets(folder)), dataDirectory);
        yield new LocalRecords(records, records::close);
      }
    };
  }

  private static LocalSession local(Project project, Path dataDirectory) {
    return new LocalSession(Houses.open(project, dataDirectory), apiKey());
  }

  private static ProjectSecrets secrets(Path folder) {
    return new ProjectSecrets(folder, System.getenv());
  }

  /// Where the project keeps its data. Mistakes in other declarations do not matter: the server may
  /// run on what was right before.
  static Path dataDirectory(ProjectOptions options, Path folder) {
    return options
        .dataDirectory()
        .or(() -> ProjectLoader.findDataDirectory(folder, secrets(folder)))
        .orElseGet(() -> Projects.require(folder).settings().dataDirectory());
  }

  static String apiKey() {
    return Optional.ofNullable(System.getenv(API_KEY)).orElse("");
  }

  /// Who owns the directory; a process without an address gets some time to announce it.
  private static Optional<Owner> findReadyOwner(Path dataDirectory) throws InterruptedException {
    var deadline = System.nanoTime() + STARTING.toNanos();
    var owner = DataDirectory.findOwner(dataDirectory);
    while (owner.isPresent() && owner.get().address().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK_AGAIN);
      owner = DataDirectory.findOwner(dataDirectory);
    }
    return owner;
  }

  private static Session remote(Path dataDirectory, Owner owner) throws IOException {
    if (owner.address().isEmpty()) {
      throw new CommandFailed(
          ExitCode.UNAVAILABLE,
          "the data directory %s is in use by process %d, which does not serve; wait until it is done, or stop it"
              .formatted(dataDirectory, owner.pid()));
    }
    return new RemoteSession(owner, AdminToken.load(dataDirectory), apiKey());
  }
}
