package dev.headgate.server.boot;

import dev.headgate.server.config.LoadResult;
import dev.headgate.server.config.Project;
import dev.headgate.server.config.ProjectLoader;
import dev.headgate.server.config.ProjectSecrets;
import dev.headgate.server.http.Json;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A server in this process over a project that a test declares, with a scripted provider.
final class TestHouse implements AutoCloseable {
  static final String CHAT = "/v1/chat/completions";

  final ScriptedProvider provider = ScriptedProvider.start();
  final Serving serving;
  private final Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// @param more sections of `headgate.yaml`, to which a provider and the models `smart` and
  ///   `cheap` are added
  TestHouse(Path folder, String more) throws IOException {
    this(folder, more, "");
  }

  /// @param providerKeys further keys of the provider `up`, such as `region: eu`
  TestHouse(Path folder, String more, String providerKeys) throws IOException {
    this(folder, more, providerKeys, 0);
  }

  /// @param port to listen on, 0 for any
  TestHouse(Path folder, String more, String providerKeys, int port) throws IOException {
    this.folder = folder;
    provider.always(OpenAiReplies.chat("Hello"));
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("headgate.yaml"),
        """
        server: {port: %d}
        providers:
          up: {base-url: "%s"%s}
        models:
          smart: {provider: up, model: m-1}
          cheap: {provider: up, model: m-2}
        """
                .formatted(
                    port, provider.baseUrl(), providerKeys.isEmpty() ? "" : ", " + providerKeys)
            + more);
    feature("greeting", "tiers: [{name: only, reply: \"Good morning.\"}]");
    feature("asking", "tiers: [{name: generated, model: smart, prompt: answer}]");
    Files.createDirectories(folder.resolve("features/asking/prompts"));
    Files.writeString(
        folder.resolve("features/asking/prompts/answer.prompt"),
        "---\nversion: 1.0.0\ninput: {schema: {question: string}}\n---\n{{question}}\n");
    this.serving = start(port == 0);
  }

  private void feature(String name, String yaml) throws IOException {
    var file = folder.resolve("features/" + name + "/feature.yaml");
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "description: a test\n" + yaml + "\n");
    }
  }

  private Serving start(boolean freePort) throws IOException {
    return Serving.start(load(folder), folder.resolve("data"), freePort);
  }

  /// What the folder declares now.
  static Project load(Path folder) {
    var secrets =
        new ProjectSecrets(
            folder,
            Map.of(
                "SHOP", "hg-shop-0123456789abcdef",
                "BANK", "hg-bank-0123456789abcdef",
                "LOW", "hg-low-0123456789abcdef"));
    return switch (ProjectLoader.load(folder, secrets)) {
      case LoadResult.Loaded(var project) -> project;
      case LoadResult.Rejected(var problems) -> throw new AssertionError(problems);
    };
  }

  HttpResponse<String> chat(String key, String model, String... headers) throws Exception {
    return post(
        CHAT,
        key,
        "{\"model\":\"%s\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .formatted(model),
        headers);
  }

  HttpResponse<String> ask(String key, String feature, String question, String... headers)
      throws Exception {
    return post(
        "/v1/features/" + feature + "/calls",
        key,
        "{\"input\":{\"question\":\"%s\"}}".formatted(question),
        headers);
  }

  HttpResponse<String> get(String path, String key, String... headers) throws Exception {
    return send("GET", path, key, "", headers);
  }

  HttpResponse<String> post(String path, String key, String json, String... headers)
      throws Exception {
    return send("POST", path, key, json, headers);
  }

  HttpResponse<String> send(String method, String path, String key, String body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(serving.address() + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  String adminToken() throws IOException {
    return Files.readString(folder.resolve("data/admin.token")).strip();
  }

  HttpResponse<String> admin(String path, String json) throws Exception {
    return post(path, adminToken(), json);
  }

  /// Makes a key and returns its text.
  String makeKey(String json) throws Exception {
    return property(admin("/admin/keys", json).body(), "key");
  }

  /// A property of an answer's first level.
  static String property(String json, String name) {
    var parts =
        Json.readObject(json.getBytes(StandardCharsets.UTF_8), in -> Json.readMap(in, "answer"));
    return String.valueOf(parts.get(name));
  }

  /// The code and status of an error.
  static String error(HttpResponse<String> answer) {
    var code = answer.body().replaceAll("(?s).*\"code\":\"([a-z_]+)\".*", "$1");
    return answer.statusCode() + " " + code;
  }

  @Override
  public void close() {
    http.shutdownNow();
    serving.close();
    provider.close();
  }
}
