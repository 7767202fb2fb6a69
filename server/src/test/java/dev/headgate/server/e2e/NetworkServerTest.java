package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.http.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that more than this machine can reach.
final class NetworkServerTest {
  @TempDir private Path folder;

  @Test
  void neverLosesItsKeysWhileItRuns() throws IOException {
    var project = new TestProject(folder, "http://127.0.0.1:9/v1");
    var open = project.read("headgate.yaml");
    project
        .write("team.key", "hg-team-0123456789abcdef")
        .write(
            "headgate.yaml",
            open.replace("port: 0", "port: 0, host: 0.0.0.0")
                + "access: {keys: [{name: team, key: \"${file:team.key}\"}]}\n");
    try (var server = RunningServer.start(project)) {
      assertThat(modelsWithoutAKey(server)).isEqualTo(401);

      // Right by itself: an open server on loopback. But the process listens on every address.
      project.write("headgate.yaml", open);
      server.process().awaitErr("declare a key, or restart");

      assertThat(modelsWithoutAKey(server)).isEqualTo(401);
      assertThat(ready(server)).contains("degraded", "listens on 0.0.0.0 until it is restarted");
    }
  }

  private static int modelsWithoutAKey(RunningServer server) throws IOException {
    try (var client = new RawClient(server.port())) {
      return client.get("/v1/models").answer().status();
    }
  }

  private static String ready(RunningServer server) throws IOException {
    try (var client = new RawClient(server.port())) {
      return client.get("/readyz").answer().body();
    }
  }
}
