package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page that shows a first gateway, done step by step.
final class FirstGatewayTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/start/gateway.md");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```");
  private static final Pattern BODY = Pattern.compile("-d '([^']*)'");

  @TempDir private Path folder;

  @Test
  void keysABudgetAndAFallbackInFrontOfAModel() throws Exception {
    var page = Files.readString(PAGE);
    try (var openai = ScriptedProvider.start();
        var local = ScriptedProvider.start()) {
      openai.always(OpenAiReplies.chat("Hello"));
      local.always(OpenAiReplies.chat("Hello from here"));
      Files.writeString(folder.resolve("openai.key"), "sk-scripted");
      Files.writeString(
          folder.resolve("headgate.yaml"),
          "server: {port: 0}\n"
              + first(YAML, page)
                  .replace("type: openai,", "type: openai, base-url: \"" + openai.baseUrl() + "\",")
                  .replace("type: ollama", "type: ollama, base-url: \"" + local.baseUrl() + "\"")
                  .replace("${env:OPENAI_API_KEY}", "${file:openai.key}"));

      assertThat(headgate("check").exitCode()).isEqualTo(ExitCode.OK);
      assertThat(headgate("budgets").out()).containsPattern("shop .*\\$50.00 +\\$0.00 .*open");
      try (var server = Headgate.start(folder, "serve")) {
        var line = server.await(" at http");
        var address = URI.create(line.substring(line.indexOf("http")).strip());
        var key = headgate("keys", "create", "web-shop", "--of", "shop", "--json").json();

        var answered = call(address, key.string("key"), first(BODY, page));
        openai.always(OpenAiReplies.error(500, "server_error", "broken"));
        var fallback = call(address, key.string("key"), first(BODY, page));

        assertThat(answered.body()).contains("\"Hello\"");
        assertThat(answered.headers().firstValue("headgate-cost")).isPresent();
        assertThat(fallback.body()).contains("Hello from here");
        assertThat(call(address, "hg_live_unknown", first(BODY, page)).statusCode()).isEqualTo(401);
        var other = first(BODY, page).replace("smart", "openai/gpt-5");
        assertThat(call(address, key.string("key"), other).statusCode()).isEqualTo(403);
        assertThat(headgate("budgets", "--json").json().objects("budgets").getFirst())
            .returns("shop", budget -> budget.string("budget"))
            .matches(budget -> budget.integer("spent_nano_dollars") > 0);
        assertThat(headgate("traces", "list", "--json").json().objects("traces"))
            .extracting(trace -> trace.string("provider"))
            .containsExactly("ollama", "openai");
      }
    }
  }

  private static HttpResponse<String> call(URI address, String key, String json) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(json))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private CommandResult headgate(String... arguments) {
    var all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--project";
    all[arguments.length + 1] = folder.toString();
    return CommandResult.of(all);
  }

  private static String first(Pattern pattern, String page) {
    var found = pattern.matcher(page);
    assertThat(found.find()).as(pattern.pattern()).isTrue();
    return found.group(1);
  }
}
