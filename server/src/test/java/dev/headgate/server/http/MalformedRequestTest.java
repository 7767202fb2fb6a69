package dev.headgate.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.server.config.ServerLimits;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients send that they should not.
final class MalformedRequestTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String HEAD =
      "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":|it ends before its object is closed, at byte 9",
        "{model:1}|send one object in UTF-8",
        "{\"model\":\"a\",\"model\":\"b\"}|an object has the same key twice",
      })
  void saysWhatToMendAndNothingAboutTheParser(String body, String message) {
    assertThatThrownBy(() -> Json.readObject(body.getBytes(UTF_8), in -> Json.readMap(in, "body")))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("Source", "Jackson", "StreamRead");
  }

  @Test
  void saysThatAPathIsTooLong() throws Exception {
    try (var client = server.connect()) {
      client.get("/" + "a".repeat(5_000));

      var answer = client.answer();

      assertThat(answer.status()).isEqualTo(414);
      assertThat(answer.body()).contains("its first line is longer than 4096 bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nonsense",
        "[]",
        "null",
        "{",
        "{\"model\":\"smart\"",
        "{\"model\":\"smart\",\"messages\":[]} {}",
        "{\"model\":\"smart\",\"model\":\"smart\",\"messages\":[]}",
        "{\"model\":7,\"messages\":[]}",
        "{\"messages\":[]}",
        "{\"model\":\"smart\"}",
        "{\"model\":\"smart\",\"messages\":[],\"stream\":\"yes\"}",
        "{\"model\":\"smart\",\"messages\":[],\"temperature\":NaN}",
        "\uFEFF{\"model\":\"smart\",\"messages\":[]}",
      })
  void refusesABodyThatIsNoRequest(String body) throws Exception {
    var answer = server.post(CHAT, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"invalid_request\"");
    assertThat(server.house.relayed).isEmpty();
  }

  @Test
  void refusesNestingWithoutEnd() throws Exception {
    var body = "{\"model\":\"smart\",\"messages\":" + "[".repeat(1_000_000);

    var answer = server.post(CHAT, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("nested deeper than");
  }

  @Test
  void refusesWhatIsNotUtf8() throws Exception {
    var body =
        "{\"model\":\"smart\",\"messages\":[\"\u00ff\"]}".getBytes(StandardCharsets.ISO_8859_1);

    var answer =
        server.send(
            server
                .request(CHAT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("not UTF-8");
  }

  @Test
  void refusesUtf16() throws Exception {
    var body = "{\"input\":{\"question\":\"a\"}}".getBytes(StandardCharsets.UTF_16LE);

    var answer =
        server.send(
            server
                .request("/v1/features/handbook/calls")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
  void refusesWhatIsNotDeclaredAsJson(String type) throws Exception {
    var answer =
        server.send(
            server
                .request(CHAT)
                .header("Content-Type", type)
                .POST(
                    HttpRequest.BodyPublishers.ofString("{\"model\":\"smart\",\"messages\":[]}")));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Content-Type: application/json");
  }

  @Test
  void refusesALongBodyAndNamesTheKey() throws Exception {
    var body = "{\"model\":\"smart\",\"messages\":[\"" + "x".repeat(10 << 20) + "\"]}";

    var answer = server.post(CHAT, body);

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("\"request_too_large\"", "server.max-request-body");
  }

  @Test
  void refusesALongBodyThatComesInChunks() throws Exception {
    try (var client = server.connect()) {
      client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
      var chunk = "x".repeat(1 << 20);
      for (int i = 0; i < 9; i++) {
        client.send("100000\r\n" + chunk + "\r\n");
      }
      client.send("0\r\n\r\n");

      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void readsABodyThatComesInChunks() throws Exception {
    try (var client = server.connect()) {
      client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
      client.send("10\r\n{\"model\":\"smart\"\r\nf\r\n,\"messages\":[]}\r\n0\r\n\r\n");

      assertThat(client.answer().status()).isEqualTo(200);
      client.get("/healthz");
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void refusesABodyThatEndsEarly() throws Exception {
    try (var client = server.connect()) {
      client.send(HEAD + "Content-Length: 100\r\n\r\n{\"model\":");
      client.socket.shutdownOutput();

      var answer = client.answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("broke off before the 100 bytes");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void takesWhatIsBeyondTheContentLengthAsTheNextRequest() throws Exception {
    try (var client = server.connect()) {
      client.send(HEAD + "Content-Length: 2\r\n\r\n{}garbage\r\n\r\n");

      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.answer().body()).contains("not valid HTTP/1.1");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEAD + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        HEAD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        HEAD + "Content-Length: -2\r\n\r\n{}",
        HEAD + "Content-Length: two\r\n\r\n{}",
        HEAD + "Transfer-Encoding: gzip\r\n\r\n{}",
        HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n",
        "GET /healthz\r\n\r\n",
        "GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\u0016\u0003\u0001 a TLS hello\r\n\r\n",
        "GET /healthz HTTP/1.1\nHost: localhost\n\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
      })
  void refusesBrokenFramingAndCloses(String request) throws Exception {
    try (var client = server.connect()) {
      client.send(request);

      var answer = client.answer();

      assertThat(answer.status()).isBetween(400, 505);
      assertThat(answer.body()).contains("\"error\":{\"message\":");
      assertThat(answer.headers()).containsEntry("connection", "close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void refusesHeadersWithoutEnd() throws Exception {
    try (var client = server.connect()) {
      client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(40_000) + "\r\n");

      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void refusesACompressedBody() throws Exception {
    try (var client = server.connect()) {
      client.send(HEAD + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}");

      assertThat(client.answer().status()).isEqualTo(400);
    }
  }

  @Test
  void asksForTheBodyOfAClientThatWaitsToBeAsked() throws Exception {
    var body = "{\"model\":\"smart\",\"messages\":[]}";
    try (var client = server.connect()) {
      client.send(HEAD + "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(100);
      client.send(body);

      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void doesNotAskForABodyThatItWillNotRead() throws Exception {
    try (var client = server.connect()) {
      client.send(HEAD + "Expect: 100-continue\r\nContent-Length: 100000000\r\n\r\n");

      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void cutsAClientThatNeverEndsItsHeaders() throws Exception {
    try (var slow = new TestServer(limits(Duration.ofMillis(300), Duration.ofSeconds(60)));
        var client = slow.connect()) {
      client.send("GET /healthz HTTP/1.1\r\nHost: local");

      var answer = client.answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.body()).contains("the headers of the request", "request_timeout");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void cutsAClientThatNeverEndsItsBody() throws Exception {
    try (var slow = new TestServer(limits(Duration.ofSeconds(10), Duration.ofMillis(300)));
        var client = slow.connect()) {
      client.send(HEAD + "Content-Length: 100\r\n\r\n{\"model\":");

      var answer = client.answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.body()).contains("the body of the request", "request_timeout");
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(slow.statuses.poll(5, TimeUnit.SECONDS)).isEqualTo(408);
    }
  }

  @Test
  void keepsAConnectionWhoseUnwantedBodyComesAfterTheAnswer() throws Exception {
    try (var slow = new TestServer(limits(Duration.ofMillis(200), Duration.ofSeconds(60)));
        var client = slow.connect();
        var late = slow.connect()) {
      client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
      client.send("{}");
      late.send("GET");
      assertThat(late.answer().status()).isEqualTo(408);

      client.get("/v1/models");

      var answer = client.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("smart");
    }
  }

  @Test
  void closesAConnectionWhoseUnwantedBodyNeverComes() throws Exception {
    try (var slow = new TestServer(limits(Duration.ofSeconds(10), Duration.ofMillis(200)));
        var client = slow.connect()) {
      client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);

      assertThat(client.socket.getInputStream().readAllBytes()).isEmpty();
      assertThat(slow.statuses.poll(5, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  @Test
  void leavesAConnectionAloneThatIsIdleForLongerThanAHeaderMayTake() throws Exception {
    try (var slow = new TestServer(limits(Duration.ofMillis(200), Duration.ofMillis(200)));
        var client = slow.connect();
        var late = slow.connect()) {
      client.get("/healthz");
      assertThat(client.answer().status()).isEqualTo(200);
      late.send("GET");
      assertThat(late.answer().status()).isEqualTo(408);

      client.get("/healthz");

      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  private static ServerLimits limits(Duration header, Duration body) {
    return new ServerLimits(
        8 << 20, 32 << 10, header, body, Duration.ofSeconds(30), Duration.ofSeconds(15));
  }
}
