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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What was kept can be seen while the declarations have a mistake, without a server.
final class BrokenDeclarationsTest {
  private static final String MAIN =
      """
      data-directory: kept
      budgets:
        all: {limit: $5, window: total}
      traces: {keep: 900d}
      flags:
        slow: {description: A slow path.}
      """;
  private static final String FEATURE =
      "description: Says hello.\ntiers: [{name: only, reply: Good morning.}]\n";

  @TempDir private Path folder;
  private String trace = "";

  @BeforeEach
  void call() throws IOException {
    write("headgate.yaml", MAIN);
    write("features/greeting/feature.yaml", FEATURE);
    var asked = run("ask", "greeting", "Hi", "--json");
    assertThat(asked.exitCode()).as(asked.err()).isEqualTo(ExitCode.OK);
    trace = asked.json().string("trace_id");
    assertThat(run("keys", "create", "ann").exitCode()).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a feature
        "features/greeting/feature.yaml|nothing: of the kind\n",
        // keys that are not known, times that are none, sections that are empty
        "headgate.yaml|data-directory: kept\nbudgts: 1\ntraces: {keep: long}\n",
        "headgate.yaml|data-directory: kept\nbudgets: {all: {limit: lots}}\nreviews: 7\n",
      })
  void whatWasKeptIsShownInSpiteOfMistakes(String mistake) throws IOException {
    write(mistake.substring(0, mistake.indexOf('|')), mistake.substring(mistake.indexOf('|') + 1));

    assertThat(shown("traces", "list")).contains(trace);
    assertThat(shown("traces", "show", trace)).contains(trace, "greeting");
    assertThat(shown("keys", "list")).contains("ann");
    assertThat(shown("budgets")).isNotEmpty();
    assertThat(shown("reviews", "list")).contains("No reviews.");
    assertThat(shown("flags", "list")).isNotEmpty();
    assertThat(run("ask", "greeting", "Hi").exitCode()).isEqualTo(ExitCode.DECLARATIONS);
  }

  @Test
  void aKeyCanBeRevokedInSpiteOfMistakes() throws IOException {
    var id = run("keys", "list", "--json").json().objects("keys").getFirst().string("id");
    write("features/greeting/feature.yaml", "nothing: of the kind\n");

    shown("keys", "revoke", id);

    assertThat(shown("keys", "list", "--all")).contains("revoked");
  }

  @Test
  void aFileThatIsNoYamlIsNoReasonWhereTheDataDirectoryIsNamed() throws IOException {
    write("headgate.yaml", "data-directory: [kept\n");

    assertThat(run("traces", "list").exitCode()).isEqualTo(ExitCode.DECLARATIONS);
    assertThat(shown("traces", "list", "--data-dir", folder.resolve("kept").toString()))
        .contains(trace);
  }

  private String shown(String... command) {
    var result = run(command);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.err()).contains("in the declarations", "headgate check");
    return result.out();
  }

  private CommandResult run(String... command) {
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--project", folder.toString()));
    return CommandResult.of(all.toArray(String[]::new));
  }

  private void write(String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
