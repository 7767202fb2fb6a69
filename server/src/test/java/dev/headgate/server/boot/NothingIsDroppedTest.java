package dev.headgate.server.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.Script;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every parameter of the four dialects that callers speak, and of their calls for vectors, towards
/// every kind of provider: it reaches the provider, or the answer names it as ignored, or a 400
/// names it. What the gateway does itself, or what says no more than the default, is marked `here`
/// in the list and leaves no trace.
final class NothingIsDroppedTest {
  private static final String REGENERATE =
      "mvn -pl server -am test -Dtest=NothingIsDroppedTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dheadgate.reference=write";
  private static final Path REFERENCE = Path.of("..", "docs", "reference", "parameters.md");

  private static final Map<String, String> ADDRESSES =
      Map.of(
          "openai-chat", "/v1/chat/completions",
          "openai-responses", "/v1/responses",
          "anthropic", "/v1/messages",
          "gemini", "/v1beta/models/%s:generateContent",
          "openai-embeddings", "/v1/embeddings",
          "gemini-embeddings", "/v1beta/models/%s:embedContent");

  // Each speaks another dialect, or the same in other words.
  private static final Map<String, String> PROVIDERS = new LinkedHashMap<>();

  static {
    PROVIDERS.put("openai-compatible", "base-url: \"%s/v1\"");
    PROVIDERS.put("azure-openai", "base-url: \"%s\", azure: {api-version: 2024-10-21}");
    PROVIDERS.put("mistral", "base-url: \"%s/v1\"");
    PROVIDERS.put("deepseek", "base-url: \"%s/v1\"");
    PROVIDERS.put("openrouter", "base-url: \"%s/v1\"");
    PROVIDERS.put("anthropic", "base-url: \"%s\"");
    PROVIDERS.put("bedrock", "base-url: \"%s\", api-key: \"${env:SHOP}\"");
    PROVIDERS.put("gemini", "base-url: \"%s/v1beta\"");
    PROVIDERS.put("cohere", "base-url: \"%s/v2\"");
    PROVIDERS.put("ollama-native", "base-url: \"%s\"");
  }

  // Each is asked for vectors in another format.
  private static final Map<String, String> VECTOR_PROVIDERS = new LinkedHashMap<>();

  static {
    for (var kind :
        List.of("openai-compatible", "azure-openai", "gemini", "cohere", "ollama-native")) {
      VECTOR_PROVIDERS.put(kind, requireNonNull(PROVIDERS.get(kind)));
    }
    VECTOR_PROVIDERS.put("voyage", "base-url: \"%s/v1\"");
    VECTOR_PROVIDERS.put("vertex", "base-url: \"%s/v1\", api-key: \"${env:SHOP}\"");
    VECTOR_PROVIDERS.put("bedrock-titan", requireNonNull(PROVIDERS.get("bedrock")));
    VECTOR_PROVIDERS.put("bedrock-cohere", requireNonNull(PROVIDERS.get("bedrock")));
  }

  private static final String BEDROCK =
      "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"Hello\"}]}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":1,\"outputTokens\":1,\"totalTokens\":2}}";
  private static final String COHERE =
      "{\"id\":\"c1\",\"finish_reason\":\"COMPLETE\",\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]},\"usage\":{\"tokens\":{\"input_tokens\":1,\"output_tokens\":1}}}";
  private static final String OLLAMA =
      "{\"model\":\"m\",\"created_at\":\"2026-03-01T12:00:00Z\",\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":1,\"eval_count\":1}";

  @TempDir private Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> plain = new HashMap<>();
  private final List<String> dropped = new ArrayList<>();

  private enum Fate {
    SAID("said"),
    HERE("·"),
    IGNORED("*ignored*"),
    REFUSED("refused"),
    DROPPED("DROPPED");

    private final String cell;

    Fate(String cell) {
      this.cell = cell;
    }
  }

