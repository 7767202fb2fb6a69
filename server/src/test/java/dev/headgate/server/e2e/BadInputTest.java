package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.http.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests and documents that are wrong, at a real server: each gets an error that names the fix,
/// and the next caller is served.
final class BadInputTest {
  private static final String CALLS = "/v1/features/canned/calls";
  private static final int INCOMPLETE = 5;

  @TempDir private static Path folder;
  private static TestProject project;
  private static RunningServer server;

  @BeforeAll
  static void serve() {
    project = new TestProject(folder, "http://127.0.0.1:9/v1");
    server = RunningServer.start(project);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void servesTheNextCaller() throws IOException {
    assertThat(server.ask("canned", "Hello?").status()).isEqualTo(200);
  }

  @Test
  void aBodyOfTenMegabytes() throws IOException {
    var big = "{\"input\":{\"question\":\"" + "a".repeat(10 << 20) + "\"}}";

    try (var client = new RawClient(server.port())) {
      var answer = client.post(CALLS, big).answer();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("request_too_large", "server.max-request-body");
    }
  }

  @Test
  void anOrdinaryClientHearsAboutItsTenMegabytesToo() throws IOException {
    var answer = server.post(CALLS, "{\"input\":{\"question\":\"" + "a".repeat(10 << 20) + "\"}}");

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void anEmptyBodyAndBrokenJson() throws IOException {
    assertThat(server.post(CALLS, "").body()).contains("invalid_request", "empty");
    assertThat(server.post(CALLS, "{\"input\": {").body())
        .contains("invalid_request", "it ends before its object is closed, at byte 11");
    assertThat(server.post(CALLS, "{\"input\": 7}").body())
        .contains("\"param\":\"input\"", "must be an object");
    assertThat(server.post(CALLS, "[]").status()).isEqualTo(400);
  }

  @Test
  void bytesThatAreNotUtf8() throws IOException {
    var body = "{\"input\":{\"question\":\"caf\u00e9\"}}".getBytes(StandardCharsets.ISO_8859_1);

    try (var client = new RawClient(server.port())) {
      client.send(
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(CALLS, body.length));
      client.socket.getOutputStream().write(body);
      var answer = client.answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("invalid_request", "UTF-8");
    }
  }

  @Test
  void namesThatNobodyDeclared() throws IOException {
    assertThat(server.ask("cannd", "Hello?").body()).contains("did you mean \\\"canned\\\"?");
    assertThat(server.post(RunningServer.CHAT, RunningServer.chatRequest("smrt", false)).body())
        .contains("model_not_found", "did you mean \\\"smart\\\"?");
    var search = server.admin("/admin/search", "{\"collection\":\"plnt\",\"query\":\"x\"}");
    assertThat(search.status()).isEqualTo(404);
    assertThat(search.body()).contains("collection_not_found", "plant");
    var ingest = project.headgate("ingest", "plnt");
    assertThat(ingest.exitCode()).isEqualTo(1);
    assertThat(ingest.err()).contains("plnt", "plant");
  }

  @Test
  void pagesThatAreNone() throws IOException {
    var none = server.admin("/admin/traces?limit=0");
    var nowhere = server.admin("/admin/traces?before=tr_0");

    assertThat(none.status()).isEqualTo(400);
    assertThat(none.body()).contains("invalid_request", "a number from 1 to 1000");
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(nowhere.body()).contains("trace_not_found");
  }

  @Test
  void aHostThatAWebPageCouldHaveTakenOver() throws IOException {
    try (var client = new RawClient(server.port())) {
      var answer = client.send("GET /v1/models HTTP/1.1\r\nHost: evil.example\r\n\r\n").answer();

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("host_not_allowed", "server.hosts");
    }
  }

  @Tag("all")
  @Test
  void documentsThatAreNone() throws IOException {
    Files.write(folder.resolve("docs/binary.md"), new byte[] {0x7f, 'E', 'L', 'F', 0, 0, 1, 2});
    Files.write(folder.resolve("docs/latin.txt"), new byte[] {'c', 'a', 'f', (byte) 0xe9, '\n'});
    project.write("docs/large.md", "word ".repeat((10 << 20) / 5 + 1));

    var ended = project.headgate("ingest", "plant");

    assertThat(ended.exitCode()).isEqualTo(INCOMPLETE);
    assertThat(ended.out())
        .contains("3 failed", "binary.md: ", "latin.txt: ", "UTF-8", "large.md: ", "max-document");
    assertThat(project.headgate("search", "plant", "reactor vessel").out()).contains("vessel.md");
    for (var file : new String[] {"binary.md", "latin.txt", "large.md"}) {
      Files.delete(folder.resolve("docs").resolve(file));
    }
    assertThat(project.headgate("ingest", "plant").exitCode()).isZero();
  }

  @Tag("all")
  @Test
  void aSourceThatIsGone() throws IOException {
    Files.move(folder.resolve("docs"), folder.resolve("moved"));

    var ended = project.headgate("ingest", "plant");
    Files.move(folder.resolve("moved"), folder.resolve("docs"));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains("source \"docs\" of collection \"plant\"", "create it or correct")
        .hasLineCount(1);
  }
}
