package dev.headgate.server.http;

import dev.headgate.runtime.access.LineageSeal;
import dev.headgate.server.config.ServerConfig;
import dev.headgate.server.config.ServerLimits;
import dev.headgate.server.dialects.Terms;
import dev.headgate.server.features.FeatureCalls;
import dev.headgate.server.gemini.GeminiRoutes;
import dev.headgate.server.openai.OpenAiRoutes;
import dev.headgate.store.encryption.KeyedHash;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The real server on a free port, with a scripted house behind it.
public final class TestServer implements AutoCloseable {
  public static final ServerLimits LIMITS =
      new ServerLimits(
          8 << 20,
          32 << 10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15));

  public final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
  public final Routes routes = new Routes();
  public final ScriptedHouse house;
  public final HttpServer server;
  public volatile Readiness readiness = new Readiness(List.of());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public TestServer() throws IOException {
    this(LIMITS);
  }

  public TestServer(ServerLimits limits) throws IOException {
    this(config(limits, null), "");
  }

  /// @param key what callers must send, empty if they need nothing
  public TestServer(ServerConfig config, String key) throws IOException {
    house = new ScriptedHouse(key, (_, _, _) -> {});
    HealthRoutes.addTo(routes, () -> readiness);
    OpenAiRoutes.addTo(routes, house.pipeline, InstantSource.fixed(ScriptedHouse.NOW));
    GeminiRoutes.addTo(routes, house.pipeline);
    FeatureCalls.addTo(routes, house.pipeline, Terms::of);
    server =
        HttpServer.start(
            config,
            routes,
            new Gate(
                house::access,
                _ -> {},
                house.limits,
                new LineageSeal(new KeyedHash(new byte[32])),
                InstantSource.fixed(ScriptedHouse.NOW)),
            (_, status, _) -> statuses.add(status));
  }

  public static ServerConfig config(ServerLimits limits, ServerConfig.Tls tls, String... hosts) {
    return new ServerConfig("127.0.0.1", 0, List.of(hosts), tls, limits, Duration.ofSeconds(30));
  }

  public RawClient connect() throws IOException {
    return new RawClient(server.port());
  }

  public HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  public HttpResponse<String> post(String path, String json) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
  }

  @Override
  public void close() {
    client.shutdownNow();
    house.close();
    try {
      server.stop(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
