package dev.headgate.server.cli;

import dev.headgate.kernel.chat.TextSink;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.runtime.traces.PlainJson;
import dev.headgate.server.admin.AdminToken;
import dev.headgate.store.directory.Owner;
import dev.headgate.store.traces.TraceFilter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// A server that runs, over HTTP.
final class RemoteSession implements Session {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final String TRACE_ID = "headgate-trace-id";
  private static final int OK = 200;

  private final String address;
  private final String token;
  private final String apiKey;
  private final HttpClient http;

  /// @param server has announced its address
  /// @param apiKey for calls to features, empty if there is none
  RemoteSession(Owner server, AdminToken token, String apiKey) {
    this.address = server.address();
    this.token = token.reveal();
    this.apiKey = apiKey;
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    if (!server.certificate().isEmpty()) {
      client.sslContext(PinnedCertificate.context(server.certificate()));
    }
    this.http = client.build();
  }

  @Override
  public JsonObject collections() throws IOException, InterruptedException {
    return get("/admin/collections");
  }

  @Override
  public JsonObject ask(String feature, String question) throws IOException, InterruptedException {
    return answer(question(feature, question).build());
  }

  /// Asks a feature with an input of any form.
  JsonObject call(String feature, Map<String, Object> input)
      throws IOException, InterruptedException {
    var body = new String(PlainJson.bytes(Map.of("input", input)), StandardCharsets.UTF_8);
    return answer(post("/v1/features/" + encoded(feature) + "/calls", body, apiKey).build());
  }

  @Override
  public JsonObject stream(String feature, String question, TextSink text)
      throws IOException, InterruptedException {
    return events(
        question(feature, question).header("Accept", "text/event-stream").build(),
        "answer",
        event -> {
          if (event.name().equals("delta")) {
            text.accept(event.data().string("text"));
          }
        });
  }

  @Override
  public JsonObject search(SearchRequest request) throws IOException, InterruptedException {
    var body =
        JsonObject.write(out -> {
          out.writeStringProperty("collection", request.collection());
          out.writeStringProperty("query", request.query());
          out.writeNumberProperty("limit", request.limit());
          out.writeStringProperty("mode", request.mode().name().toLowerCase(Locale.ROOT));
        });
    return answer(post("/admin/search", body, token).build());
  }

  @Override
  public JsonObject ingest(String collection, Consumer<JsonObject> progress)
      throws IOException, InterruptedException {
    var path = "/admin/collections/" + encoded(collection) + "/ingest";
    return events(
        post(path, JsonObject.write(_ -> {}), token).build(),
        "summary",
        event -> {
          if (event.name().equals("progress")) {
            progress.accept(event.data());
          }
        });
  }

  @Override
  public JsonObject traces(TraceFilter filter, int limit, String before)
      throws IOException, InterruptedException {
    var query = new StringBuilder("?limit=" + limit);
    parameter(query, "caller", filter.caller());
    parameter(query, "feature", filter.feature());
    parameter(query, "status", filter.status());
    parameter(query, "model", filter.model());
    parameter(query, "since", filter.sinceMillis() == 0 ? "" : "" + filter.sinceMillis());
    parameter(query, "before", before);
    return get("/admin/traces" + query);
  }

  @Override
  public JsonObject trace(String id) throws IOException, InterruptedException {
    return get("/admin/traces/" + encoded(id));
  }

  @Override
  public JsonObject budgets() throws IOException, InterruptedException {
    return get("/admin/budgets");
  }

  @Override
  public JsonObject thaw(String key) throws IOException, InterruptedException {
    var body = JsonObject.write(out -> out.writeStringProperty("key", key));
    return answer(post("/admin/budgets/thaw", body, token).build());
  }

  @Override
  public JsonObject reconcile(JsonObject report) throws IOException, InterruptedException {
    return answer(post("/admin/ledger/reconcile", report.text(), token).build());
  }

  @Override
  public JsonObject keys(KeysRequest request) throws IOException, InterruptedException {
    var body = request.body();
    return body == null ? get(request.path()) : answer(post(request.path(), body, token).build());
  }

  @Override
  public JsonObject desk(DeskRequest request) throws IOException, InterruptedException {
    var body = request.body();
    return body == null ? get(request.path()) : answer(post(request.path(), body, token).build());
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest.Builder question(String feature, String question) {
    var body =
        JsonObject.write(out -> {
          out.writeObjectPropertyStart("input");
          out.writeStringProperty("question", question);
          out.writeEndObject();
        });
    return post("/v1/features/" + encoded(feature) + "/calls", body, apiKey);
  }

  private JsonObject get(String path) throws IOException, InterruptedException {
    return answer(request(path, token).build());
  }

  private JsonObject answer(HttpRequest request) throws IOException, InterruptedException {
    var response = send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() != OK) {
      throw refused(response, response.body());
    }
    return JsonObject.parse(response.body());
  }

  /// Reads events until the one called `last`, and returns that.
  private JsonObject events(HttpRequest request, String last, Consumer<ServerEvents.Event> others)
      throws IOException, InterruptedException {
    var response = send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (var body = response.body()) {
      if (response.statusCode() != OK) {
        var text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        throw refused(response, text);
      }
      var events = new ServerEvents(body);
      for (var event = events.next(); event != null; event = events.next()) {
        if (event.name().equals(last)) {
          return event.data();
        }
        if (event.name().equals("error")) {
          throw refused(response, event.data().text());
        }
        others.accept(event);
      }
      throw new IOException("the answer broke off");
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws InterruptedException {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private CommandFailed gone(IOException e) {
    return new CommandFailed(
        ExitCode.UNAVAILABLE,
        "the server at %s does not answer (%s); look at its log, or stop it and start it again"
            .formatted(
                address, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
        e);
  }

  private static CommandFailed refused(HttpResponse<?> response, String body) {
    var error = errorIn(body);
    var message = error.string("message");
    return new CommandFailed(
        ExitCode.FAILED,
        error.has("code") ? error.string("code") : "failed",
        message.isEmpty() ? "the server answered with status " + response.statusCode() : message,
        response.headers().firstValue(TRACE_ID).orElse(""));
  }

  private static JsonObject errorIn(String body) {
    try {
      return JsonObject.parse(body).object("error");
    } catch (IllegalArgumentException _) {
      return new JsonObject("", Map.of());
    }
  }

  private HttpRequest.Builder post(String path, String json, String bearer) {
    return request(path, bearer)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  private HttpRequest.Builder request(String path, String bearer) {
    var request = HttpRequest.newBuilder(URI.create(address + path));
    return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
  }

  private static void parameter(StringBuilder query, String name, String value) {
    if (!value.isEmpty()) {
      query.append('&').append(name).append('=').append(encoded(value));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
