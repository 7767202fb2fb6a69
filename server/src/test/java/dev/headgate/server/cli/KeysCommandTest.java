package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `headgate keys` without a server, and against one that is killed in between.
final class KeysCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void declare() throws IOException {
    Files.writeString(
        folder.resolve("headgate.yaml"),
        "server: {port: 0}\naccess: {require-key: true}\nprojects: {shop: {teams: {checkout: {}}}}\n");
  }

  @Test
  void makesListsRotatesExpiresAndRevokes() {
    var made =
        headgate(
                "create",
                "web",
                "--of",
                "shop",
                "--team",
                "checkout",
                "--models",
                "smart,openai/*",
                "--priority",
                "low",
                "--limit",
                "requests-per-minute=60,concurrent=5",
                "--expires-in",
                "30d",
                "--json")
            .json();
    assertThat(made.string("key")).matches("hg_live_[0-9A-Za-z]{49}");
    assertThat(made.string("priority")).isEqualTo("low");
    assertThat(made.object("limits").integer("requests_per_minute")).isEqualTo(60);
    assertThat(made.integer("expires_at_ms")).isGreaterThan(made.integer("created_at_ms"));
    var id = made.string("id");

    var listed = headgate("list", "--of", "shop");
    assertThat(listed.out())
        .contains(id, "shop", "web", "live until", "…" + end(made.string("key")))
        .doesNotContain(made.string("key"));
    var rotated = headgate("rotate", id, "--of", "shop", "--overlap", "2h");
    assertThat(rotated.out()).contains("hg_live_", "the only time");
    var list = headgate("list", "--json").json().objects("keys").getFirst();
    assertThat(list.objects("secrets")).hasSize(2);
    assertThat(headgate("expire", id, "--of", "shop").out())
        .contains(id, "live")
        .doesNotContain("until");
    assertThat(headgate("revoke", id, "--of", "shop").out()).contains("revoked");
    assertThat(headgate("list").out()).isEqualToIgnoringNewLines("No keys.");
    assertThat(headgate("list", "--all").out()).contains("revoked");
  }

  @Test
  void aKeyIsFoundWithoutItsProject() {
    var shop = headgate("create", "web", "--of", "shop", "--json").json().string("id");
    var own = headgate("create", "web", "--json").json().string("id");
    assertThat(headgate("create", "bot", "--of", "shop").exitCode()).isEqualTo(ExitCode.OK);

    var several = headgate("revoke", "web");
    assertThat(several.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(several.err()).contains(shop + " of project shop", own + " of project default");

    assertThat(headgate("expire", "bot", "--in", "1h").out()).contains("bot", "live until");
    assertThat(headgate("revoke", "bot").out()).contains("bot", "revoked");
    assertThat(headgate("revoke", shop).out()).contains(shop, "revoked");
    assertThat(headgate("revoke", "web").out()).contains(own, "revoked");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(headgate("create", "web", "--of", "shpo").err()).contains("did you mean \"shop\"?");
    assertThat(headgate("create", "web", "--limit", "requests=1").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(headgate("create", "web", "--expires-in", "soon").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(headgate("create", "web", "--priority", "vip").err())
        .contains("critical, high, normal");
    var none = headgate("revoke", "key_none", "--json");
    assertThat(none.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(none.json().object("error").string("code")).isEqualTo("key_not_found");
  }

  @Test
  void aKeyOutlivesAKillAndARevocationCountsAtOnce() throws Exception {
    String key;
    String id;
    try (var server = Headgate.start(folder, "serve")) {
      var address = address(server);
      var made = headgate("create", "web", "--json").json();
      key = made.string("key");
      id = made.string("id");
      assertThat(status(address, key)).isEqualTo(200);
      server.kill();
      var _ = server.exitCode();
    }
    try (var server = Headgate.start(folder, "serve")) {
      var address = address(server);
      assertThat(status(address, key)).isEqualTo(200);
      assertThat(status(address, "")).isEqualTo(401);

      assertThat(headgate("revoke", id).exitCode()).isEqualTo(ExitCode.OK);

      assertThat(status(address, key)).isEqualTo(401);
      server.kill();
      var _ = server.exitCode();
    }
    assertThat(headgate("list", "--all").out()).contains("revoked");
  }

  private static String address(Headgate server) throws IOException {
    var line = server.await(" at http");
    return line.substring(line.indexOf("http"));
  }

  private static int status(String address, String key) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(address + "/v1/models"));
      if (!key.isEmpty()) {
        request.header("Authorization", "Bearer " + key);
      }
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }

  private static String end(String key) {
    return key.substring(key.length() - 4);
  }

  private CommandResult headgate(String... args) {
    var all = new ArrayList<>(List.of("keys"));
    all.addAll(List.of(args));
    all.addAll(List.of("--project", folder.toString()));
    return CommandResult.of(all.toArray(String[]::new));
  }
}
