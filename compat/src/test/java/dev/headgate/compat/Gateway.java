package dev.headgate.compat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.retrieval.ingest.IngestListener;
import dev.headgate.server.boot.Serving;
import dev.headgate.server.config.LoadResult;
import dev.headgate.server.config.Project;
import dev.headgate.server.config.ProjectLoader;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.ReceivedRequest;
import dev.headgate.testkit.providers.ScriptedProvider;
import dev.headgate.testkit.providers.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The server as it is started for users, on a project folder with documents, features and models
/// that all lead to one scripted provider.
final class Gateway implements AutoCloseable {
  /// What callers send.
  static final String KEY = "hg_compat";

  /// What the gateway sends to the provider.
  static final String PROVIDER_KEY = "sk-of-the-company";

  /// How soon a provider is let go after its caller has left.
  static final Duration SOON = Duration.ofMillis(500);

  private static final String TLS =
      """
      server:
        tls: {certificate: server.pem, key: server-key.pem}
      """;

  private static final String OTHER_MODELS =
      """
        claude: {provider: anthropic, model: claude-scripted}
        flash: {provider: gemini, model: gemini-scripted}
        steady:
          deployments: [{provider: scripted, model: scripted-1}, {provider: hasty, model: scripted-2}]
        steady-claude:
          deployments: [{provider: anthropic, model: claude-1}, {provider: gemini, model: gemini-1}]
        steady-flash:
          deployments: [{provider: gemini, model: gemini-1}, {provider: scripted, model: scripted-1}]
      """;

  private static final String HANDBOOK =
      """
      description: Answers questions about the handbook
      shape: retrieval
      retrieval: {collection: handbook}
      tiers:
        - {name: generated, model: smart, prompt: answer}
        - {name: quoted, model: embedded/extractive}
        - {name: people, reply: "I don't know; the help desk does."}
      """;

  private static final String QUOTES =
      """
      description: Quotes the handbook
      shape: retrieval
      retrieval: {collection: handbook}
      tiers:
        - {name: quoted, model: embedded/extractive}
        - {name: people, reply: "I don't know; the help desk does."}
      """;

  private static final String CHAT =
      """
      description: Talks, with nothing to fall back on
      shape: prompt
      tiers:
        - {name: generated, model: smart, prompt: talk}
      """;

  private static final String ANSWER =
      """
      ---
      version: 1.0.0
      ---
      {{role "system"}}
      Answer from these documents only.
      {{#each documents}}
      [{{number}}] {{text}}
      {{/each}}
      {{history}}
      {{role "user"}}
      {{question}}
      """;

