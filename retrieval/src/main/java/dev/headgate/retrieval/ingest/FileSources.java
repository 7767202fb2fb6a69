package dev.headgate.retrieval.ingest;

import dev.headgate.kernel.errors.CallFailed;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files under the declared folders, and single files. A document is named by its path within
/// its source, with forward slashes. Links are followed as long as they stay within the source.
public final class FileSources implements DocumentSource {
  private static final int MAX_DEPTH = 100;

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
    var found = new LinkedHashMap<String, SourceDocument>();
    var failed = new ArrayList<FailedDocument>();
    for (var source : sources) {
      var root = projectFolder.resolve(source.path()).normalize();
      if (Files.isDirectory(root)) {
        walk(source, root, found, failed);
      } else if (Files.exists(root)) {
        add(name(root.getFileName()), root, found, failed);
      } else {
        throw CallFailed.invalid(
            "sources",
            "source \"%s\" of collection \"%s\" does not exist (looked for %s); create it or correct sources[].path"
                .formatted(source.path(), collection, root));
      }
    }
    var documents = new ArrayList<>(found.values());
    documents.sort(Comparator.comparing(SourceDocument::name));
    return new Listing(documents, failed);
  }

  private void walk(
      SourceConfig source,
      Path root,
      Map<String, SourceDocument> found,
      List<FailedDocument> failed) {
    var include = source.include().stream().map(FileSources::matcher).toList();
    var exclude = source.exclude().stream().map(FileSources::matcher).toList();
    try {
      var realRoot = root.toRealPath();
      var visitor =
          new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              var relative = root.relativize(file);
              if (!attributes.isDirectory() && wanted(relative)) {
                // Only a link that could not be followed is still seen as one.
                if (attributes.isSymbolicLink()) {
                  failed.add(new FailedDocument(name(relative), "a link that leads nowhere"));
                } else if (file.toRealPath().startsWith(realRoot)) {
                  add(name(relative), file, found, failed);
                } else {
                  failed.add(
                      new FailedDocument(name(relative), "a link that leads out of its source"));
                }
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
              return folder.toRealPath().startsWith(realRoot)
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              var relative = root.relativize(file);
              if (e instanceof FileSystemLoopException) {
                failed.add(new FailedDocument(name(relative), "a link that leads back to itself"));
              } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                failed.add(new FailedDocument(name(relative), IoReason.of(e)));
              }
              return FileVisitResult.CONTINUE;
            }

            private boolean wanted(Path relative) {
              return include.stream().anyMatch(glob -> glob.matches(relative))
                  && exclude.stream().noneMatch(glob -> glob.matches(relative));
            }
          };
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, visitor);
    } catch (IOException e) {
      throw CallFailed.invalid(
          "sources",
          "source \"%s\" of collection \"%s\" cannot be listed: %s"
              .formatted(source.path(), collection, IoReason.of(e)));
    }
  }

  private void add(
      String name, Path file, Map<String, SourceDocument> found, List<FailedDocument> failed) {
    var document = new FileDocument(name, file, maxDocumentBytes, reader);
    if (found.putIfAbsent(name, document) != null) {
      failed.add(new FailedDocument(name, "another source has a document of this name: " + file));
    }
  }

  private static String name(Path relative) {
    return relative.toString().replace('\\', '/');
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
