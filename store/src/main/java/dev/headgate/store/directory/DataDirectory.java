package dev.headgate.store.directory;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The one folder in which everything lies that Headgate remembers. One process owns it at a time.
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String MASTER_KEY = "master.key";
  private static final String CORE = "core.db";

  private final Path path;
  private final DirectoryLock lock;
  private final Ballast ballast;

  private DataDirectory(Path path, DirectoryLock lock) {
    this.path = path;
    this.lock = lock;
    this.ballast =
        new Ballast(path.resolve("ballast"), () -> Files.getFileStore(path).getUsableSpace());
  }

  /// Opens the directory for this process, and creates it where it is missing.
  ///
  /// @throws CallFailed if another process owns it, if it cannot be written, or if it holds
  ///   something else
  public static DataDirectory open(Path path) {
    try {
      var real = prepare(path.toAbsolutePath().normalize());
      return switch (DirectoryLock.acquire(real.resolve(LOCK))) {
        case DirectoryLock.Outcome.Taken(var owner) -> throw inUse(real, owner);
        case DirectoryLock.Outcome.Held(var lock) -> {
          var directory = new DataDirectory(real, lock);
          try {
            directory.furnish();
          } catch (IOException e) {
            lock.close();
            throw e;
          }
          yield directory;
        }
      };
    } catch (IOException e) {
      throw cannotUse(path, e);
    }
  }

  /// Who owns the directory right now; empty if nobody does.
  public static Optional<Owner> findOwner(Path path) {
    try {
      var absolute = path.toAbsolutePath().normalize();
      return Files.isDirectory(absolute)
          ? DirectoryLock.findOwner(absolute.toRealPath().resolve(LOCK))
          : Optional.empty();
    } catch (IOException e) {
      throw cannotUse(path, e);
    }
  }

  /// Tells other processes, through [#findOwner], where this one's server answers, and returns what
  /// they see. For the parameters see [Owner].
  public Owner announce(String address, String certificate) {
    try {
      return lock.announce(address, certificate);
    } catch (IOException e) {
      throw cannotUse(path, e);
    }
  }

  public Path path() {
    return path;
  }

  public Path coreDatabase() {
    return path.resolve(CORE);
  }

  public Path traceDatabase() {
    return path.resolve("trace.db");
  }

  public Path traceSegments() {
    return path.resolve("traces");
  }

  public Path collections() {
    return path.resolve("collections");
  }

  public Path masterKey() {
    return path.resolve(MASTER_KEY);
  }

  public Ballast ballast() {
    return ballast;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw cannotUse(path, e);
    }
  }

  private static Path prepare(Path path) throws IOException {
    if (!Files.exists(path)) {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      createPrivate(path);
    }
    if (!Files.isDirectory(path)) {
      throw new CallFailed(
          ErrorCode.STORAGE_FAILED,
          "the data directory " + path + " is a file; name a directory instead");
    }
    var real = path.toRealPath();
    if (!isKnown(real) && holdsSomething(real)) {
      throw new CallFailed(
          ErrorCode.STORAGE_FAILED,
          "the directory "
              + path
              + " holds files that are not Headgate's; name an empty or a new directory");
    }
    return real;
  }

  private void furnish() throws IOException {
    createPrivate(traceSegments());
    createPrivate(collections());
    // SQLite gives its log the permissions of its database.
    createPrivateFile(coreDatabase());
    createPrivateFile(traceDatabase());
    ballast.restore();
  }

  /// A directory that was restored from a backup has no lock.
  private static boolean isKnown(Path directory) {
    return Files.exists(directory.resolve(LOCK)) || Files.exists(directory.resolve(CORE));
  }

  private static boolean holdsSomething(Path directory) throws IOException {
    try (var entries = Files.newDirectoryStream(directory)) {
      for (var entry : entries) {
        // A fresh volume has the first; the other is how servers come to have one key.
        if (!Set.of("lost+found", MASTER_KEY).contains(entry.getFileName().toString())) {
          return true;
        }
      }
    }
    return false;
  }

  private static void createPrivate(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (isPosix(directory)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(directory);
    }
  }

  private static void createPrivateFile(Path file) throws IOException {
    try {
      if (isPosix(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException _) {
      // It was made private when it was made.
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static CallFailed inUse(Path path, Owner owner) {
    return new CallFailed(
        ErrorCode.STORAGE_FAILED,
        "the data directory "
            + path
            + " is in use by process "
            + owner.pid()
            + (owner.address().isEmpty() ? "" : ", which serves " + owner.address())
            + "; stop that process or name another directory");
  }

  private static CallFailed cannotUse(Path path, IOException cause) {
    if (FullDisk.isToBlame(cause)) {
      return new CallFailed(
          ErrorCode.STORAGE_FULL,
          "the disk of the data directory " + path + " is full; free some space and start again",
          cause);
    }
    var reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new CallFailed(
        ErrorCode.STORAGE_FAILED,
        "the data directory "
            + path
            + " cannot be used ("
            + cause.getClass().getSimpleName()
            + ": "
            + reason
            + "); check that it exists, belongs to this user and can be written",
        cause);
  }
}
