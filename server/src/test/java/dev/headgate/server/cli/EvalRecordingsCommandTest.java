package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvalRecordingsCommandTest {
  private static final Path PAIRS =
      Path.of("src", "test", "resources", "dev", "headgate", "server", "cli", "recordings.jsonl");

  @Test
  void aPairThatFailsFailsTheCommand() {
    var result = CommandResult.of("eval", "recordings", "--data", PAIRS.toString(), "--json");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out()).contains("\"two\"").contains("\"failed\":1");
  }

  @Test
  void aFolderIsToldFromAFile(@TempDir Path folder) {
    var result = CommandResult.of("eval", "recordings", "--data", folder.toString());

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("is a folder; name the file in it");
  }

  @Test
  void pairsThatPassAreASuccess(@TempDir Path folder) throws IOException {
    var passing = folder.resolve("pairs.jsonl");
    Files.writeString(passing, Files.readAllLines(PAIRS).getFirst() + "\n");

    var result = CommandResult.of("eval", "recordings", "--data", passing.toString());

    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("example");
  }
}
