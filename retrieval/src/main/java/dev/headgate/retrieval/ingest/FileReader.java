package dev.headgate.retrieval.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a file. A seam: the owner of a machine may read everything, so only a reader that refuses
/// can show what happens to a file that cannot be read.
@FunctionalInterface
public interface FileReader {
  /// The real one.
  FileReader DISK =
      (path, maxBytes) -> {
        try (var in = Files.newInputStream(path)) {
          return in.readNBytes(maxBytes);
        }
      };

  /// The first `maxBytes` bytes.
  byte[] read(Path path, int maxBytes) throws IOException;
}
