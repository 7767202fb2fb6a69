package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void writeAProject() {
    CommandResult.of("init", folder.toString());
  }

  @Test
  void isContentWithAProjectThatHasNoMistakes() {
    var result = check();

    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("1 feature, 1 collection, ");
    assertThat(check("--json").json().flag("ok")).isTrue();
  }

  @Test
  void printsEveryMistakeWithItsPlace() throws IOException {
    Files.writeString(folder.resolve("headgate.yaml"), "serwer: {}\ndata-directory: [1]\n");

    var result = check();

    assertThat(result.exitCode()).isEqualTo(ExitCode.DECLARATIONS);
    assertThat(result.out().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("headgate.yaml:1:1: ") && line.contains("server"))
        .anyMatch(line -> line.startsWith("headgate.yaml:2:"));
    assertThat(result.err()).isEqualTo("2 mistakes in the declarations\n");
    var first = check("--json").json().objects("problems").getFirst();
    assertThat(first.string("file")).isEqualTo("headgate.yaml");
    assertThat(first.integer("line")).isEqualTo(1);
  }

  @Test
  void saysHowToGetAProjectWhereThereIsNone() {
    var result = CommandResult.of("check", "--project", folder.resolve("docs").toString());

    assertThat(result.exitCode()).isEqualTo(ExitCode.DECLARATIONS);
    assertThat(result.err()).contains("headgate.yaml", "headgate init");
  }

  private CommandResult check(String... more) {
    var args = new ArrayList<>(List.of("check", "--project", folder.toString()));
    args.addAll(List.of(more));
    return CommandResult.of(args.toArray(String[]::new));
  }
}
