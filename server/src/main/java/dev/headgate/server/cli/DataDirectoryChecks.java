package dev.headgate.server.cli;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.store.directory.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/// What the doctor asks of the data directory.
final class DataDirectoryChecks {
  private static final String WHAT = "data directory";
  private static final long LOW_SPACE_BYTES = 2L << 30;
  private static final long NO_SPACE_BYTES = 100L << 20;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path directory;
  private final Consumer<Finding> found;
  private boolean usable;

  DataDirectoryChecks(Path directory, Consumer<Finding> found) {
    this.directory = directory;
    this.found = found;
  }

  /// Runs all checks; true if a server owns the directory.
  boolean all() {
    found.accept(space(directory, usableSpace()));
    if (!Files.exists(directory)) {
      found.accept(Finding.ok(WHAT, directory + " is not there yet; the first start makes it"));
      return false;
    }
    if (!Files.isWritable(directory)) {
      found.accept(
          Finding.fail(
              WHAT,
              directory + " cannot be written by " + System.getProperty("user.name"),
              "give the directory to this user, or declare another data-directory"));
      return false;
    }
    found.accept(permissions());
    return owner();
  }

  /// Whether the directory exists and may be opened or asked for.
  boolean isUsable() {
    return usable;
  }

  private boolean owner() {
    try {
      var owner = DataDirectory.findOwner(directory);
      if (owner.isEmpty()) {
        usable = true;
        found.accept(Finding.ok(WHAT, "no process uses it; commands work on it directly"));
        return false;
      }
      var address = owner.get().address();
      usable = !address.isEmpty();
      found.accept(
          usable
              ? Finding.ok(WHAT, "process %d serves it at %s".formatted(owner.get().pid(), address))
              : Finding.warn(
                  WHAT,
                  "process %d uses it and does not serve".formatted(owner.get().pid()),
                  "wait until it is done, or stop it"));
      return usable;
    } catch (CallFailed e) {
      found.accept(Finding.fail(WHAT, e.message(), "declare another data-directory"));
      return false;
    }
  }

  private Finding permissions() {
    try {
      var others = EnumSet.copyOf(OTHERS);
      others.retainAll(Files.getPosixFilePermissions(directory));
      return others.isEmpty()
          ? Finding.ok(WHAT, directory + " belongs to this user alone")
          : Finding.warn(
              WHAT,
              "other users may look into " + directory,
              "run \"chmod 700 " + directory + "\"");
    } catch (IOException | UnsupportedOperationException e) {
      return Finding.warn(
          WHAT, "who may look into it cannot be told: " + e.getMessage(), "keep other users out");
    }
  }

  static Finding space(Path directory, long bytes) {
    var told = "%,d MiB free for %s".formatted(bytes >> 20, directory);
    var fix = "free some space, lower traces.keep-size, or declare another data-directory";
    if (bytes < NO_SPACE_BYTES) {
      return Finding.fail("disk", told, fix);
    }
    return bytes < LOW_SPACE_BYTES ? Finding.warn("disk", told, fix) : Finding.ok("disk", told);
  }

  private long usableSpace() {
    var existing = directory;
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing.toFile().getUsableSpace();
  }
}
