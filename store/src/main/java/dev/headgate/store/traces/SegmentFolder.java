package dev.headgate.store.traces;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The folder in which the segments lie, each under its number.
final class SegmentFolder {
  private static final String SUFFIX = ".segment";

  private final Path folder;
  private final RandomGenerator random;
  private final Opener opener;

  /// Opens a segment that is to be written; a seam, through which a test puts a disk that fails.
  @FunctionalInterface
  interface Opener {
    SegmentFile open(Path path) throws IOException;
  }

  /// @param random must not be predictable
  SegmentFolder(Path folder, RandomGenerator random, Opener opener) {
    this.folder = folder;
    this.random = random;
    this.opener = opener;
  }

  /// The segments that are there.
  SortedMap<Integer, Path> list() {
    var result = new TreeMap<Integer, Path>();
    try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (var file : files) {
        var name = file.getFileName().toString();
        var number = name.substring(0, name.length() - SUFFIX.length());
        if (number.matches("\\d{10}")) {
          result.put(Integer.parseInt(number), file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result;
  }

  Path path(int number) {
    return folder.resolve("%010d%s".formatted(number, SUFFIX));
  }

  /// Begins a segment; its name is on the disk before its first record.
  Segment create(int number, long limit, long nowMillis) throws IOException {
    var path = path(number);
    var salt = new byte[SegmentHeader.SALT_BYTES];
    random.nextBytes(salt);
    var header = new SegmentHeader(number, salt);
    createPrivate(path);
    try {
      return new Segment(path, header, begin(path, header), limit, nowMillis);
    } catch (IOException e) {
      // Or its number would be taken for ever.
      Files.deleteIfExists(path);
      throw e;
    }
  }

  private SegmentFile begin(Path path, SegmentHeader header) throws IOException {
    var file = opener.open(path);
    try {
      file.write(header.encode(), 0);
      file.force();
      try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  Optional<SegmentHeader> header(int number) throws IOException {
    try (var channel = FileChannel.open(path(number), StandardOpenOption.READ)) {
      return SegmentHeader.read(channel);
    }
  }

  private static void createPrivate(Path path) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      FileChannel.open(
              path,
              options,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
          .close();
    } else {
      FileChannel.open(path, options).close();
    }
  }
}
