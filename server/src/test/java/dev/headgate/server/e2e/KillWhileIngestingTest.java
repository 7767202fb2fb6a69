package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An ingest that is cut off by a kill of the server that runs it.
@Tag("all")
final class KillWhileIngestingTest {
  private static final int DOCUMENTS = 300;
  private static final String INGEST = "/admin/collections/plant/ingest";

  @TempDir private Path folder;

  @Test
  void goesOnWhereItWasAndSearchesAllTheWhile() throws Exception {
    var project = new TestProject(folder, "http://127.0.0.1:9/v1");
    for (int i = 0; i < DOCUMENTS; i++) {
      project.write(
          "docs/" + i + ".md", "# Valve\n\nValve v%dx opens at %d bar.\n".formatted(i, i));
    }

    try (var server = RunningServer.start(project)) {
      var events = ingest(server);
      awaitProgress(events, DOCUMENTS / 3);
      var during = server.admin("/admin/search", search("which valve opens"));
      var second = server.admin(INGEST, "{}");
      server.process().kill();

      assertThat(during.status()).as(during.body() + server.process().said()).isEqualTo(200);
      assertThat(second.body()).contains("ingest_running", "plant");
    }

    var again = project.headgate("ingest", "plant");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains(" 0 failed");
    assertThat(project.headgate("ingest", "plant").out())
        .contains("0 added, 0 updated, %d unchanged".formatted(DOCUMENTS + 2));
    try (var server = RunningServer.start(project)) {
      assertThat(server.get("/readyz").body()).contains("\"status\":\"ok\"");
      for (var i : List.of(0, DOCUMENTS / 2, DOCUMENTS - 1)) {
        assertThat(server.admin("/admin/search", search("v%dx".formatted(i))).body())
            .contains("opens at %d bar".formatted(i));
      }
    }
  }

  private static String search(String query) {
    return "{\"collection\":\"plant\",\"query\":\"%s\",\"limit\":3}".formatted(query);
  }

  private static BufferedReader ingest(RunningServer server) throws IOException {
    var response = server.openAdmin(INGEST, "{}");
    assertThat(response.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static void awaitProgress(BufferedReader events, int documents) throws IOException {
    for (var line = events.readLine(); line != null; line = events.readLine()) {
      if (line.startsWith("data: ") && done(line) >= documents) {
        return;
      }
    }
    throw new AssertionError("the ingest ended before it could be killed");
  }

  private static int done(String progress) {
    var name = "\"documents_done\":";
    var at = progress.indexOf(name);
    var rest = at < 0 ? "0" : progress.substring(at + name.length());
    return Integer.parseInt(rest.replaceFirst("\\D.*", ""));
  }
}
