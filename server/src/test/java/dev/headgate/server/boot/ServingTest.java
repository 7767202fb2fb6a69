package dev.headgate.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.config.LoadResult;
import dev.headgate.server.config.Project;
import dev.headgate.server.config.ProjectLoader;
import dev.headgate.server.config.ProjectSecrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServingTest {
  private static final Pattern DOOR = Pattern.compile("\"([A-Z]+) (/[^\"]*)\"");

  @TempDir private Path folder;

  @Test
  void everyDoorButThePublicOnesRefusesStrangers() throws Exception {
    Files.writeString(
        folder.resolve("headgate.yaml"),
        "server: {port: 0}\naccess: {keys: [{name: web, key: \"${env:KEY}\"}]}\n");
    try (var serving = Serving.start(project(), folder.resolve("data"), true);
        var http = HttpClient.newHttpClient()) {
      var open = new ArrayList<String>();
      var closed = new ArrayList<String>();
      for (var door : DOOR.matcher(get(http, serving.address() + "/")).results().toList()) {
        var path = door.group(2).replaceAll("\\{[^}]*\\}", "any");
        var request =
            HttpRequest.newBuilder(URI.create(serving.address() + path))
                .method(door.group(1), BodyPublishers.noBody())
                .build();
        var status = http.send(request, BodyHandlers.ofString()).statusCode();
        assertThat(status).as(door.group()).isIn(200, 401);
        (status == 200 ? open : closed).add(door.group(2));
      }

      assertThat(open).containsExactlyInAnyOrder("/", "/healthz", "/readyz");
      assertThat(closed)
          .contains(
              "/metrics",
              "/v1/chat/completions",
              "/v1/features/{name}/calls",
              "/admin/search",
              "/admin/traces/{id}");
    }
  }

  private static String get(HttpClient http, String uri) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
        .body();
  }

  private Project project() {
    var secrets = new ProjectSecrets(folder, Map.of("KEY", "hg-web-0123456789abcdef"));
    return switch (ProjectLoader.load(folder, secrets)) {
      case LoadResult.Loaded(var project) -> project;
      case LoadResult.Rejected(var problems) -> throw new AssertionError(problems);
    };
  }
}
