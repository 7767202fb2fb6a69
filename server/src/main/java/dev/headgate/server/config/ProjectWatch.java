package dev.headgate.server.config;

import dev.headgate.kernel.config.Problem;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Loads a project folder anew whenever it has changed. Folders are polled: that works on every
/// file system and mount, and a look at the stamps of a few dozen files costs microseconds.
///
/// An editor or a deployment writes several files, each in steps. So a change is taken up once two
/// looks in a row have seen the same stamps, and only if nothing moved while it was read; a folder
/// that never rests is read as it is after [#MAX_SETTLING]. Whoever listens keeps the project of
/// before until a whole and valid one is handed over.
public final class ProjectWatch implements AutoCloseable {
  /// Between two looks.
  static final Duration POLL = Duration.ofMillis(200);

  /// Longest wait for a folder to come to rest.
  static final Duration MAX_SETTLING = Duration.ofMillis(600);

  /// How often a project that is not served is tried again though its files have not changed: a
  /// secret or a certificate outside of it may have come, or room on the disk.
  static final Duration RETRY = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(ProjectWatch.class.getName());

  /// Hears of changes, on the watch's thread.
  public interface Listener {
    /// Serves the project from now on. One that cannot be taken up is handed over again later.
    boolean isTaken(Project project);

    /// The folder is broken; the project of before is still the one to serve.
    void rejected(List<Problem> problems);
  }

  /// When a file was written last and how long it was.
  private record Stamp(long modifiedNanos, long size) {}

  private static final Stamp NO_STAMP = new Stamp(0, -1);

  private final Path project;
  private final SecretSource secrets;
  private final InstantSource clock;
  private Map<String, Stamp> seen = Map.of();
  private ProjectFiles current = new ProjectFiles(Map.of(), Set.of());
  private @Nullable Instant unsettledSince;
  private @Nullable Instant retryAt;
  private List<Problem> reported = List.of();
  // A write in the same tick of the file system's clock as our reading leaves no trace in the
  // stamps, so each reading is followed by another one.
  private boolean readAgain;
  private volatile @Nullable Thread thread;

  public ProjectWatch(Path project, SecretSource secrets, InstantSource clock) {
    this.project = project;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// Hands the folder over as it is now, then whenever it changes.
  public void start(Listener listener) {
    begin(listener);
    thread = Thread.ofVirtual().name("project-watch").start(() -> run(listener));
  }

  /// The first look.
  void begin(Listener listener) {
    seen = stamps();
    readAgain = true;
    var problems = new Problems();
    handOver(ProjectFiles.read(project, problems), problems, listener);
  }

  @Override
  public void close() {
    var running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void run(Listener listener) {
    try {
      while (true) {
        Thread.sleep(POLL);
        look(listener);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /// One look at the folder.
  void look(Listener listener) {
    try {
      if (isDue()) {
        reload(listener);
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot take up the change of " + project, e);
    }
  }

  private boolean isDue() {
    var now = clock.instant();
    var stamps = stamps();
    if (!stamps.equals(seen)) {
      seen = stamps;
      unsettledSince = unsettledSince == null ? now : unsettledSince;
      return isOverdue(now);
    }
    return unsettledSince != null || readAgain || (retryAt != null && !now.isBefore(retryAt));
  }

  private boolean isOverdue(Instant now) {
    return unsettledSince != null && !now.isBefore(unsettledSince.plus(MAX_SETTLING));
  }

  private void reload(Listener listener) {
    var now = clock.instant();
    var problems = new Problems();
    var files = ProjectFiles.read(project, problems);
    if (!stamps().equals(seen) && !isOverdue(now)) {
      unsettledSince = unsettledSince == null ? now : unsettledSince;
      return;
    }
    readAgain = unsettledSince != null;
    unsettledSince = null;
    var isServed = retryAt == null;
    if (!isServed || !problems.isEmpty() || !files.sameAs(current)) {
      handOver(files, problems, listener);
      if (retryAt == null) {
        LOG.log(System.Logger.Level.INFO, "the changed declarations are served now");
      }
    }
  }

  private void handOver(ProjectFiles files, Problems problems, Listener listener) {
    current = files;
    // Until somebody says that it is served.
    retryAt = clock.instant().plus(RETRY);
    switch (ProjectLoader.load(project, files, secrets, problems)) {
      case LoadResult.Loaded(var loaded) -> {
        reported = List.of();
        if (listener.isTaken(loaded)) {
          retryAt = null;
        }
      }
      case LoadResult.Rejected(var found) when !found.equals(reported) -> {
        reported = found;
        listener.rejected(found);
      }
      case LoadResult.Rejected _ -> {
        // Still the same.
      }
    }
  }

  private Map<String, Stamp> stamps() {
    var stamps = new TreeMap<String, Stamp>();
    var problems = new Problems();
    for (var file : ProjectFiles.list(project, problems)) {
      try {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        stamps.put(
            file.toString(),
            new Stamp(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), attributes.size()));
      } catch (IOException _) {
        stamps.put(file.toString(), NO_STAMP);
      }
    }
    // What is missing or misplaced is no declaration, but its coming and going is a change.
    problems.all().forEach(problem -> stamps.put(problem.toString(), NO_STAMP));
    return stamps;
  }
}
