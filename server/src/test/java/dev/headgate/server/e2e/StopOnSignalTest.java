package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.http.RawClient;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM while calls run.
final class StopOnSignalTest {
  // 128 + 15, as a shell counts a process that a signal ended.
  private static final int TERMINATED = 143;

  @TempDir private Path folder;
  private ScriptedProvider provider;
  private TestProject project;

  @BeforeEach
  void start() {
    provider = ScriptedProvider.start();
    project = new TestProject(folder, provider.baseUrl());
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void aRunningStreamCompletesAndNoNewCallIsTaken() throws IOException {
    var pieces = "one two three four five six seven eight nine ten".split(" ");
    provider.always(OpenAiReplies.stream(true, pieces).paced(Duration.ofMillis(200)));
    try (var server = RunningServer.start(project);
        var client = new RawClient(server.port())) {
      client.post(RunningServer.CHAT, RunningServer.chatRequest("smart", true));
      client.readUntil("\"one\"");

      server.process().terminate();
      server.process().awaitErr("stopping");
      RunningServer.await("nobody listens", Duration.ofSeconds(5), () -> !listens(server.port()));
      var rest = client.readUntil("data: [DONE]");
      var ended = server.process().end();

      assertThat(rest).contains("\"two\"", "\"ten\"", "\"stop\"").doesNotContain("error");
      assertThat(ended.exitCode()).isEqualTo(TERMINATED);
      assertThat(DataDirectory.findOwner(project.data())).isEmpty();
    }
    try (var server = RunningServer.start(project)) {
      assertThat(server.traceIds()).hasSize(1);
    }
  }

  @Test
  void anIngestStopsWithoutUsingUpTheDrain() throws IOException {
    project.edit("headgate.yaml", "port: 0", "port: 0, drain: 50s");
    for (int i = 0; i < 1_000; i++) {
      project.write("docs/" + i + ".md", "# Valve\n\nValve v%d opens at %d bar.\n".formatted(i, i));
    }
    try (var server = RunningServer.start(project)) {
      var events = server.openAdmin("/admin/collections/plant/ingest", "{}").body();
      var begun = events.readNBytes("event: progress".length());

      var asked = System.nanoTime();
      server.process().terminate();
      var rest = new String(events.readAllBytes(), StandardCharsets.UTF_8);
      var ended = server.process().end();

      assertThat(new String(begun, StandardCharsets.UTF_8)).isEqualTo("event: progress");
      assertThat(rest).contains("event: error", "shutting_down", "run it again");
      assertThat(ended.exitCode()).isEqualTo(TERMINATED);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(25));
    }
  }

  @Tag("all")
  @Test
  void aCallThatOutlivesTheDrainEndsWithAnErrorAndItsTrace() throws IOException {
    project.edit("headgate.yaml", "port: 0", "port: 0, drain: 300ms");
    provider.always(OpenAiReplies.stream(true, "one", "two").paced(Duration.ofMillis(1_500)));
    try (var server = RunningServer.start(project)) {
      var response = server.open(RunningServer.CHAT, RunningServer.chatRequest("smart", true));
      provider.awaitRequest(0);

      server.process().terminate();
      var text = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
      var ended = server.process().end();

      assertThat(text).contains("shutting_down").doesNotContain("[DONE]");
      assertThat(ended.exitCode()).isEqualTo(TERMINATED);
    }
    assertThat(project.headgate("traces", "list").out()).contains("call_cancelled");
  }

  private static boolean listens(int port) {
    try (var client = new RawClient(port)) {
      return client.socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }
}
