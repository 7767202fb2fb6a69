package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.testkit.providers.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no conversation: passed on to the provider of its model, and back.
final class OtherDoorsTest {
  private static final String FORM =
      """
      --b\r
      Content-Disposition: form-data; name="model"\r
      \r
      smart\r
      --b\r
      Content-Disposition: form-data; name="file"; filename="a.wav"\r
      \r
      canary-sound\r
      --b--\r
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/moderations",
        "/v1/rerank",
        "/v1/images/generations",
        "/v1/images/edits",
        "/v1/audio/speech"
      })
  void passesJsonOn(String path) throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(Reply.json("{\"results\":[]}"));

      var answer = house.post(path, "", "{\"model\":\"smart\",\"input\":\"x\",\"new\":[1, 2]}");

      assertThat(answer.body()).isEqualTo("{\"results\":[]}");
      var asked = house.provider.requests().getLast();
      assertThat(asked.path()).isEqualTo(path);
      assertThat(asked.body()).isEqualTo("{\"model\":\"m-1\",\"input\":\"x\",\"new\":[1, 2]}");
    }
  }

  @Test
  void takesAKeyInTheAddressOnlyAtGooglesDoors() throws Exception {
    try (var house =
        new TestHouse(folder, "access: {keys: [{name: shop, key: \"${env:SHOP}\"}]}\n")) {
      var key = "?key=hg-shop-0123456789abcdef";
      var contents = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";

      for (var version : new String[] {"/v1beta", "/v1"}) {
        var path = version + "/models/smart:generateContent";
        assertThat(house.post(path + key, "", contents).body()).contains("Hello");
        assertThat(house.post(path, "", contents).statusCode()).isEqualTo(401);
      }

      assertThat(house.get("/v1/models" + key, "").statusCode()).isEqualTo(401);
      assertThat(house.get("/v1/models/smart" + key, "").statusCode()).isEqualTo(401);
      assertThat(house.post(TestHouse.CHAT + key, "", "{}").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void passesASoundBackAndNotesItInTheTrace() throws Exception {
    try (var house = new TestHouse(folder, "traces: {payloads: true}\n")) {
      house.provider.always(
          Reply.body(200, "audio/mpeg", "noise-77".getBytes(StandardCharsets.US_ASCII)));

      var answer = house.post("/v1/audio/speech", "", "{\"model\":\"smart\",\"input\":\"x\"}");

      assertThat(answer.body()).isEqualTo("noise-77");
      assertThat(answer.headers().firstValue("content-type")).hasValue("audio/mpeg");
      var trace =
          house.get(
              "/admin/traces/" + answer.headers().firstValue("headgate-trace-id").orElseThrow(),
              house.adminToken());
      assertThat(trace.body())
          .contains("[audio/mpeg, not recorded]", "\"speech\"")
          .doesNotContain("noise-77");
    }
  }

  @Test
  void passesAFormOnWithTheProvidersModel() throws Exception {
    try (var house = new TestHouse(folder, "traces: {payloads: true}\n")) {
      house.provider.always(Reply.json("{\"text\":\"Hello\"}"));

      var answer = form(house, FORM);

      assertThat(answer.body()).isEqualTo("{\"text\":\"Hello\"}");
      var asked = house.provider.requests().getLast();
      assertThat(asked.header("content-type")).hasValue("multipart/form-data; boundary=b");
      assertThat(asked.body()).isEqualTo(FORM.replace("smart", "m-1"));
      var trace =
          house.get(
              "/admin/traces/" + answer.headers().firstValue("headgate-trace-id").orElseThrow(),
              house.adminToken());
      assertThat(trace.body()).contains("file").doesNotContain("canary-sound");
    }
  }

  @Test
  void refusesAFormOfAWebPageWithoutAKey() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      assertThat(error(form(house, FORM, "Origin", "https://evil.example")))
          .isEqualTo("403 host_not_allowed");
      assertThat(error(form(house, FORM.replace("--b--", "")))).isEqualTo("400 invalid_request");
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  @Test
  void refusesALoginPageInPlaceOfASound() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(
          Reply.body(200, "text/html", "<html>".getBytes(StandardCharsets.UTF_8)));

      assertThat(error(house.post("/v1/audio/speech", "", "{\"model\":\"smart\"}")))
          .isEqualTo("502 provider_malformed");
    }
  }

  @Test
  void aHardBudgetPaysForNothingThatHasNoBound() throws Exception {
    try (var house =
        new TestHouse(
            folder, "budgets: {all: {per: project, limit: \"$1\", window: day, hard: true}}\n")) {
      assertThat(error(house.post("/v1/images/generations", "", "{\"model\":\"smart\"}")))
          .isIn("403 budget_unpriced", "400 budget_unbounded");
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  @Test
  void aHardBudgetPaysForNoImageEvenWhereTokensHaveAPrice() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            """
              paid: {provider: up, model: m-3, price: {input: "$1", output: "$2"}}
            budgets: {all: {per: project, limit: "$1", window: day, hard: true}}
            """)) {
      assertThat(error(house.post("/v1/images/generations", "", "{\"model\":\"paid\"}")))
          .isEqualTo("400 budget_unbounded");
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  @Test
  void passesOnWhatIsNotKnownOnlyIfDeclared() throws Exception {
    try (var house = new TestHouse(folder, "pass-through: [/v1/ocr]\n")) {
      house.provider.always(Reply.json("{\"pages\":[]}"));

      assertThat(house.post("/v1/ocr", "", "{\"model\":\"smart\"}").body())
          .isEqualTo("{\"pages\":[]}");
      assertThat(house.provider.requests().getLast().path()).isEqualTo("/v1/ocr");
      assertThat(error(house.post("/v1/other", "", "{\"model\":\"smart\"}")))
          .isEqualTo("404 route_not_found");
    }
  }

  @Test
  void whatHasADoorCannotBePassedOn() throws Exception {
    List<String> doors;
    try (var house = new TestHouse(folder, "")) {
      doors =
          Pattern.compile("\"[A-Z]+ (/v1/[^\"]*)\"")
              .matcher(house.get("/", "").body())
              .results()
              .map(door -> door.group(1).replaceAll("\\{[^}]*}", "x"))
              .distinct()
              .toList();
    }
    assertThat(doors).contains("/v1/chat/completions", "/v1/features/x/calls");

    for (var door : doors) {
      assertThatThrownBy(() -> new TestHouse(folder, "pass-through: [" + door + ", /v1/ocr]\n"))
          .as(door)
          .hasStackTraceContaining("\"" + door + "\" is served already")
          .hasStackTraceContaining("leave it out");
    }
  }

  private static HttpResponse<String> form(TestHouse house, String form, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(house.serving.address() + "/v1/audio/transcriptions"))
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
