package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.classifiers.ClassifierTrainer;
import dev.headgate.kernel.classifiers.TextVectors;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.providers.ProviderConfig;
import dev.headgate.providers.anthropic.AnthropicProvider;
import dev.headgate.providers.gemini.GeminiProviders;
import dev.headgate.providers.openai.OpenAiProvider;
import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.access.LineageSeal;
import dev.headgate.runtime.cache.AnswerCache;
import dev.headgate.runtime.cache.Fingerprints;
import dev.headgate.runtime.difficulty.Difficulty;
import dev.headgate.runtime.features.Features;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.Outward;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.Snapshot;
import dev.headgate.runtime.routing.Fleet;
import dev.headgate.runtime.routing.Provider;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.traces.Traces;
import dev.headgate.server.anthropic.AnthropicRoutes;
import dev.headgate.server.config.LoadResult;
import dev.headgate.server.config.ModelsConfig;
import dev.headgate.server.config.ProjectLoader;
import dev.headgate.server.gemini.GeminiRoutes;
import dev.headgate.server.http.Gate;
import dev.headgate.server.http.HttpServer;
import dev.headgate.server.http.Routes;
import dev.headgate.server.http.TestServer;
import dev.headgate.server.responses.ResponsesRoutes;
import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.store.encryption.DataKeys;
import dev.headgate.store.encryption.KeyedHash;
import dev.headgate.store.encryption.MasterKey;
import dev.headgate.store.responses.ResponseStore;
import dev.headgate.store.responses.ResponsesConfig;
import dev.headgate.store.traces.TraceEntry;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;

/// The front door, the way of a call and two scripted providers, all on real sockets and declared
/// by a `headgate.yaml`. The clock of breakers and budgets stands still unless it is moved.
final class RoutedGateway implements AutoCloseable {
  static final String CHAT = "/v1/chat/completions";
  static final String TWO =
      "smart: {deployments: [{provider: first, model: m1}, {provider: second, model: m2}]}";
  static final String ONE = "smart: {provider: first, model: m1}";

  final ScriptedProvider first = ScriptedProvider.start();
  final ScriptedProvider second = ScriptedProvider.start();
  final BlockingQueue<TraceEntry> log = new LinkedBlockingQueue<>();
  final WordVectors words = new WordVectors();
  final AtomicLong nanos = new AtomicLong(Duration.ofDays(1).toNanos());
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final List<AutoCloseable> clients = new ArrayList<>();
  private final List<Provider> providers = new ArrayList<>();
  private final ModelsConfig models;
  private final DataDirectory directory;
  private final Database core;
  private final HttpServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final BlockingQueue<Settlement> settled = new LinkedBlockingQueue<>();
  private volatile Snapshot snapshot;

  /// @param models entries of the section
  /// @param timeouts of both providers
  RoutedGateway(Path folder, String models, String timeouts) throws IOException {
    this(folder, models, timeouts, "");
  }

  /// @param more keys of the first provider
  RoutedGateway(Path folder, String models, String timeouts, String more) throws IOException {
    this(folder, models, timeouts, more, "");
  }

  /// @param moreOfSecond keys of the second provider, which may be of the type `anthropic` or
  ///   `gemini`, as may the first
  RoutedGateway(Path folder, String models, String timeouts, String more, String moreOfSecond)
      throws IOException {
    this.directory = DataDirectory.open(folder.resolve("data"));
    this.core = Database.openCore(directory, InstantSource.fixed(NOW), _ -> {});
    this.models = declared(folder, models, timeouts, more, moreOfSecond);
    this.models.providers().values().forEach(config -> providers.add(provider(config)));
    forget();
    var pipeline =
        new Pipeline(
            () -> snapshot,
            _ -> {
              throw new IllegalStateException("no search here");
            },
            _ -> Optional.empty(),
            String::length,
            (_, _) -> Optional.empty(),
            Limits.unlimited(),
            Settlement.telling(settled::add),
            _ -> Optional.empty(),
            AnswerCache.inMemory(),
            new Fingerprints(new byte[32]),
            new Outward(new LineageSeal(new KeyedHash(new byte[32])), InstantSource.system()),
            new Traces(
                log::add,
                (_, _, _) -> {},
                new IdSource(InstantSource.fixed(NOW), new Random(1)),
                InstantSource.fixed(NOW),
                true),
            timer);
    var routes = new Routes();
    OpenAiRoutes.addTo(routes, pipeline, InstantSource.fixed(NOW));
    AnthropicRoutes.addTo(routes, pipeline);
    GeminiRoutes.addTo(routes, pipeline);
    ResponsesRoutes.addTo(
        routes,
        pipeline,
        responses(),
        InstantSource.fixed(NOW),
        new IdSource(InstantSource.fixed(NOW), new Random(2)));
    server =
        HttpServer.start(
            TestServer.config(TestServer.LIMITS, null),
            routes,
            new Gate(
                () -> snapshot.access(),
                _ -> {},
                Limits.unlimited(),
                new LineageSeal(new KeyedHash(new byte[32])),
                InstantSource.fixed(NOW)),
            (_, _, _) -> {});
  }

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private ResponseStore responses() {
    var random = new SecureRandom();
    var keys = DataKeys.open(core, MasterKey.load(directory, core, random));
    return new ResponseStore(
        core,
        keys,
        new ResponsesConfig(Duration.ofDays(1), 100_000),
        InstantSource.fixed(NOW),
        random);
  }