  private static final String TALK =
      """
      ---
      version: 1.0.0
      ---
      {{role "system"}}
      Be brief.
      {{history}}
      {{role "user"}}
      {{question}}
      """;

  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "ports.md",
          """
          # Ports
          The gateway listens on port 8080 unless the key server.port names another one. The
          metrics are served on the same port.
          """,
          "backups.md",
          """
          # Backups
          A backup of the data directory is taken every night at two o'clock. Backups are kept for
          thirty days.
          """);

  final ScriptedProvider provider;
  private final Serving serving;

  private Gateway(
      Path folder,
      ScriptedProvider provider,
      String moreOfProvider,
      String server,
      boolean allDialects) {
    this.provider = provider;
    write(folder, "headgate.yaml", server + main(provider.baseUrl(), moreOfProvider, allDialects));
    write(folder, "collections/handbook.yaml", "sources: [{path: docs}]\n");
    write(folder, "features/handbook/feature.yaml", HANDBOOK);
    write(folder, "features/handbook/prompts/answer.prompt", ANSWER);
    write(folder, "features/quotes/feature.yaml", QUOTES);
    write(folder, "features/chat/feature.yaml", CHAT);
    write(folder, "features/chat/prompts/talk.prompt", TALK);
    DOCUMENTS.forEach((name, text) -> write(folder, "docs/" + name, text));
    try {
      serving = Serving.start(load(folder), folder.resolve("data"), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Gateway start(Path folder) {
    return new Gateway(folder, ScriptedProvider.start(), "", "", false);
  }

  /// The same with TLS at both doors: the server trusts the provider's certificate alone, and shows
  /// its own: `server.pem` and `server-key.pem` lie in the folder already.
  static Gateway startTls(Path folder, TestCertificate provider) {
    return new Gateway(
        folder, ScriptedProvider.startTls(provider), ", ca-bundle: " + provider.pem(), TLS, false);
  }

  /// The same with the models of every [Upstream]: one provider that speaks every dialect.
  static Gateway startWithAllDialects(Path folder) {
    return new Gateway(folder, ScriptedProvider.start(), "", "", true);
  }

  /// The same, whose provider greets whoever asks.
  static Gateway startGreeting(Path folder) {
    var gateway = startWithAllDialects(folder);
    gateway.provider.always(AnyDialect.says("Hello", " there"));
    return gateway;
  }

  /// Makes the documents known to the features that search.
  Gateway ingest() {
    var _ = serving.house().collections().ingest("handbook", IngestListener.NONE);
    return this;
  }

  /// What OpenAI's SDKs are configured with.
  String baseUrl() {
    return address() + "/v1";
  }

  /// What Anthropic's and Google's SDKs are configured with: they add the version themselves.
  String address() {
    return serving.address();
  }

  /// The official SDK as a user sets it up, except that it does not repeat failed calls and checks
  /// every answer against its own schema.
  OpenAIClient client() {
    return settings().build();
  }

  OpenAIOkHttpClient.Builder settings() {
    return OpenAIOkHttpClient.builder()
        .baseUrl(baseUrl())
        .apiKey(KEY)
        .maxRetries(0)
        .responseValidation(true)
        .timeout(Duration.ofSeconds(20));
  }

  /// What the provider was asked last.
  ReceivedRequest asked() {
    return provider.requests().getLast();
  }

  @Override
  public void close() {
    serving.close();
    provider.close();
  }

  private static String main(String baseUrl, String moreOfProvider, boolean allDialects) {
    return """
    access: {keys: [{name: compat, key: "${env:CALLER_KEY}"}]}
    providers:
      scripted: {base-url: "%1$s", api-key: "${env:PROVIDER_KEY}"%2$s}
      hasty:
        base-url: "%1$s"
        timeouts: {headers: 200ms, first-token: 200ms, idle: 200ms}
      gone: {base-url: "http://127.0.0.1:1/v1"}
    %3$smodels:
      smart: {provider: scripted, model: scripted-1}
      small-vectors: {provider: embedded, model: bge-small-en-v1.5}
    %4$s
    """
        .formatted(
            baseUrl,
            moreOfProvider,
            allDialects ? otherProviders(baseUrl) : "",
            allDialects ? OTHER_MODELS : "");
  }

  private static String otherProviders(String baseUrl) {
    return """
      anthropic: {type: anthropic, base-url: "%1$s", api-key: "${env:PROVIDER_KEY}"}
      gemini: {type: gemini, base-url: "%1$sbeta", api-key: "${env:PROVIDER_KEY}"}
    """
        .formatted(baseUrl);
  }

  private static Project load(Path folder) {
    return switch (ProjectLoader.load(folder, new Environment())) {
      case LoadResult.Loaded(var project) -> project;
      case LoadResult.Rejected(var problems) -> throw new AssertionError(problems);
    };
  }

  private static void write(Path folder, String name, String text) {
    var file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Environment implements SecretSource {
    private static final Map<String, String> VALUES =
        Map.of("CALLER_KEY", KEY, "PROVIDER_KEY", PROVIDER_KEY);

    @Override
    public Optional<String> environment(String name) {
      return Optional.ofNullable(VALUES.get(name));
    }

    @Override
    public Optional<String> file(String path) {
      return Optional.empty();
    }
  }
}
