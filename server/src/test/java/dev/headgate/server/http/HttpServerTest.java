package dev.headgate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpServerTest {
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void saysThatItIsAlive() throws Exception {
    var answer = server.get("/healthz");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
  }

  @Test
  void isReadyThoughDegradedWhileOldDeclarationsServe() throws Exception {
    server.readiness =
        new Readiness(
            List.of(
                new Readiness.Part(
                    "declarations",
                    Readiness.Condition.DEGRADED,
                    List.of("feature.yaml:3:1: unknown key \"teirs\""))));

    var answer = server.get("/readyz");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            """
            {"status":"degraded","parts":[{"name":"declarations","status":"degraded",\
            "messages":["feature.yaml:3:1: unknown key \\"teirs\\""]}]}\
            """);
  }

  @Test
  void isNotReadyWhenAPartHasFailed() throws Exception {
    server.readiness =
        new Readiness(
            List.of(new Readiness.Part("store", Readiness.Condition.FAILED, List.of("disk full"))));

    assertThat(server.get("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void namesItsDoorsOnTheFrontPage() throws Exception {
    assertThat(server.get("/").body())
        .contains("\"POST /v1/chat/completions\"", "\"POST /v1/features/{name}/calls\"");
  }

  @Test
  void sendsNoBodyWhereOnlyTheHeadersWereAskedFor() throws Exception {
    try (var client = server.connect()) {
      client.send("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
      var head = client.readUntil("\r\n\r\n");
      client.get("/healthz");

      assertThat(head).contains("200", "Content-Length: 15");
      assertThat(client.answer().body()).isEqualTo("{\"status\":\"ok\"}");
    }
  }

  @Test
  void knowsOnlyItsRoutes() throws Exception {
    var answer = server.get("/v2/chat");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo(
            """
            {"error":{"message":"nothing is served at /v2/chat; GET / lists the doors",\
            "type":"invalid_request_error","param":null,"code":"route_not_found"}}\
            """);
  }

  @Test
  void saysWhichMethodsARouteHas() throws Exception {
    var answer = server.send(server.request("/healthz").DELETE());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD");
    assertThat(answer.body()).contains("\"code\":\"method_not_allowed\"");
  }

  @Test
  void letsNobodyInWithoutAKeyWhereOneIsDeclared() throws Exception {
    try (var keyed = new TestServer(TestServer.config(TestServer.LIMITS, null), "hg_secret")) {
      var without = keyed.get("/v1/models");
      var wrong = keyed.send(keyed.request("/v1/models").header("x-api-key", "guess"));
      var bearer =
          keyed.send(keyed.request("/v1/models").header("Authorization", "bearer hg_secret"));
      var header = keyed.send(keyed.request("/v1/models").header("x-api-key", "hg_secret"));

      assertThat(without.statusCode()).isEqualTo(401);
      assertThat(without.body()).contains("\"authentication_error\"", "\"invalid_api_key\"");
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(bearer.statusCode()).isEqualTo(200);
      assertThat(header.statusCode()).isEqualTo(200);
      assertThat(keyed.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void answersOnlyForHostsThatNoPageCanTakeOver() throws Exception {
    assertThat(statusForHost("localhost:8080")).isEqualTo(200);
    assertThat(statusForHost("127.0.0.1")).isEqualTo(200);
    assertThat(statusForHost("[::1]:8080")).isEqualTo(200);
    assertThat(statusForHost("evil.example")).isEqualTo(403);
    assertThat(statusForHost("127.0.0.1.evil.example")).isEqualTo(403);
  }

  @Test
  void answersForADeclaredHost() throws Exception {
    var config = TestServer.config(TestServer.LIMITS, null, "ai.corp.example");
    try (var named = new TestServer(config, "");
        var client = named.connect()) {
      client.send("GET /healthz HTTP/1.1\r\nHost: AI.corp.example:8080\r\n\r\n");

      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void keepsAConnectionForTheNextCallEvenAfterAnError() throws Exception {
    try (var client = server.connect()) {
      for (int i = 0; i < 300; i++) {
        client.post("/nowhere", "{\"some\":\"body\"}");
        assertThat(client.answer().status()).isEqualTo(404);
        client.get("/healthz");
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void answersPipelinedCallsInOrder() throws Exception {
    try (var client = server.connect()) {
      for (int i = 0; i < 20; i++) {
        client.get(i % 2 == 0 ? "/healthz" : "/v1/models");
      }
      for (int i = 0; i < 20; i++) {
        assertThat(client.answer().body()).contains(i % 2 == 0 ? "\"ok\"" : "feature/handbook");
      }
    }
  }

  private int statusForHost(String host) throws Exception {
    try (var client = server.connect()) {
      client.send("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      return client.answer().status();
    }
  }
}
