package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Declarations that change while a server runs.
final class ReloadTest {
  // A second is promised; a busy machine gets more before the test calls it broken.
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir private static Path folder;
  private static ScriptedProvider provider;
  private static TestProject project;
  private static RunningServer server;

  @BeforeAll
  static void serve() {
    provider = ScriptedProvider.start();
    project = new TestProject(folder, provider.baseUrl());
    server = RunningServer.start(project);
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.close();
  }

  @Test
  void anEditBecomesANewReleaseAndARunningCallKeepsTheOld() throws IOException {
    var before = release();
    provider.next(
        OpenAiReplies.stream(true, "old ", "and ", "whole").paced(Duration.ofMillis(700)));
    var running = server.openStream("quick", "What is new?");

    // The provider's own settings change too, and with them its connections.
    project
        .edit("features/canned/feature.yaml", "Good morning.", "Good evening.")
        .edit("features/quick/feature.yaml", "deadline: 20s", "deadline: 19s")
        .edit("headgate.yaml", "timeouts:", "max-connections: 7, timeouts:");
    RunningServer.await(
        "the new reply",
        SOON,
        () -> server.ask("canned", "Hello?").body().contains("Good evening."));

    assertThat(release()).isNotEqualTo(before);
    project.edit("features/canned/feature.yaml", "Good evening.", "Good morning.");
    var answer = new String(running.body().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(answer).contains("\"answer\":\"old and whole\"").doesNotContain("error");
    var id = running.headers().firstValue("headgate-trace-id").orElseThrow();
    assertThat(server.admin("/admin/traces/" + id).body())
        .contains("old and whole", "\"status\":\"ok\"");
  }

  @Test
  void saysWheneverItBeginsToRunOpen() {
    var open = project.read("headgate.yaml");
    var warning = "everybody on this machine may call";
    assertThat(server.process().awaitErr(warning)).contains("WARNING", "access.keys");

    project.write("team.key", "hg-team-0123456789abcdef");
    project.write(
        "headgate.yaml", open + "access: {keys: [{name: team, key: \"${file:team.key}\"}]}\n");
    RunningServer.await("a key", SOON, () -> server.get("/v1/models").status() == 401);
    project.write("headgate.yaml", open);

    RunningServer.await("no key", SOON, () -> server.get("/v1/models").status() == 200);
    RunningServer.await(
        "another warning", SOON, () -> server.process().said().split(warning, -1).length == 3);
  }

  @Test
  void aBrokenEditLeavesTheOldServingAndSaysSoUntilItIsRepaired() throws IOException {
    var good = project.read("features/canned/feature.yaml");

    project.write("features/canned/feature.yaml", good.replace("reply:", "replay:"));
    var where = "features/canned/feature.yaml:3:";
    var event = server.process().awaitErr("mistakes");
    var logged = server.process().awaitErr("replay");
    RunningServer.await("not ready", SOON, () -> server.get("/readyz").body().contains(where));
    var checked = project.headgate("check");

    assertThat(event).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.+-]+ WARNING dev\\.headgate\\.\\S+: .*");
    assertThat(logged).contains(where, "did you mean \"reply\"");
    assertThat(server.get("/readyz").status()).isEqualTo(200);
    assertThat(server.get("/readyz").body()).contains("degraded", "replay");
    assertThat(checked.exitCode()).isEqualTo(3);
    assertThat(checked.out()).contains(where);
    assertThat(server.ask("canned", "Hello?").body()).contains("\"tier\":\"only\"", "Good ");

    project.write("features/canned/feature.yaml", good);
    RunningServer.await("ready", SOON, () -> !server.get("/readyz").body().contains(where));
    assertThat(project.headgate("check").exitCode()).isZero();
  }

  @Test
  void anotherPromptIsSentAndAnotherCollectionSearched() throws IOException {
    server.ingest("plant");
    var first = server.ask("plant", TestProject.QUESTION);
    project.prompt("plant", "2.0.0", "Answer like a pirate.");
    RunningServer.await(
        "the new prompt",
        SOON,
        () -> {
          var _ = server.ask("plant", TestProject.QUESTION);
          return provider.requests().getLast().body().contains("like a pirate");
        });

    project
        .write("collections/canteen.yaml", "sources: [{path: menu}]\n")
        .write("menu/monday.md", "# Monday\n\nMonday has lentil soup with bread.\n");
    RunningServer.await(
        "the new collection",
        SOON,
        () -> server.admin("/admin/collections").body().contains("canteen"));
    assertThat(server.get("/readyz").body()).contains("headgate ingest canteen");
    server.ingest("canteen");
    assertThat(
            server.admin("/admin/search", "{\"collection\":\"canteen\",\"query\":\"soup\"}").body())
        .contains("monday.md");

    assertThat(first.body()).contains("\"tier\":\"generated\"");
    assertThat(server.admin("/admin/traces/" + first.traceId()).body()).contains("1.0.0");
  }

  private static String release() throws IOException {
    var matcher =
        Pattern.compile("\"release\":\"([^\"]+)\"").matcher(server.ask("canned", "Hello?").body());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
