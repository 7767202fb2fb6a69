package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandRunnerTest {
  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "version"})
  void tellsItsVersion(String option) {
    var result = CommandResult.of(option);

    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).matches("headgate \\d+\\.\\d+\\.\\d+\n");
  }

  @Test
  void listsItsCommandsAndHidesWhatIsNotForUsers() {
    var result = CommandResult.of("--help");

    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .contains("init", "check", "serve", "ask", "ingest", "search", "traces", "doctor")
        .doesNotContain("warm-up", "demo");
  }

  @Test
  void helpsWithOneCommand() {
    var result = CommandResult.of("traces", "list", "--help");

    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).startsWith("Usage: headgate traces list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serv", "ask --jsn", "traces", "search handbook", "search a b --limit x"})
  void aWrongCommandLineIsAUsageError(String line) {
    var result = CommandResult.of(line.split(" "));

    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isNotBlank();
  }

  @Test
  void proposesTheNearestCommand() {
    assertThat(CommandResult.of("serv").err()).contains("Did you mean: headgate serve");
  }

  @Test
  void tellsNothingWithoutACommandButHelp() {
    var result = CommandResult.of();

    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).startsWith("Usage: headgate");
  }

  @Test
  void aFailedCallIsOneSentence() {
    var result =
        run(
            _ -> {
              throw new CallFailed(ErrorCode.COLLECTION_NOT_FOUND, "there is no collection \"x\"");
            },
            false);

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).isEqualTo("headgate: there is no collection \"x\"\n");
  }

  @Test
  void aFailedCallIsOneObjectWhereJsonIsAskedFor() {
    var result =
        run(
            _ -> {
              throw new CommandFailed(ExitCode.FAILED, "provider_timeout", "too slow", "tr_1");
            },
            true);

    assertThat(result.err()).isEmpty();
    var error = result.json().object("error");
    assertThat(error.string("code")).isEqualTo("provider_timeout");
    assertThat(error.string("message")).isEqualTo("too slow");
    assertThat(error.string("trace_id")).isEqualTo("tr_1");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    var result =
        run(
            _ -> {
              throw new NoSuchFileException("questions.txt");
            },
            false);

    assertThat(result.err()).isEqualTo("headgate: questions.txt does not exist\n");
  }

  @Test
  void aBugIsAFileForThoseWhoMendItAndASentenceForTheUser() throws IOException {
    var result =
        run(
            _ -> {
              throw new IllegalStateException("impossible");
            },
            false);

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("impossible").doesNotContain("\tat ");
    var file = Pattern.compile("the file (\\S+)").matcher(result.err());
    assertThat(file.find()).isTrue();
    var report = Path.of(file.group(1));
    assertThat(report).content().contains("\tat dev.headgate");
    Files.delete(report);
  }

  private static CommandResult run(Action action, boolean json) {
    return CommandResult.of(terminal -> new CommandRunner(terminal).run(action, json));
  }
}
