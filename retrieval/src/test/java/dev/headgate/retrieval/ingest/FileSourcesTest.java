package dev.headgate.retrieval.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.kernel.errors.CallFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class FileSourcesTest {
  @TempDir private Path project;
  private Path docs;

  @BeforeEach
  void createSource() throws IOException {
    docs = Files.createDirectory(project.resolve("docs"));
  }

  @Test
  void namesAFolderThatLeadsOut() throws IOException {
    var elsewhere = Files.createDirectory(project.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("a.md"), "elsewhere");
    Files.createSymbolicLink(docs.resolve("out"), elsewhere);

    var listing = list("docs");

    assertThat(listing.documents()).isEmpty();
    assertThat(listing.failed())
        .containsExactly(new FailedDocument("out", "a link that leads out of its source"));
    assertThat(listing.unlisted()).isEmpty();
  }

  @Test
  void readsNothingThroughALinkThatWasMadeAfterTheListing() throws IOException {
    Files.writeString(project.resolve("secret.md"), "secret");
    Files.writeString(docs.resolve("a.md"), "harmless");
    var listed = list("docs").documents().getFirst();

    Files.delete(docs.resolve("a.md"));
    Files.createSymbolicLink(docs.resolve("a.md"), project.resolve("secret.md"));

    assertThatThrownBy(listed::read)
        .isInstanceOf(DocumentRejected.class)
        .hasMessageContaining("leads out");
  }

  @Test
  void followsTheLinkThatASingleFileIs() throws Exception {
    Files.writeString(project.resolve("real.md"), "text");
    Files.createSymbolicLink(docs.resolve("link.md"), project.resolve("real.md"));

    assertThat(list("docs/link.md").documents().getFirst().read()).isPresent();
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void neverWaitsForAPipe() throws Exception {
    Files.writeString(docs.resolve("later.md"), "text");
    makePipe("pipe.md");

    var listing = list("docs");
    Files.delete(docs.resolve("later.md"));
    makePipe("later.md");

    assertThat(listing.failed())
        .containsExactly(new FailedDocument("pipe.md", "is not a regular file"));
    assertThat(listing.documents())
        .singleElement()
        .satisfies(
            document -> assertThatThrownBy(document::read).hasMessage("is not a regular file"));
    assertThatThrownBy(() -> list("docs/pipe.md"))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("neither a folder nor a regular file");
  }

  private void makePipe(String name) throws Exception {
    var mkfifo = Path.of("/usr/bin/mkfifo");
    assumeTrue(Files.isExecutable(mkfifo), "needs " + mkfifo);
    var made = new ProcessBuilder(mkfifo.toString(), docs.resolve(name).toString()).start();
    assertThat(made.waitFor()).isZero();
  }

  private DocumentSource.Listing list(String path) {
    var source = new SourceConfig(path, SourceConfig.DEFAULT_INCLUDE, List.of());
    return new FileSources("c", List.of(source), project, 1 << 20, FileReader.DISK).list();
  }
}
