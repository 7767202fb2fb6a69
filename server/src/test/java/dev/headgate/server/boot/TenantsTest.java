package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static dev.headgate.server.boot.TestHouse.property;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.runtime.access.Lineage;
import dev.headgate.runtime.access.Lineage.Step;
import dev.headgate.runtime.access.LineageSeal;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys, projects and their scopes, over HTTP.
final class TenantsTest {
  private static final String SHOP = "hg-shop-0123456789abcdef";
  private static final String BANK = "hg-bank-0123456789abcdef";
  private static final Pattern DOOR = Pattern.compile("\"([A-Z]+) (/[^\"]*)\"");
  private static final Pattern ID =
      Pattern.compile("\\b(?:tr|key|resp|file|batch|job)_[0-9a-z]{6,}");

  private static final String TWO_PROJECTS =
      """
      projects:
        shop: {}
        bank: {}
      access:
        keys:
          - {name: shop, key: "${env:SHOP}", project: shop}
          - {name: bank, key: "${env:BANK}", project: bank}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"user,'\"user\":\"ann\"'", "session,'\"n\":1'", "tag,'\"n\":1'"})
  void aBudgetOfANameIsOneProjectsOwn(String per, String member) throws Exception {
    var budget =
        """
          paid: {provider: up, model: m-1, price: {input: $1, output: $1}}
        budgets: {each: {limit: $0.001, window: total, per: %s}}
        """
            .formatted(per);
    try (var house = new TestHouse(folder, budget + TWO_PROJECTS)) {
      house.provider.always(OpenAiReplies.chat("Hello"));
      var body =
          "{\"model\":\"paid\",\"max_tokens\":50,%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
              .formatted(member);
      String[] named = {"x-headgate-session", "s1", "x-headgate-tags", "red"};
      var answer = house.post(TestHouse.CHAT, SHOP, body, named);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      for (int i = 0; i < 100 && answer.statusCode() == 200; i++) {
        answer = house.post(TestHouse.CHAT, SHOP, body, named);
      }
      assertThat(error(answer)).isEqualTo("402 budget_exceeded");

      assertThat(house.post(TestHouse.CHAT, BANK, body, named).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aKeyReachesNoMoreThanItsScope() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            """
            projects:
              shop: {models: [smart, "feature/*"]}
            access:
              keys:
                - name: shop
                  key: "${env:SHOP}"
                  project: shop
                  features: [greeting]
                  endpoints: [/v1/chat/completions, "/v1/features/*", "/v1/models*"]
                - {name: bank, key: "${env:BANK}", networks: [10.0.0.0/8]}
            """)) {
      assertThat(house.chat(SHOP, "smart").statusCode()).isEqualTo(200);
      assertThat(house.ask(SHOP, "greeting", "hi").statusCode()).isEqualTo(200);

      assertThat(error(house.chat(SHOP, "cheap"))).isEqualTo("403 scope_denied");
      assertThat(error(house.chat(SHOP, "up/m-2"))).isEqualTo("403 scope_denied");
      assertThat(error(house.ask(SHOP, "asking", "hi"))).isEqualTo("403 scope_denied");
      assertThat(
              error(
                  house.post(
                      TestHouse.CHAT,
                      SHOP,
                      "{\"model\":\"feature/asking\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")))
          .isEqualTo("403 scope_denied");
      assertThat(error(house.get("/metrics", SHOP))).isEqualTo("403 scope_denied");
      assertThat(error(house.post("/v1/embeddings", SHOP, "not read")))
          .isEqualTo("403 scope_denied");
      assertThat(house.get("/v1/models", SHOP).body())
          .contains("\"smart\"", "feature/greeting")
          .doesNotContain("cheap", "asking");
      assertThat(error(house.get("/v1/models/cheap", SHOP))).isEqualTo("404 model_not_found");
      assertThat(house.chat(BANK, "smart").body()).contains("scope_denied", "call from 127.0.0.1");
      assertThat(error(house.chat(BANK, "smart", "X-Forwarded-For", "10.1.1.1")))
          .as("nobody believes a header")
          .isEqualTo("403 scope_denied");
      assertThat(house.chat(SHOP, "cheap").body())
          .contains("\"permission_error\"", "models is: smart");
      assertThat(house.provider.requests()).hasSize(1);
    }
  }

  @Test
  void aTrustedProxySaysFromWhereACallComes() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            """
            access:
              trusted-proxies: [127.0.0.0/8, 192.168.0.1]
              keys: [{name: bank, key: "${env:BANK}", networks: [10.0.0.0/8]}]
            """)) {
      assertThat(house.chat(BANK, "smart", "X-Forwarded-For", "10.1.1.1").statusCode())
          .isEqualTo(200);
      assertThat(house.chat(BANK, "smart", "X-Forwarded-For", "10.1.1.1, 192.168.0.1").statusCode())
          .isEqualTo(200);
      assertThat(error(house.chat(BANK, "smart", "X-Forwarded-For", "10.1.1.1, 8.8.8.8")))
          .as("what an untrusted hop says does not count")
          .isEqualTo("403 scope_denied");
      assertThat(error(house.chat(BANK, "smart", "X-Forwarded-For", "nonsense")))
          .isEqualTo("403 scope_denied");
      assertThat(error(house.chat(BANK, "smart"))).isEqualTo("403 scope_denied");
    }
  }

  @Test
  void keysAreMadeRotatedAndRevokedWhileTheServerRuns() throws Exception {
    try (var house = new TestHouse(folder, "access: {require-key: true}\nprojects: {shop: {}}\n")) {
      assertThat(error(house.get("/v1/models", ""))).isEqualTo("401 invalid_api_key");
      var made =
          house.admin(
              "/admin/keys", "{\"name\":\"web\",\"project\":\"shop\",\"models\":[\"smart\"]}");
      var key = property(made.body(), "key");
      var id = property(made.body(), "id");
      assertThat(house.chat(key, "smart").statusCode()).isEqualTo(200);
      assertThat(error(house.chat(key, "cheap"))).isEqualTo("403 scope_denied");

      var rotated =
          property(
              house
                  .admin(
                      "/admin/keys/" + id + "/rotate",
                      "{\"project\":\"shop\",\"overlap_seconds\":3600}")
                  .body(),
              "key");
      assertThat(house.chat(key, "smart").statusCode()).isEqualTo(200);
      assertThat(house.chat(rotated, "smart").statusCode()).isEqualTo(200);

      house.admin("/admin/keys/" + id + "/revoke", "{\"project\":\"shop\"}");
      var revokedAt = System.nanoTime();
      assertThat(error(house.chat(key, "smart"))).isEqualTo("401 invalid_api_key");
      assertThat(error(house.chat(rotated, "smart"))).isEqualTo("401 invalid_api_key");
      assertThat(Duration.ofNanos(System.nanoTime() - revokedAt)).isLessThan(Duration.ofSeconds(1));
      assertThat(error(house.get("/v1/models", ""))).isEqualTo("401 invalid_api_key");
      assertThat(house.get("/admin/keys", house.adminToken()).body())
          .contains("\"revoked\"", id)
          .doesNotContain(key, rotated);
    }
  }

  @Test
  void aKeyDeskThatIsAskedForTheImpossibleSaysWhy() throws Exception {
    try (var house = new TestHouse(folder, "projects: {shop: {}}\n")) {
      assertThat(error(house.admin("/admin/keys/key_none/revoke", "{}")))
          .isEqualTo("404 key_not_found");
      for (var wrong :
          List.of(
              "{}",
              "{\"name\":\"a\",\"project\":\"shpo\"}",
              "{\"name\":\"a\",\"project\":\"shop\",\"team\":\"x\"}",
              "{\"name\":\"a\",\"networks\":[\"10.1\"]}",
              "{\"name\":\"a\",\"priority\":\"urgent\"}",
              "{\"name\":\"a\",\"limits\":{\"requests_per_week\":1}}",
              "{\"name\":\"a\",\"limits\":{\"concurrent\":0}}",
              "{\"name\":\"a\",\"models\":\"smart\"}",
              "{\"name\":\"a\",\"data_class\":\"secret\"}",
              "{\"name\":\"a\",\"expires_in_seconds\":-1}",
              "{\"name\":\"a\",\"colour\":\"red\"}")) {
        assertThat(error(house.admin("/admin/keys", wrong)))
            .as(wrong)
            .isEqualTo("400 invalid_request");
      }
      assertThat(house.get("/admin/keys", house.adminToken()).body()).isEqualTo("{\"keys\":[]}");
    }
  }

  @Test
  void keysOutliveTheProcess() throws Exception {
    String key;
    try (var house = new TestHouse(folder, "")) {
      key = house.makeKey("{\"name\":\"web\"}");
    }
    try (var house = new TestHouse(folder, "")) {
      assertThat(house.chat(key, "smart").statusCode()).isEqualTo(200);
      assertThat(error(house.get("/v1/models", ""))).isEqualTo("401 invalid_api_key");
    }
  }

  @Test
  void everyDoorRefusesNoKeyAWrongOneAndALowOne() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            TWO_PROJECTS + "    - {name: low, key: \"${env:LOW}\", endpoints: [/v1/models]}\n")) {
      var checked = 0;
      for (var door : DOOR.matcher(house.get("/", "").body()).results().toList()) {
        var method = door.group(1);
        var path = door.group(2).replaceAll("\\{[^}]*\\}", "any");
        var isPublic = List.of("/", "/healthz", "/readyz").contains(path);
        if (isPublic) {
          continue;
        }
        checked++;
        assertThat(house.send(method, path, "", "").statusCode()).as(door.group()).isEqualTo(401);
        assertThat(house.send(method, path, "wrong", "").statusCode())
            .as(door.group())
            .isEqualTo(401);
        var low = house.send(method, path, "hg-low-0123456789abcdef", "").statusCode();
        assertThat(low)
            .as(door.group())
            .isEqualTo(path.startsWith("/admin") ? 401 : path.equals("/v1/models") ? 200 : 403);
        if (path.startsWith("/admin")) {
          assertThat(house.send(method, path, SHOP, "").statusCode())
              .as(door.group())
              .isEqualTo(401);
        }
      }
      assertThat(checked).isGreaterThan(12);
    }
  }

  /// One project makes calls with a mark in them; the other asks every door for every id that the
  /// first one was ever told, and must never see the mark.
  @Test
  void noDoorShowsAProjectWhatIsAnothers() throws Exception {
    var mark = "canary-5d1f0b";
    try (var house = new TestHouse(folder, TWO_PROJECTS)) {
      house.provider.always(AnyDialect.says("Hello " + mark));
      var ids = new HashSet<String>();
      for (var answer :
          List.of(
              house.ask(SHOP, "asking", mark),
              house.ask(SHOP, "greeting", mark),
              house.post(
                  TestHouse.CHAT,
                  SHOP,
                  "{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"user\":\"%s\"}"
                      .formatted(mark, mark)),
              house.post(
                  "/v1/responses",
                  SHOP,
                  "{\"model\":\"smart\",\"input\":\"%s\",\"previous_response_id\":null}"
                      .formatted(mark)),
              house.admin(
                  "/admin/keys", "{\"name\":\"%s\",\"project\":\"shop\"}".formatted(mark)))) {
        assertThat(answer.statusCode()).isEqualTo(200);
        ID.matcher(answer.body()).results().forEach(id -> ids.add(id.group()));
        answer.headers().firstValue("headgate-trace-id").ifPresent(ids::add);
      }
      assertThat(ids).hasSizeGreaterThanOrEqualTo(4);
      house.provider.always(OpenAiReplies.chat("Hello"));

      var seen = new ArrayList<String>();
      for (var door : DOOR.matcher(house.get("/", BANK).body()).results().toList()) {
        for (var id : ids) {
          var path = door.group(2).replaceAll("\\{[^}]*\\}", id);
          var body =
              "{\"model\":\"smart\",\"input\":{\"question\":\"hi\"},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"id\":\"%1$s\",\"previous_response_id\":\"%1$s\"}"
                  .formatted(id);
          var answer =
              house.send(door.group(1), path, BANK, door.group(1).equals("GET") ? "" : body);
          assertThat(answer.body()).as(door.group() + " " + id).doesNotContain(mark);
          seen.add(door.group());
        }
      }
      assertThat(seen).hasSizeGreaterThan(50);
    }
  }

  @Test
  void aCallThatComesBackToItselfOrGoesTooDeepIsEnded() throws Exception {
    try (var house = new TestHouse(folder, "limits: {max-depth: 3}\n")) {
      var seal = house.serving.house().lineages();
      var first = seal.write(new Lineage("tr_1", List.of(step("tool/search")), 0, -1));
      assertThat(house.ask("", "greeting", "hi", LineageSeal.HEADER, first).statusCode())
          .isEqualTo(200);
      var itself = seal.write(new Lineage("tr_1", List.of(stepOf("hi")), 0, -1));
      var deep =
          seal.write(
              new Lineage("tr_1", List.of(step("tool/a"), step("tool/b"), step("tool/c")), 0, -1));

      var repeated = house.ask("", "greeting", "hi", LineageSeal.HEADER, itself);
      assertThat(error(repeated)).isEqualTo("422 call_recursion");
      assertThat(repeated.body()).contains("feature/greeting");
      assertThat(house.ask("", "greeting", "other", LineageSeal.HEADER, itself).statusCode())
          .isEqualTo(200);
      assertThat(error(house.ask("", "greeting", "hi", LineageSeal.HEADER, deep)))
          .isEqualTo("422 call_recursion");
      assertThat(error(house.chat("", "smart", LineageSeal.HEADER, deep)))
          .isEqualTo("422 call_recursion");
      var shortened = deep.replaceAll(",step=tool%2Fc~[^;]*", "");
      assertThat(shortened).isNotEqualTo(deep);
      assertThat(error(house.chat("", "smart", LineageSeal.HEADER, shortened)))
          .isEqualTo("400 invalid_request");
    }
  }

  private static Step step(String name) {
    return new Step(name, "0");
  }

  // As the pipeline names a call to the greeting.
  private static Step stepOf(String question) throws Exception {
    var canonical = "{question=" + question + "}";
    var hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(canonical.getBytes(StandardCharsets.UTF_8)));
    return new Step("feature/greeting", hash.substring(0, 16));
  }

  @Test
  void aCallThatLastsTooLongIsEndedAndSaysSo() throws Exception {
    try (var house = new TestHouse(folder, "limits: {max-call-duration: 300ms}\n")) {
      house.provider.always(Reply.silence());

      var ended = house.chat("", "smart");

      assertThat(error(ended)).isEqualTo("504 call_timeout");
      assertThat(ended.body()).contains("limits.max-call-duration");
      var trace =
          house.get(
              "/admin/traces/" + ended.headers().firstValue("headgate-trace-id").orElseThrow(),
              house.adminToken());
      assertThat(trace.body()).contains("\"status\":\"call_timeout\"");
    }
  }

  @Test
  void aCallersOwnDeadlineEndsItsCall() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(Reply.silence());
      var until = System.currentTimeMillis() + 200;
      var lineage =
          house
              .serving
              .house()
              .lineages()
              .write(new Lineage("tr_1", List.of(step("tool/a")), until, -1));

      assertThat(error(house.chat("", "smart", "x-headgate-timeout", "0.2")))
          .isEqualTo("504 call_timeout");
      assertThat(error(house.chat("", "smart", LineageSeal.HEADER, lineage)))
          .isIn("504 call_timeout", "503 overloaded");
      // By now it is over before it begins.
      assertThat(error(house.chat("", "smart", LineageSeal.HEADER, lineage)))
          .isEqualTo("504 call_timeout");
      assertThat(house.provider.requests()).hasSizeLessThanOrEqualTo(2);
      assertThat(error(house.chat("", "smart", "x-headgate-timeout", "soon")))
          .isEqualTo("400 invalid_request");
    }
  }

  @Test
  void dataGoesOnlyWhereItMay() throws Exception {
    var chained = Files.createDirectories(folder.resolve("features/chained/prompts"));
    Files.writeString(
        chained.resolve("p.prompt"),
        "---\nversion: 1.0.0\ninput: {schema: {question: string}}\n---\n{{question}}\n");
    Files.writeString(
        chained.resolveSibling("feature.yaml"),
        "description: a test\ntiers: [{name: one, model: smart, prompt: p}, {name: two, reply: Sorry.}]\n");
    try (var house =
        new TestHouse(
            folder,
            """
            data-boundaries: {classes: [public, internal, personal], default: internal}
            projects:
              shop: {}
              bank: {data: {regions: [eu]}}
            access:
              keys:
                - {name: shop, key: "${env:SHOP}", project: shop}
                - {name: bank, key: "${env:BANK}", project: bank}
                - {name: low, key: "${env:LOW}", data: {class: personal}}
            """,
            "region: us, accepts: [public, internal]")) {
      assertThat(house.chat(SHOP, "smart").statusCode()).isEqualTo(200);

      var refused = house.chat(SHOP, "smart", "x-headgate-data-class", "personal");
      assertThat(error(refused)).isEqualTo("403 data_boundary");
      assertThat(refused.body()).contains("does not accept personal data", "permission_error");
      assertThat(error(house.chat(BANK, "smart"))).isEqualTo("403 data_boundary");
      assertThat(
              error(
                  house.chat(
                      "hg-low-0123456789abcdef", "smart", "x-headgate-data-class", "public")))
          .as("nobody lowers the class")
          .isEqualTo("403 data_boundary");
      assertThat(error(house.chat(SHOP, "smart", "x-headgate-data-class", "secret")))
          .isEqualTo("400 invalid_request");
      // The chain of a feature goes on to a tier that may, if there is one.
      assertThat(house.ask(BANK, "chained", "hi").body()).contains("Sorry.");
      var asked = house.ask(BANK, "asking", "hi");
      assertThat(error(asked)).isEqualTo("403 data_boundary");
      var trace =
          house.get(
              "/admin/traces/" + asked.headers().firstValue("headgate-trace-id").orElseThrow(),
              house.adminToken());
      assertThat(trace.body()).contains("\"data_boundary\"", "in region us");
      assertThat(house.ask(BANK, "greeting", "hi").statusCode()).isEqualTo(200);
      assertThat(house.provider.requests()).hasSize(1);
      assertThat(trace.body())
          .contains("\"headgate.project\":\"bank\"", "\"headgate.key\":\"declared/bank\"");
    }
  }
}