  @Test
  void everyParameterArrivesOrIsNamed() throws Exception {
    var tables = new LinkedHashMap<String, Map<String, List<Fate>>>();
    try (var provider = ScriptedProvider.start();
        var serving = serve(provider)) {
      provider.always(speakingAll());
      for (var dialect : list().members().entrySet()) {
        var table = new LinkedHashMap<String, List<Fate>>();
        for (var word : ((Json.Obj) dialect.getValue()).array("words")) {
          var fates = new ArrayList<Fate>();
          for (var kind : kinds(dialect.getKey())) {
            fates.add(
                send(
                    serving.address(),
                    provider,
                    dialect.getKey(),
                    (Json.Obj) dialect.getValue(),
                    (Json.Obj) word,
                    kind));
          }
          table.put(((Json.Obj) word).text("name").orElseThrow(), fates);
        }
        tables.put(dialect.getKey(), table);
      }
    } finally {
      http.shutdownNow();
    }

    assertThat(dropped).isEmpty();
    var reference = reference(tables);
    if ("write".equals(System.getProperty("headgate.reference"))) {
      Files.writeString(REFERENCE, reference);
    }
    assertThat(REFERENCE)
        .as("%s is out of date; regenerate it with: %s", REFERENCE, REGENERATE)
        .hasContent(reference);
  }

  private Fate send(
      String address,
      ScriptedProvider provider,
      String dialect,
      Json.Obj all,
      Json.Obj word,
      String kind)
      throws Exception {
    var base = all.object("base").with(word.object("with"));
    var without =
        plain.computeIfAbsent(
            dialect + kind + base, _ -> sentPlainly(address, provider, dialect, base, kind));
    var before = provider.requests().size();
    var answer = post(address, dialect, base.with(word.object("set")), kind);
    var sent = provider.requests().size() > before;
    var fate = fate(answer, sent ? received(provider) : "", without, word);
    if (fate == Fate.DROPPED || (fate == Fate.REFUSED && sent)) {
      dropped.add(
          "%s from %s to %s: %d %s %s"
              .formatted(
                  word.text("name").orElseThrow(),
                  dialect,
                  kind,
                  answer.statusCode(),
                  ignored(answer),
                  answer.statusCode() == 200 ? received(provider) : answer.body()));
    }
    return fate;
  }

  private static Fate fate(
      HttpResponse<String> answer, String received, String without, Json.Obj word) {
    var names = names(word);
    if (answer.statusCode() == 400) {
      var isNamed = names.stream().anyMatch(name -> answer.body().contains(name));
      return isNamed ? Fate.REFUSED : Fate.DROPPED;
    }
    if (answer.statusCode() != 200) {
      return Fate.DROPPED;
    }
    var mark = word.text("mark").orElse("");
    if (!received.equals(without) && received.contains(mark)) {
      return Fate.SAID;
    }
    if (ignored(answer).stream().anyMatch(names::contains)) {
      return Fate.IGNORED;
    }
    return word.isTrue("here") ? Fate.HERE : Fate.DROPPED;
  }

  private static List<String> names(Json.Obj word) {
    var names =
        word.array("names").stream()
            .map(name -> ((Json.Text) name).value())
            .collect(Collectors.toCollection(ArrayList::new));
    if (names.isEmpty()) {
      names.add(word.text("name").orElseThrow());
    }
    return names;
  }

  private static List<String> ignored(HttpResponse<String> answer) {
    return Arrays.asList(answer.headers().firstValue("headgate-ignored").orElse("").split(", "));
  }

