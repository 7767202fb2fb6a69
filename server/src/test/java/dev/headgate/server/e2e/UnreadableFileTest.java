package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that this user may not read. Root may read everything, so the process gives up that right.
@Tag("all")
final class UnreadableFileTest {
  private static final List<String> WITHOUT_ROOTS_RIGHTS =
      List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");
  private static final Set<PosixFilePermission> NOBODY = Set.of();

  @TempDir private Path folder;
  private final List<Path> unreadable = new ArrayList<>();

  @AfterEach
  void makeReadable() throws IOException {
    for (var path : unreadable) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aDocumentIsNamedWithTheReasonAndTheOthersAreIngested() throws IOException {
    var project = new TestProject(folder, "http://127.0.0.1:9/v1");
    makeUnreadable(folder.resolve("docs/turbine.md"));

    var ended = run("ingest");

    assertThat(ended.exitCode()).isEqualTo(5);
    assertThat(ended.out()).contains("1 added", "1 failed", "turbine.md: ").contains("permission");
    assertThat(project.headgate("search", "plant", "vessel").out()).contains("vessel.md");
  }

  @Test
  void aFolderIsNamedWithTheReasonAndItsDocumentsStay() throws IOException {
    var project = new TestProject(folder, "http://127.0.0.1:9/v1");
    var inner = Files.createDirectory(folder.resolve("docs/inner"));
    Files.move(folder.resolve("docs/turbine.md"), inner.resolve("turbine.md"));
    assertThat(project.headgate("ingest").exitCode()).isZero();
    makeUnreadable(inner);

    var ended = run("ingest");

    assertThat(ended.exitCode()).isEqualTo(5);
    assertThat(ended.out()).contains("0 removed", "1 failed", "inner: ").contains("permission");
    assertThat(project.headgate("search", "plant", "turbine").out()).contains("turbine.md");
  }

  @Test
  void aSourceIsRefusedAndItsDocumentsStay() throws IOException {
    var project = new TestProject(folder, "http://127.0.0.1:9/v1");
    assertThat(project.headgate("ingest").exitCode()).isZero();
    makeUnreadable(folder.resolve("docs"));

    var ended = run("ingest");

    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.err()).contains("source \"docs\"", "permission");
    assertThat(project.headgate("search", "plant", "turbine").out()).contains("turbine.md");
  }

  @Test
  void aDeclarationIsAMistakeWithItsFile() throws IOException {
    var _ = new TestProject(folder, "http://127.0.0.1:9/v1");
    makeUnreadable(folder.resolve("collections/plant.yaml"));

    var ended = run("check");

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out()).contains("collections/plant.yaml").contains("read");
  }

  @Test
  void aDataDirectoryThatMayNotBeWrittenIsRefused() throws IOException {
    var project = new TestProject(folder, "http://127.0.0.1:9/v1");
    Files.createDirectory(
        project.data(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));

    var ended = run("serve");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("cannot be used", "can be written").hasLineCount(1);
  }

  private void makeUnreadable(Path path) throws IOException {
    unreadable.add(path);
    Files.setPosixFilePermissions(path, NOBODY);
  }

  private HeadgateProcess.Ended run(String... arguments) throws IOException {
    var isRoot = Files.getOwner(folder).getName().equals("root");
    assumeTrue(!isRoot || canGiveUpRights(), "as root, needs setpriv and the right to use it");
    try (var process =
        HeadgateProcess.start(
            isRoot ? WITHOUT_ROOTS_RIGHTS : List.of(), Map.of(), folder, arguments)) {
      return process.end();
    }
  }

  private static boolean canGiveUpRights() {
    try {
      var command = new ArrayList<>(WITHOUT_ROOTS_RIGHTS);
      command.add("true");
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