  private Provider provider(ProviderConfig config) {
    if (config.service().name().equals("gemini")) {
      var client =
          GeminiProviders.studio(
              config.name(),
              config.endpoint(),
              config.apiKey(),
              config.headers(),
              config.connections(),
              InstantSource.fixed(NOW));
      clients.add(client);
      return new Provider(config.name(), "gcp.gemini", client, client, Set.of(Dialect.GEMINI));
    }
    if (config.service().name().equals("anthropic")) {
      var client = new AnthropicProvider(config, InstantSource.fixed(NOW));
      clients.add(client);
      return new Provider(config.name(), "anthropic", client, client, Set.of(Dialect.ANTHROPIC));
    }
    var client = new OpenAiProvider(config, InstantSource.fixed(NOW));
    clients.add(client);
    return new Provider(config.name(), OpenAiProvider.SYSTEM, client, client, client.dialects());
  }

  private ModelsConfig declared(
      Path folder, String models, String timeouts, String more, String moreOfSecond)
      throws IOException {
    var yaml =
        """
        providers:
          first: {base-url: "%s", timeouts: {%s}%s}
          second: {base-url: "%s", timeouts: {%s}%s}
        models:
          %s
        """
            .formatted(
                baseUrl(first, more),
                timeouts,
                more,
                baseUrl(second, moreOfSecond),
                timeouts,
                moreOfSecond,
                models.replace("\n", "\n  "));
    Files.writeString(folder.resolve("headgate.yaml"), yaml);
    return switch (ProjectLoader.load(folder, new NoSecrets())) {
      case LoadResult.Loaded(var project) -> project.settings().models();
      case LoadResult.Rejected(var problems) -> throw new IllegalArgumentException(problems + "");
    };
  }

  private static String baseUrl(ScriptedProvider provider, String keys) {
    return provider.baseUrl() + (keys.contains("gemini") ? "beta" : "");
  }

  /// Forgets what earlier calls taught about deployments.
  void forget() {
    snapshot =
        new Snapshot(
            new Access(List.of()),
            new Features(List.of()),
            new Router(
                providers,
                models.aliases(),
                difficulties(),
                new Fleet(nanos::get, new Random(7), _ -> 0)));
  }

  private Map<String, Difficulty> difficulties() {
    var texts = new TextVectors(List.of(words));
    var difficulties = new HashMap<String, Difficulty>();
    models
        .difficulties()
        .forEach((name, config) ->
            difficulties.put(
                name,
                Difficulty.of(
                    config, texts, ClassifierTrainer.train(config.examples(), texts, 0))));
    return difficulties;
  }

  void later(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  int port() {
    return server.port();
  }

  static String request(boolean stream) {
    return request(stream, "");
  }

  /// @param more members
  static String request(boolean stream, String more) {
    return "{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":"
        + stream
        + more
        + "}";
  }

  HttpResponse<String> post(String json, String... headers) {
    return postTo(CHAT, json, headers);
  }

  HttpResponse<String> postTo(String path, String json, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> get(String path) {
    var address = URI.create("http://127.0.0.1:" + server.port() + path);
    try {
      return http.send(
          HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String lastTrace() {
    try {
      return new String(log.take().payload(), StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    try {
      server.stop(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    try {
      for (var client : clients) {
        client.close();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    timer.shutdownNow();
    first.close();
    second.close();
    core.close();
    directory.close();
  }

  private record NoSecrets() implements SecretSource {
    @Override
    public Optional<String> environment(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> file(String path) {
      return Optional.empty();
    }
  }
}
