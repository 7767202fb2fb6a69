package dev.headgate.retrieval.ingest;

import dev.headgate.kernel.errors.CallFailed;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;

/// The files under the declared folders, and single files. A document is named by its path within
/// its source, with forward slashes. Links are followed as long as they stay within the source.
public final class FileSources implements DocumentSource {
  static final int MAX_DEPTH = 100;

  private final String collection;
  private final List<SourceConfig> sources;
  private final Path projectFolder;
  private final long maxDocumentBytes;
  private final FileReader reader;

  /// @param collection for messages
  /// @param projectFolder where relative paths begin
  public FileSources(
      String collection,
      List<SourceConfig> sources,
      Path projectFolder,
      long maxDocumentBytes,
      FileReader reader) {
    this.collection = collection;
    this.sources = List.copyOf(sources);
    this.projectFolder = projectFolder;
    this.maxDocumentBytes = maxDocumentBytes;
    this.reader = reader;
  }

  @Override
  public Listing list() {
    var findings = new Findings(maxDocumentBytes, reader);
    for (var source : sources) {
      var root = projectFolder.resolve(source.path()).toAbsolutePath().normalize();
      if (Files.isDirectory(root)) {
        walk(source, root, findings);
      } else if (Files.isRegularFile(root)) {
        // Whoever declares a single file has said where it may lead.
        findings.document(root.getFileName(), root, root.getRoot());
      } else if (Files.exists(root)) {
        throw unusable(source, "is neither a folder nor a regular file");
      } else {
        throw unusable(
            source,
            "does not exist (looked for %s); create it or correct sources[].path".formatted(root));
      }
    }
    return findings.toListing();
  }

  private void walk(SourceConfig source, Path root, Findings findings) {
    var include = source.include().stream().map(FileSources::matcher).toList();
    var exclude = source.exclude().stream().map(FileSources::matcher).toList();
    Predicate<Path> wanted =
        relative ->
            include.stream().anyMatch(glob -> glob.matches(relative))
                && exclude.stream().noneMatch(glob -> glob.matches(relative));
    try {
      var visitor = new SourceVisitor(root, root.toRealPath(), wanted, findings);
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, visitor);
    } catch (IOException e) {
      throw unusable(source, "cannot be listed: " + IoReason.of(e));
    }
  }

  private CallFailed unusable(SourceConfig source, String reason) {
    return CallFailed.invalid(
        "sources",
        "source \"%s\" of collection \"%s\" %s".formatted(source.path(), collection, reason));
  }

  // Java's ** wants at least one folder before a slash; everybody else's does not.
  private static PathMatcher matcher(String glob) {
    var files = FileSystems.getDefault();
    var exact = files.getPathMatcher("glob:" + glob);
    if (!glob.startsWith("**/")) {
      return exact;
    }
    var atRoot = files.getPathMatcher("glob:" + glob.substring(3));
    return path -> exact.matches(path) || atRoot.matches(path);
  }
}
