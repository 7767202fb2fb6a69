package dev.headgate.retrieval.ingest;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/// Sorts what lies under one source folder. Only the folder itself may end the walk: what is wrong
/// below it is noted, and the walk goes on.
final class SourceVisitor extends SimpleFileVisitor<Path> {
  private final Path root;
  private final Path realRoot;
  private final Predicate<Path> wanted;
  private final Findings findings;

  /// @param wanted asked with paths relative to `root`
  SourceVisitor(Path root, Path realRoot, Predicate<Path> wanted, Findings findings) {
    this.root = root;
    this.realRoot = realRoot;
    this.wanted = wanted;
    this.findings = findings;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    var relative = root.relativize(file);
    if (attributes.isDirectory()) {
      findings.unlisted(relative, "deeper than " + FileSources.MAX_DEPTH + " folders");
    } else if (wanted.test(relative)) {
      visitDocument(relative, file, attributes);
    }
    return FileVisitResult.CONTINUE;
  }

  private void visitDocument(Path relative, Path file, BasicFileAttributes attributes) {
    // Only a link that could not be followed is still seen as one.
    if (attributes.isSymbolicLink()) {
      findings.failed(relative, "a link that leads nowhere");
    } else if (!attributes.isRegularFile()) {
      findings.failed(relative, "is not a regular file");
    } else {
      findings.document(relative, file, realRoot);
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    try {
      if (folder.toRealPath().startsWith(realRoot)) {
        return FileVisitResult.CONTINUE;
      }
      findings.failed(root.relativize(folder), "a link that leads out of its source");
    } catch (IOException e) {
      visitFileFailed(folder, e);
    }
    return FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (file.equals(root)) {
      throw e;
    }
    var relative = root.relativize(file);
    switch (e) {
      case NoSuchFileException _ -> {} // Vanished since its folder was listed.
      case FileSystemLoopException _ ->
          findings.failed(relative, "a link that leads back to itself");
      default -> findings.unlisted(relative, IoReason.of(e));
    }
    return FileVisitResult.CONTINUE;
  }
}
