package dev.headgate.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.providers.ProviderConfig;
import dev.headgate.providers.catalog.BundledCatalog;
import dev.headgate.providers.services.Services;
import dev.headgate.server.config.LoadResult;
import dev.headgate.server.config.ProjectLoader;
import dev.headgate.server.config.ProjectSecrets;
import dev.headgate.testkit.providers.AnthropicReplies;
import dev.headgate.testkit.providers.GeminiReplies;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ReceivedRequest;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.Script;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientTest {
  private final ScriptedProvider server = ScriptedProvider.start();
  private final String origin = server.baseUrl().replace("/v1", "");

  @TempDir private Path folder;

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "groq, /openai/v1, authorization, Bearer, /openai/v1/chat/completions",
    "writer, /v1, authorization, Bearer, /v1/chat",
    "azure-openai, /openai/v1, api-key, '', /openai/v1/chat/completions",
    "azure-ai, /models, api-key, '', /models/chat/completions?api-version=2024-05-01-preview"
  })
  void asksInOpenAisDialect(String type, String path, String header, String scheme, String asked)
      throws IOException {
    var request = asked(config(type, path, ""), OpenAiReplies.chat("Hello", " there"));

    assertThat(request.path()).isEqualTo(asked);
    assertThat(request.header(header)).contains(scheme.isEmpty() ? "k-1" : scheme + " k-1");
    assertThat(request.body()).contains("\"include_usage\":true");
  }

  @Test
  void asksADeploymentOfAzuresAtItsVersion() throws IOException {
    var config = config("azure-openai", "", "azure: {api-version: 2024-10-21}");

    var request = asked(config, OpenAiReplies.chat("Hello", " there"));

    assertThat(request.path())
        .isEqualTo("/openai/deployments/model-1/chat/completions?api-version=2024-10-21");
    assertThat(request.header("api-key")).contains("k-1");
    assertThat(request.body()).contains("\"include_usage\":true");
  }

  @Test
  void passesOnToADeploymentOfAzuresWhatNamesIt() throws IOException {
    var client = open(config("azure-openai", "", "azure: {api-version: 2024-10-21}"));
    server.next(OpenAiReplies.embeddings(new float[] {1, 0}));
    var body = "{\"input\":\"a\",\"model\":\"emb 1\"}".getBytes(StandardCharsets.UTF_8);

    try (var answer =
        client
            .provider()
            .relay()
            .relay(Operation.EMBEDDINGS, new RelayBody(body, List.of()), new Cancellation())) {
      assertThat(answer.status()).isEqualTo(200);
    } finally {
      client.close().run();
    }

    assertThat(server.requests().getFirst().path())
        .isEqualTo("/openai/deployments/emb%201/embeddings?api-version=2024-10-21");
  }

  @Test
  void asksAnthropic() throws IOException {
    var request = asked(config("anthropic", "", ""), AnthropicReplies.message("Hello", " there"));

    assertThat(request.path()).isEqualTo("/v1/messages");
    assertThat(request.header("x-api-key")).contains("k-1");
  }

  @Test
  void asksGemini() throws IOException {
    var request = asked(config("gemini", "/v1beta", ""), GeminiReplies.content("Hello", " there"));

    assertThat(request.path()).isEqualTo("/v1beta/models/model-1:streamGenerateContent?alt=sse");
    assertThat(request.header("x-goog-api-key")).contains("k-1");
  }

  @Test
  void asksVertexWithATokenOfTheServiceAccount() throws IOException, GeneralSecurityException {
    Files.writeString(folder.resolve("key.json"), keyFile());
    var config =
        config("vertex", "/v1", "google: {location: europe-west4, key-file: key.json}")
            .replace(", api-key: \"${env:KEY}\"", "");
    server.next(Reply.json("{\"access_token\":\"t-1\",\"expires_in\":3600}"));

    var request = asked(config, GeminiReplies.content("Hello", " there"));

    assertThat(request.path())
        .isEqualTo(
            "/v1/projects/p-1/locations/europe-west4/publishers/google/models/model-1:streamGenerateContent?alt=sse");
    assertThat(request.header("authorization")).contains("Bearer t-1");
  }

  @Test
  void asksVertexWithAKeyThatStandsForTheProject() throws IOException {
    var request = asked(config("vertex", "/v1", ""), GeminiReplies.content("Hello", " there"));

    assertThat(request.path())
        .isEqualTo("/v1/publishers/google/models/model-1:streamGenerateContent?alt=sse");
    assertThat(request.header("x-goog-api-key")).contains("k-1");
  }

  @Test
  void asksCohere() throws IOException {
    var answer =
        """
        {"id":"c-1","finish_reason":"COMPLETE","message":{"role":"assistant",\
        "content":[{"type":"text","text":"Hello there"}]},\
        "usage":{"tokens":{"input_tokens":3,"output_tokens":2}}}\
        """;

    var request = asked(config("cohere", "/v2", ""), _ -> Reply.json(answer));

    assertThat(request.path()).isEqualTo("/v2/chat");
    assertThat(request.header("authorization")).contains("Bearer k-1");
  }

  @Test
  void asksOllamaAtItsOwnDoor() throws IOException {
    var answer =
        """
        {"model":"model-1","created_at":"2026-01-01T00:00:00Z","done":true,"done_reason":"stop",\
        "message":{"role":"assistant","content":"Hello there"},\
        "prompt_eval_count":3,"eval_count":2}\
        """;

    var request = asked(config("ollama-native", "", ""), _ -> Reply.json(answer));

    assertThat(request.path()).isEqualTo("/api/chat");
  }

  @ParameterizedTest
  @CsvSource({
    "openai, openai, OPENAI_CHAT OPENAI_RESPONSES OPENAI_COMPLETIONS",
    "mistral, mistral_ai, OPENAI_CHAT",
    "xai, x_ai, OPENAI_CHAT OPENAI_RESPONSES",
    "gemini, gcp.gemini, GEMINI",
    "vertex, gcp.vertex_ai, GEMINI",
    "bedrock, aws.bedrock, BEDROCK",
    "cohere, cohere, COHERE",
    "voyage, voyage, OPENAI_CHAT"
  })
  void knowsWhatItIsCalledAndWhatItPassesOn(String type, String system, String dialects)
      throws IOException {
    var client = open("up: {type: " + type + "}");

    assertThat(client.provider().system()).isEqualTo(system);
    assertThat(client.provider().dialects())
        .containsExactlyInAnyOrder(
            List.of(dialects.split(" ")).stream().map(Dialect::valueOf).toArray(Dialect[]::new));
    client.close().run();
  }

  @Test
  void aServiceIsKnownByItsHostToo() throws IOException {
    var client = open("up: {base-url: \"https://api.x.ai/v1\"}");

    assertThat(client.provider().catalog()).isEqualTo("x-ai");
    client.close().run();
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o-mini",
    "azure-openai, gpt-4o",
    "azure-ai, gpt-4o",
    "anthropic, claude-haiku-4-5",
    "gemini, gemini-2.5-flash",
    "vertex, gemini-2.5-flash",
    "bedrock, amazon.nova-lite-v1:0",
    "cohere, command-r",
    "mistral, mistral-large-latest",
    "groq, openai/gpt-oss-20b",
    "deepseek, deepseek-v4-flash",
    "xai, grok-3",
    "openrouter, openai/gpt-4o-mini",
    "together, zai-org/GLM-5.2",
    "fireworks, accounts/fireworks/models/qwen3-235b-a22b",
    "perplexity, sonar",
    "cerebras, gpt-oss-120b",
    "voyage, voyage-3",
    "zai, GLM-4.5"
  })
  void everyServiceThatSellsTokensHasPrices(String type, String model) {
    var catalog = Services.require(type).names().catalog();

    var price =
        new BundledCatalog().find(catalog, model, Map.of(), Instant.parse("2026-11-21T12:00:00Z"));

    assertThat(price).isPresent();
  }

  private ReceivedRequest asked(String config, Script answer) throws IOException {
    var client = open(config);
    server.next(answer);
    var heard = new AnswerAssembly();
    try {
      var completion =
          client
              .provider()
              .chat()
              .chat(
                  new ChatRequest(
                      "model-1",
                      List.of(new ChatMessage(Role.USER, "Say hello.")),
                      ChatSettings.NONE),
                  heard,
                  new Cancellation());
      assertThat(heard.answer().choices().getFirst().message().text()).isEqualTo("Hello there");
      assertThat(completion.usage().output().total()).isPositive();
    } finally {
      client.close().run();
    }
    return server.requests().getLast();
  }

  private String config(String type, String path, String more) {
    return "up: {type: %s, base-url: \"%s\", api-key: \"${env:KEY}\"%s}"
        .formatted(type, origin + path, more.isEmpty() ? "" : ", " + more);
  }

  private Client open(String provider) throws IOException {
    Files.writeString(
        folder.resolve("headgate.yaml"), "server: {port: 0}\nproviders:\n  " + provider + "\n");
    return Client.open(declared(), InstantSource.system());
  }

  private ProviderConfig declared() {
    return switch (ProjectLoader.load(folder, new ProjectSecrets(folder, Map.of("KEY", "k-1")))) {
      case LoadResult.Loaded(var project) ->
          project.settings().models().providers().firstEntry().getValue();
      case LoadResult.Rejected(var problems) -> throw new AssertionError(problems);
    };
  }

  private String keyFile() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var key =
        Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    return """
    {"client_email":"robot@p-1.iam.gserviceaccount.com","project_id":"p-1",\
    "private_key":"-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",\
    "token_uri":"%s/token"}\
    """
        .formatted(key, origin);
  }
}
