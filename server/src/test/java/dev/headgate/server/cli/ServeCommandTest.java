package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.store.directory.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeCommandTest {
  private static final String QUESTION = "How many days of holiday does everybody have?";

  @TempDir Path folder;

  @BeforeEach
  void writeAProject() throws IOException {
    CommandResult.of("init", folder.toString());
    var main = folder.resolve("headgate.yaml");
    Files.writeString(main, Files.readString(main).replace("port: 8080", "port: 0"));
  }

  @Test
  void worksWithoutAServerAndLeavesTheDirectoryToTheNext() {
    var unknowing = headgate("ask", "handbook", QUESTION, "--json");
    var before = unknowing.json();
    var nothing = headgate("search", "handbook", "holiday");
    var ingested = headgate("ingest", "--json").json().objects("collections").getFirst();
    var after = headgate("ask", "handbook", QUESTION, "--json").json();

    assertThat(before.string("tier")).isEqualTo("support");
    var hint = "collection \"handbook\" has no documents yet; run headgate ingest handbook";
    assertThat(unknowing.err()).contains(hint);
    assertThat(nothing.err()).contains(hint);
    assertThat(headgate("ask", "handbook", "Who won the match?").err())
        .doesNotContain("headgate ingest");
    assertThat(ingested.integer("added")).isEqualTo(2);
    assertThat(after.string("answer")).contains("30 days");
    assertThat(headgate("traces", "list", "--json").json().objects("traces")).hasSize(3);
  }

  @Test
  void stopsOnSigtermAndFreesTheDirectory() throws IOException, InterruptedException {
    try (var server = Headgate.start(folder, "serve", "--json")) {
      var address = JsonObject.parse(server.await("address")).string("address");
      assertThat(address).startsWith("http://127.0.0.1:");

      server.terminate();

      assertThat(server.exitCode()).isEqualTo(143);
      assertThat(DataDirectory.findOwner(folder.resolve("data"))).isEmpty();
    }
  }

  @Test
  void survivesAKillWhileServing() throws IOException, InterruptedException {
    try (var server = Headgate.start(folder, "serve")) {
      server.await(" at http");
      headgate("ingest");
      var id = headgate("ask", "handbook", QUESTION, "--json").json().string("trace_id");

      server.kill();
      server.exitCode();

      assertThat(headgate("traces", "show", id).out()).contains(QUESTION);
      assertThat(headgate("ask", "handbook", QUESTION).out()).contains("30 days");
    }
  }

  @Test
  void startsNothingOnBrokenDeclarations() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("headgate.yaml"), "serwer: {}\n");

    try (var server = Headgate.start(folder, "serve")) {
      assertThat(server.output()).contains("headgate.yaml:1:1", "server");
      assertThat(server.exitCode()).isEqualTo(ExitCode.DECLARATIONS.number());
    }
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void warmsUpAndLeavesNothingBehind() {
    var warmed = CommandResult.of("warm-up");

    assertThat(warmed.exitCode()).as(warmed.err()).isEqualTo(ExitCode.OK);
    assertThat(warmed.out()).contains("answered by the tier quoted");
  }

  @Test
  void aDemoAnswersItsQuestionsAndEnds() throws IOException {
    Files.writeString(
        folder.resolve("questions.txt"), "# two\n" + QUESTION + "\nWho won the football match?\n");

    var demo =
        CommandResult.of(
            "demo",
            "--once",
            "--project",
            folder.toString(),
            "--data-dir",
            folder.resolve("demo").toString());

    assertThat(demo.exitCode()).as(demo.err()).isEqualTo(ExitCode.OK);
    assertThat(demo.out())
        .contains("2 added", "30 days", "holidays.md, characters", "I don't know", "trace")
        .contains("serves at http://127.0.0.1:");
  }

  private CommandResult headgate(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--project", folder.toString()));
    return CommandResult.of(all.toArray(String[]::new));
  }
}
