package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceDocsTest {
  private static final String REGENERATE =
      "mvn -pl server -am test -Dtest=ReferenceDocsTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dheadgate.reference=write";
  private static final Path REFERENCE = Path.of("..", "docs", "reference");

  @Test
  void theReferenceSaysWhatTheCodeReads() throws IOException {
    for (var file : ReferenceDocs.files().entrySet()) {
      var path = REFERENCE.resolve(file.getKey());
      if ("write".equals(System.getProperty("headgate.reference"))) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }

      assertThat(path)
          .as("%s is out of date; regenerate it with: %s", path, REGENERATE)
          .exists()
          .hasContent(file.getValue());
    }
  }
}
