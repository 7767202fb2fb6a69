package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.store.directory.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data directory that two processes want.
@Tag("all")
final class OneOwnerTest {
  private static final int UNAVAILABLE = 4;

  @TempDir private Path folder;
  private TestProject project;

  @BeforeEach
  void writeAProject() {
    project = new TestProject(folder, "http://127.0.0.1:9/v1");
  }

  @Test
  void aSecondServerIsToldWhoOwnsItAndTheFirstServesOn() throws IOException {
    try (var first = RunningServer.start(project)) {
      var second = project.headgate("serve");

      assertThat(second.exitCode()).isEqualTo(UNAVAILABLE);
      assertThat(second.out()).isEmpty();
      assertThat(second.err())
          .contains("in use by process " + first.process().pid(), first.address())
          .contains("stop that process or name another directory")
          .hasLineCount(1);
      assertThat(first.get("/healthz").status()).isEqualTo(200);
    }
  }

  @Test
  void anotherDirectoryIsAWayOut() throws IOException {
    try (var _ = RunningServer.start(project);
        var other =
            RunningServer.of(
                HeadgateProcess.start(folder, "serve", "--data-dir", folder + "/other"),
                folder.resolve("other"))) {
      assertThat(other.get("/healthz").status()).isEqualTo(200);
    }
  }

  @Test
  void aCommandThatMeetsAProcessThatDoesNotServeSaysSo() {
    try (var _ = DataDirectory.open(project.data())) {
      var ended = project.headgate("ask", "canned", "Hello?", "--json");

      assertThat(ended.exitCode()).isEqualTo(UNAVAILABLE);
      assertThat(ended.out())
          .contains("\"unavailable\"", "process " + ProcessHandle.current().pid(), "wait until");
      assertThat(ended.err()).isEmpty();
    }
  }

  @Test
  void aQuestionGetsTheSameAnswerWithAndWithoutAServer() {
    var without = project.headgate("ask", "canned", "Hello?");
    try (var _ = RunningServer.start(project)) {
      var with = project.headgate("ask", "canned", "Hello?");

      assertThat(without.exitCode()).as(without.err()).isZero();
      assertThat(with.exitCode()).as(with.err()).isZero();
      assertThat(with.out().lines().toList()).startsWith("Good morning.");
      assertThat(without.out().lines().toList()).startsWith("Good morning.");
    }
  }
}
