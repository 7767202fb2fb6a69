package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.http.RawClient;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys with a mark that is looked for everywhere afterwards.
final class SecretsTest {
  private static final String CALLERS_KEY = "hg-canary-caller-5f0c9e7712";
  private static final String PROVIDERS_KEY = "sk-canary-provider-91b3aa40fe";
  private static final String WRONG_KEY = "hg-canary-wrong-77d1c0b2a9";

  @TempDir private Path folder;

  @Test
  void noKeyIsEverWrittenLoggedOrSaid() throws Exception {
    try (var provider = ScriptedProvider.start()) {
      var project = new TestProject(folder, provider.baseUrl());
      project
          .edit("headgate.yaml", "timeouts:", "api-key: \"${env:PROVIDER_KEY}\", timeouts:")
          .write(
              "headgate.yaml",
              project.read("headgate.yaml")
                  + "access: {keys: [{name: team, key: \"${env:TEAM_KEY}\"}]}\n");
      var process =
          HeadgateProcess.start(
              List.of(),
              Map.of("PROVIDER_KEY", PROVIDERS_KEY, "TEAM_KEY", CALLERS_KEY),
              folder,
              "serve");
      var said = new ArrayList<String>();
      try (var server = RunningServer.of(process, project.data())) {
        provider
            .next(OpenAiReplies.chat("Hello"))
            .next(OpenAiReplies.chat("Hello"))
            .next(
                Reply.body(
                    401,
                    "application/json",
                    "{\"error\":{\"message\":\"Incorrect API key provided: %s\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}"
                        .formatted(PROVIDERS_KEY)))
            .next(Reply.raw("HTTP/1.1 2 " + PROVIDERS_KEY + "\r\n\r\n").thenClose())
            .always(Reply.body(500, "text/html", "<p>" + PROVIDERS_KEY + "</p>"));
        said.add(call(server, CALLERS_KEY, "smart", false));
        said.add(call(server, CALLERS_KEY, "smart", true));
        assertThat(said).allMatch(answer -> answer.startsWith("200"));
        said.add(call(server, CALLERS_KEY, "feature/quick", false)); // the provider says 401
        said.add(call(server, CALLERS_KEY, "smart", false)); // garbage
        said.add(call(server, CALLERS_KEY, "feature/quick", true)); // a page
        said.add(call(server, CALLERS_KEY, "smart", false));
        said.add(call(server, WRONG_KEY, "smart", false));
        said.add(
            call(server, CALLERS_KEY, CALLERS_KEY + "/x", false).replace(CALLERS_KEY + "/x", ""));
        said.add(get(server, "/metrics", CALLERS_KEY));
        said.add(get(server, "/readyz", CALLERS_KEY));
        said.add(server.admin("/admin/traces").body());
        for (var id : server.traceIds()) {
          said.add(server.admin("/admin/traces/" + id).body());
        }
        // A mistake in a file with secrets is reported without them.
        project.edit("headgate.yaml", "name: team", "nmae: team");
        server.process().awaitErr("nmae");
        said.add(get(server, "/readyz", CALLERS_KEY));
        server.process().terminate();
        var _ = server.process().end();
        said.add(server.process().said());
      }

      assertThat(provider.requests().getFirst().header("authorization"))
          .hasValue("Bearer " + PROVIDERS_KEY);
      for (var key : List.of(CALLERS_KEY, PROVIDERS_KEY, WRONG_KEY)) {
        assertThat(said).noneMatch(text -> text.contains(key));
        assertThat(filesWith(project.data(), key)).isEmpty();
      }
    }
  }

  private static String call(RunningServer server, String key, String model, boolean stream)
      throws IOException {
    var body = RunningServer.chatRequest(model, stream);
    return send(
        server,
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(RunningServer.CHAT, key, body.length(), body));
  }

  private static String get(RunningServer server, String path, String key) throws IOException {
    return send(
        server, "GET %s HTTP/1.1\r\nHost: localhost\r\nx-api-key: %s\r\n\r\n".formatted(path, key));
  }

  private static String send(RunningServer server, String request) throws IOException {
    try (var client = new RawClient(server.port())) {
      var answer = client.send(request).answer();
      return answer.status() + " " + answer.headers() + "\n" + answer.body();
    }
  }

  private static List<Path> filesWith(Path directory, String text) throws IOException {
    var found = new ArrayList<Path>();
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (bytes.contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
