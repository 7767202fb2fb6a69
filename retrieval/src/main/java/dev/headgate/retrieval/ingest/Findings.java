package dev.headgate.retrieval.ingest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What all sources of a collection were found to hold. Not thread-safe.
final class Findings {
  private final long maxDocumentBytes;
  private final FileReader reader;
  private final Map<String, SourceDocument> documents = new LinkedHashMap<>();
  private final List<FailedDocument> failed = new ArrayList<>();
  private final List<String> unlisted = new ArrayList<>();

  Findings(long maxDocumentBytes, FileReader reader) {
    this.maxDocumentBytes = maxDocumentBytes;
    this.reader = reader;
  }

  /// @param within where links of the file must not lead out of
  void document(Path relative, Path file, Path within) {
    var name = name(relative);
    var document = new FileDocument(name, file, within, maxDocumentBytes, reader);
    if (documents.putIfAbsent(name, document) != null) {
      failed.add(new FailedDocument(name, "another source has a document of this name: " + file));
    }
  }

  void failed(Path relative, String reason) {
    failed.add(new FailedDocument(name(relative), reason));
  }

  void unlisted(Path folder, String reason) {
    failed(folder, reason);
    unlisted.add(name(folder));
  }

  DocumentSource.Listing toListing() {
    var sorted = new ArrayList<>(documents.values());
    sorted.sort(Comparator.comparing(SourceDocument::name));
    return new DocumentSource.Listing(sorted, failed, unlisted);
  }

  private static String name(Path relative) {
    return relative.toString().replace('\\', '/');
  }
}