  private String sentPlainly(
      String address, ScriptedProvider provider, String dialect, Json.Obj base, String kind) {
    try {
      var before = provider.requests().size();
      var answer = post(address, dialect, base, kind);
      // What cannot be sent at all cannot be sent with one word more.
      return answer.statusCode() == 200 && provider.requests().size() > before
          ? received(provider)
          : "";
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String received(ScriptedProvider provider) {
    var request = provider.requests().getLast();
    return request.path() + " " + request.body();
  }

  private HttpResponse<String> post(String address, String dialect, Json.Obj body, String kind)
      throws Exception {
    var path = requireNonNull(ADDRESSES.get(dialect)).formatted(kind);
    var sent = dialect.startsWith("gemini") ? body : body.with("model", new Json.Text(kind));
    return http.send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JsonBytes.write(sent)))
            .build(),
        BodyHandlers.ofString());
  }

  private Serving serve(ScriptedProvider provider) throws IOException {
    var yaml = new StringBuilder("server: {port: 0}\nproviders:\n");
    var root = "http://127.0.0.1:" + provider.port();
    var all = new LinkedHashMap<>(PROVIDERS);
    all.putAll(VECTOR_PROVIDERS);
    all.forEach((kind, keys) ->
        yaml.append("  %s: {type: %s, %s}\n".formatted(kind, type(kind), keys.formatted(root))));
    yaml.append("models:\n");
    all.keySet()
        .forEach(kind ->
            yaml.append("  %s: {provider: %s, model: %s}\n".formatted(kind, kind, model(kind))));
    Files.writeString(folder.resolve("headgate.yaml"), yaml.toString());
    return Serving.start(TestHouse.load(folder), folder.resolve("data"), true);
  }

  private static Set<String> kinds(String dialect) {
    return dialect.endsWith("embeddings") ? VECTOR_PROVIDERS.keySet() : PROVIDERS.keySet();
  }

  private static String type(String kind) {
    return kind.startsWith("bedrock") ? "bedrock" : kind;
  }

  private static String model(String kind) {
    return switch (kind) {
      case "bedrock" -> "anthropic.claude-1";
      case "bedrock-titan" -> "amazon.titan-embed-text-v2:0";
      case "bedrock-cohere" -> "cohere.embed-english-v3";
      case "vertex" -> "text-embedding-005";
      default -> "model-1";
    };
  }

  private static Script speakingAll() {
    var others = AnyDialect.says("Hello");
    return request -> {
      if (asksForVectors(request.path())) {
        return Reply.json(vectors(request.path()));
      }
      if (request.path().startsWith("/model/")) {
        return Reply.json(BEDROCK);
      }
      if (request.path().startsWith("/v2/chat")) {
        return Reply.json(COHERE);
      }
      return request.path().startsWith("/api/chat") ? Reply.json(OLLAMA) : others.reply(request);
    };
  }

  private static boolean asksForVectors(String path) {
    return path.contains("mbed") || path.contains(":predict") || path.endsWith("/invoke");
  }

  private static String vectors(String path) {
    if (path.endsWith("/embed")) {
      return "{\"embeddings\":%s}"
          .formatted(path.startsWith("/v2") ? "{\"float\":[[0.5]]}" : "[[0.5]]");
    }
    if (path.endsWith("/invoke")) {
      return path.contains("titan") ? "{\"embedding\":[0.5]}" : "{\"embeddings\":[[0.5]]}";
    }
    if (path.contains("mbedContent")) {
      return "{\"embeddings\":[{\"values\":[0.5]}],\"embedding\":{\"values\":[0.5]}}";
    }
    return path.contains(":predict")
        ? "{\"predictions\":[{\"embeddings\":{\"values\":[0.5]}}]}"
        : "{\"data\":[{\"index\":0,\"embedding\":[0.5]}]}";
  }

  private static Json.Obj list() throws IOException {
    try (var in = NothingIsDroppedTest.class.getResourceAsStream("parameters.json")) {
      return (Json.Obj) JsonBytes.read(requireNonNull(in).readAllBytes());
    }
  }

  private static String reference(Map<String, Map<String, List<Fate>>> tables) {
    var text =
        new StringBuilder(
            """
            # Parameters

            What becomes of each parameter of a caller's dialect at each kind of provider. This page is generated by the test that
            sends them all.

            - **said**: the provider is told, in its own words, or in words that come to the same.
            - **·**: nothing has to be said: the gateway does it itself, or it is what happens anyway.
            - *ignored*: a hint that changes nothing of the answer. It is not sent, and named in the header `headgate-ignored`, in the trace and,
              where the answer has a member `headgate`, in `headgate.ignored`.
            - **refused**: 400 `unsupported_parameter`, with its name.

            What a single model of a service cannot do is refused too; see [models](../guides/models.md).
            """);
    tables.forEach((dialect, table) -> {
      text.append("\n## From ").append(dialect).append("\n\n| parameter |");
      var kinds = kinds(dialect);
      kinds.forEach(kind -> text.append(' ').append(kind).append(" |"));
      text.append("\n|---|").append("---|".repeat(kinds.size())).append('\n');
      table.forEach((word, fates) -> {
        text.append("| `").append(word).append("` |");
        fates.forEach(fate -> text.append(' ').append(fate.cell).append(" |"));
        text.append('\n');
      });
    });
    return new String(text.toString().getBytes(UTF_8), UTF_8);
  }
}
