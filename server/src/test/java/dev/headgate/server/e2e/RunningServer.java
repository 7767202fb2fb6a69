package dev.headgate.server.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `headgate serve` in a process of its own, and a client of it.
final class RunningServer implements AutoCloseable {
  static final String CHAT = "/v1/chat/completions";

  private final HeadgateProcess process;
  private final Path data;
  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningServer(HeadgateProcess process, Path data, String address) {
    this.process = process;
    this.data = data;
    this.address = address;
  }

  /// @param body of a stream without its framing
  record Answer(int status, String traceId, String body) {}

  static RunningServer start(TestProject project) {
    return of(HeadgateProcess.start(project.folder(), "serve"), project.data());
  }

  /// Waits until the process serves.
  static RunningServer of(HeadgateProcess process, Path data) {
    try {
      var line = process.awaitOut(" at http");
      return new RunningServer(process, data, line.substring(line.indexOf("http")).strip());
    } catch (AssertionError e) {
      process.close();
      throw e;
    }
  }

  HeadgateProcess process() {
    return process;
  }

  String address() {
    return address;
  }

  int port() {
    return URI.create(address).getPort();
  }

  Answer get(String path) throws IOException {
    return send(request(path).build());
  }

  Answer post(String path, String json) throws IOException {
    return send(posting(path, json).build());
  }

  /// A question to a feature.
  Answer ask(String feature, String question) throws IOException {
    return post(
        "/v1/features/" + feature + "/calls",
        "{\"input\":{\"question\":\"%s\"}}".formatted(question));
  }

  /// A call that is passed on to the scripted provider.
  Answer chat(boolean stream) throws IOException {
    return post(CHAT, chatRequest("smart", stream));
  }

  /// The answer as it comes, once its head has come.
  HttpResponse<InputStream> open(String path, String json) throws IOException {
    return open(posting(path, json).build());
  }

  /// A feature's answer as it comes.
  HttpResponse<InputStream> openStream(String feature, String question) throws IOException {
    var path = "/v1/features/" + feature + "/calls";
    var json = "{\"input\":{\"question\":\"%s\"}}".formatted(question);
    return open(posting(path, json).header("Accept", "text/event-stream").build());
  }

  /// The same with the admin token.
  HttpResponse<InputStream> openAdmin(String path, String json) throws IOException {
    return open(posting(path, json).header("Authorization", "Bearer " + token()).build());
  }

  private HttpResponse<InputStream> open(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  static String chatRequest(String model, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
        .formatted(model, stream);
  }

  /// With the admin token.
  Answer admin(String path) throws IOException {
    return send(request(path).header("Authorization", "Bearer " + token()).build());
  }

  Answer admin(String path, String json) throws IOException {
    return send(posting(path, json).header("Authorization", "Bearer " + token()).build());
  }

  /// Brings a collection into step with its documents.
  void ingest(String collection) throws IOException {
    var answer = admin("/admin/collections/" + collection + "/ingest", "{}");
    if (!answer.body().contains("\"failed\":[]")) {
      throw new AssertionError(answer);
    }
  }

  /// The ids of all traces on record, newest first.
  List<String> traceIds() throws IOException {
    var all = new ArrayList<String>();
    var before = "";
    do {
      var page = admin("/admin/traces?limit=1000&before=" + before).body();
      var ids = Pattern.compile("\"trace_id\":\"(tr_[0-9a-z]+)\"").matcher(page).results().toList();
      ids.forEach(id -> all.add(id.group(1)));
      before = ids.size() < 1000 ? "" : ids.getLast().group(1);
    } while (!before.isEmpty());
    return all;
  }

  String token() throws IOException {
    return Files.readString(data.resolve("admin.token")).strip();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(30));
  }

  private HttpRequest.Builder posting(String path, String json) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  private Answer send(HttpRequest request) throws IOException {
    try {
      var response = http.send(request, BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("headgate-trace-id").orElse(""),
          response.body());
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /// Waits for a condition that becomes true without anybody telling.
  static void await(String what, Duration patience, Condition condition) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + patience + ": " + what);
      }
      Thread.onSpinWait();
    }
  }

  /// [BooleanSupplier] that may fail to reach the server.
  interface Condition {
    boolean holds() throws IOException;
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    process.close();
    http.shutdownNow();
  }
}
