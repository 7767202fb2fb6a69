package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static dev.headgate.server.boot.TestHouse.property;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a feature does when it is not sure, over HTTP.
final class TiersOverHttpTest {
  private static final String SHOP = "hg-shop-0123456789abcdef";
  private static final String BANK = "hg-bank-0123456789abcdef";
  private static final String TWO_PROJECTS =
      """
      projects: {shop: {}, bank: {}}
      access:
        keys:
          - {name: shop, key: "${env:SHOP}", project: shop}
          - {name: bank, key: "${env:BANK}", project: bank}
      """;
  private static final String GENERATED = "  - {name: generated, model: smart, prompt: answer}\n";
  private static final Reply ILL =
      Reply.body(500, "application/json", "{\"error\":{\"message\":\"no\"}}");

  @TempDir private Path folder;

  private void asking(String yaml) throws IOException {
    var file = folder.resolve("features/asking/feature.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "description: a test\n" + yaml);
  }

  private static HttpResponse<String> ask(TestHouse house) throws Exception {
    return house.ask("", "asking", "Which port?");
  }

  private static String trace(TestHouse house, HttpResponse<String> answer) throws Exception {
    return house
        .get("/admin/traces/" + property(answer.body(), "trace_id"), house.adminToken())
        .body();
  }

  @Test
  void saysWhatItsAnswerIs() throws Exception {
    for (var kind : new String[] {"reply replied", "clarify clarified", "refuse refused"}) {
      var words = kind.split(" ", -1);
      asking(
          "tiers:\n"
              + GENERATED
              + "  - {name: end, reply: \"Say more.\", kind: %s}\n".formatted(words[0]));
      try (var house = new TestHouse(folder, "")) {
        house.provider.always(AnyDialect.says("Port 8080."));
        assertThat(property(ask(house).body(), "outcome")).isEqualTo("answered");
        house.provider.always(ILL);

        var answer = ask(house);

        assertThat(property(answer.body(), "outcome")).isEqualTo(words[1]);
        assertThat(property(answer.body(), "answer")).isEqualTo("Say more.");
        assertThat(trace(house, answer)).contains("\"headgate.outcome\":\"" + words[1] + "\"");
        var release = property(answer.body(), "release");
        var streamed =
            house.post(
                TestHouse.CHAT,
                "",
                "{\"model\":\"feature/asking\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        assertThat(streamed.body()).contains("\"outcome\":\"" + words[1] + "\"");
        assertThat(house.get("/metrics", "").body())
            .contains(
                "headgate_tiers_calls_total{headgate_feature=\"asking\",headgate_outcome=\"answered\",headgate_release=\"%s\",headgate_tier=\"generated\"} 1"
                    .formatted(release),
                "headgate_tiers_calls_total{headgate_feature=\"asking\",headgate_outcome=\"%s\",headgate_release=\"%s\",headgate_tier=\"end\"} 2"
                    .formatted(words[1], release));
      }
    }
  }

  @Test
  void aPersonAnswersWhatWasEscalated() throws Exception {
    asking("tiers:\n" + GENERATED + "  - {name: people, reply: \"Wait.\", kind: escalate}\n");
    try (var house = new TestHouse(folder, TWO_PROJECTS)) {
      house.provider.always(ILL);

      var asked = house.ask(SHOP, "asking", "canary-77?");

      assertThat(property(asked.body(), "outcome")).isEqualTo("escalated");
      var id = property(asked.body(), "review_id");
      var path = "/v1/reviews/" + id;
      var waiting = house.get(path, SHOP);
      assertThat(property(waiting.body(), "state")).isEqualTo("waiting");
      assertThat(property(waiting.body(), "trace_id"))
          .isEqualTo(property(asked.body(), "trace_id"));

      // Another project's review is one that there is not, to the byte.
      var others = house.get(path, BANK);
      assertThat(error(others)).isEqualTo("404 review_not_found");
      assertThat(others.body().replace(id, "rev_none"))
          .isEqualTo(house.get("/v1/reviews/rev_none", BANK).body());

      assertThat(house.get("/admin/reviews?state=waiting", house.adminToken()).body())
          .contains(id)
          .doesNotContain("canary");
      assertThat(house.get("/admin/reviews/" + id + "?project=shop", house.adminToken()).body())
          .contains("canary-77?", "provider_failed", "\"reply\":\"Wait.\"");
      var admin = "/admin/reviews/" + id;
      assertThat(error(house.admin(admin + "/assign", "{\"project\":\"bank\",\"to\":\"ann\"}")))
          .isEqualTo("404 review_not_found");
      house.admin(admin + "/assign", "{\"project\":\"shop\",\"to\":\"ann\"}");
      assertThat(property(house.get(path, SHOP).body(), "state")).isEqualTo("assigned");
      var answer = "{\"project\":\"shop\",\"text\":\"Port 8080, says Ann.\"}";
      assertThat(house.admin(admin + "/answer", answer).statusCode()).isEqualTo(200);
      assertThat(error(house.admin(admin + "/answer", answer))).isEqualTo("410 review_closed");

      var answered = house.get(path, SHOP).body();
      assertThat(property(answered, "state")).isEqualTo("answered");
      assertThat(property(answered, "answer")).isEqualTo("Port 8080, says Ann.");
      assertThat(property(answered, "answered_by")).isEqualTo("ann");
      assertThat(Files.readString(folder.resolve("data/core.db"), ISO_8859_1))
          .doesNotContain("canary-77", "says Ann");
    }
  }

  @Test
  void aFullQueueTakesNoMoreAndSaysSo() throws Exception {
    asking("tiers: [{name: people, reply: \"Wait.\", kind: escalate}]\n");
    try (var house = new TestHouse(folder, "reviews: {max-per-project: 1}\n")) {
      assertThat(ask(house).statusCode()).isEqualTo(200);

      assertThat(error(ask(house))).isEqualTo("503 review_queue_full");
    }
  }

  @Test
  void tellsTheDeclaredReceiverOfAnAnswer() throws Exception {
    asking("tiers: [{name: people, reply: \"Wait.\", kind: escalate}]\n");
    var key = "a key of a receiver".getBytes(UTF_8);
    Files.writeString(folder.resolve("secret"), "whsec_" + Base64.getEncoder().encodeToString(key));
    try (var receiver = ScriptedProvider.start()) {
      receiver.always(Reply.json("{}"));
      var section =
          "reviews: {webhook: {url: \"%s\", secret: \"${file:secret}\", allow-private-addresses: true}}\n"
              .formatted(receiver.baseUrl());
      try (var house = new TestHouse(folder, section)) {
        var id = property(ask(house).body(), "review_id");
        assertThat(receiver.awaitRequest(0).body()).contains("\"review.waiting\"", id);

        house.admin("/admin/reviews/" + id + "/answer", "{\"by\":\"ann\",\"text\":\"8080\"}");

        var told = receiver.awaitRequest(1);
        assertThat(told.body()).contains("\"review.answered\"", id, "\"answer\":\"8080\"");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        var signed =
            told.header("webhook-id").orElseThrow()
                + "."
                + told.header("webhook-timestamp").orElseThrow()
                + "."
                + told.body();
        assertThat(told.header("webhook-signature"))
            .contains(
                "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8))));
      }
    }
  }

  @Test
  void movesDownOnWhatIsDeclaredOnly() throws Exception {
    asking(
        """
        tiers:
          - {name: generated, model: smart, prompt: answer, moves-down-on: [deadline]}
          - {name: end, reply: "Nobody."}
        """);
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(ILL);

      assertThat(error(ask(house))).isEqualTo("502 provider_failed");
    }
  }

  @Test
  void aStatedConfidenceMovesDownOrEndsTheCall() throws Exception {
    var tier = "  - {name: generated, model: smart, prompt: answer, min-confidence: 0.7%s}\n";
    var end = "  - {name: end, reply: \"Nobody.\"}\n";
    asking("tiers:\n" + tier.formatted("") + end);
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(AnyDialect.says("{\"port\":1,", "\"confidence\":0.9}"));
      assertThat(property(ask(house).body(), "confidence")).isEqualTo("0.9");
      house.provider.always(AnyDialect.says("{\"port\":1,", "\"confidence\":0.2}"));

      assertThat(property(ask(house).body(), "tier")).isEqualTo("end");
      var streamed =
          house.post(
              TestHouse.CHAT,
              "",
              "{\"model\":\"feature/asking\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
      assertThat(streamed.body()).contains("Nobody.").doesNotContain("port");
    }
    asking("tiers:\n" + tier.formatted(", moves-down-on: [errors]") + end);
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(AnyDialect.says("{\"confidence\":0.2}"));

      assertThat(error(ask(house))).isEqualTo("502 low_confidence");
    }
  }

  @Test
  void aFlagSwitchesATierOffAndStaysSo() throws Exception {
    var flags = "flags: {risky: {description: a model answers}}\n";
    asking(
        """
        cache-for: 1h
        tiers:
          - {name: generated, model: smart, prompt: answer, flag: risky}
          - {name: end, reply: "Nobody."}
        """);
    try (var house = new TestHouse(folder, flags)) {
      house.provider.always(AnyDialect.says("Port 8080."));
      assertThat(property(ask(house).body(), "tier")).isEqualTo("generated");

      var set = house.admin("/admin/flags/risky", "{\"on\":false,\"by\":\"ann\"}");

      assertThat(set.body()).contains("\"on\":false", "\"set_by\":\"ann\"");
      var answer = ask(house);
      assertThat(property(answer.body(), "tier")).isEqualTo("end");
      assertThat(trace(house, answer)).contains("the flag \\\"risky\\\" is off");
      assertThat(error(house.admin("/admin/flags/riskyy", "{\"on\":false}")))
          .isEqualTo("400 invalid_request");
    }
    try (var house = new TestHouse(folder, flags)) {
      assertThat(property(ask(house).body(), "tier")).isEqualTo("end");
      assertThat(house.get("/admin/flags", house.adminToken()).body())
          .contains("\"on\":false", "\"declared_on\":true", "\"set_by\":\"ann\"", "\"set_at\"");
    }
  }

  @Test
  void aFeatureThatIsSwitchedOffSaysSo() throws Exception {
    asking("flag: risky\ntiers:\n" + GENERATED);
    try (var house = new TestHouse(folder, "flags: {risky: {on: false}}\n")) {
      assertThat(error(ask(house))).isEqualTo("503 feature_off");
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  @Test
  void answersInTimeWhenAProviderNeverDoes() throws Exception {
    asking(
        """
        latency: {total: 2s, tiers: {first: 500ms}}
        tiers:
          - {name: first, model: smart, prompt: answer}
          - {name: second, model: cheap, prompt: answer}
          - {name: end, reply: "Nobody."}
        """);
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(OpenAiReplies.whole("never").hangAfter(0));
      var began = System.nanoTime();

      var answer = ask(house);

      var took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(property(answer.body(), "tier")).isEqualTo("end");
      assertThat(took).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(4));
      assertThat(trace(house, answer)).contains("within the 500ms of tier \\\"first\\\"");
    }
  }

  @Test
  void aTierMayGetFewerDocuments() throws Exception {
    asking(
        """
        shape: retrieval
        retrieval: {collection: plant}
        tiers:
          - {name: generated, model: smart, prompt: answer, retrieval: {limit: 1}}
          - {name: end, reply: "Nobody."}
        """);
    Files.createDirectories(folder.resolve("features/asking/prompts"));
    Files.createDirectories(folder.resolve("collections"));
    Files.createDirectories(folder.resolve("docs"));
    Files.writeString(folder.resolve("collections/plant.yaml"), "sources: [{path: docs}]\n");
    Files.writeString(folder.resolve("docs/a.md"), "# Port\n\nThe first port is 8080.\n");
    Files.writeString(folder.resolve("docs/b.md"), "# Port\n\nThe second port is 8081.\n");
    var prompt =
        "---\nversion: 1.0.0\n---\n{{#each documents}}[{{number}}] {{text}}\n{{/each}}{{question}}\n";
    try (var house = new TestHouse(folder, "")) {
      Files.writeString(folder.resolve("features/asking/prompts/answer.prompt"), prompt);
      house.serving.house().change(TestHouse.load(folder));
      var ingested = house.admin("/admin/collections/plant/ingest", "{}");
      assertThat(ingested.body()).contains("summary");

      assertThat(property(ask(house).body(), "tier")).isEqualTo("generated");

      var asked = house.provider.requests().getLast().body();
      assertThat(asked).contains("[1] ").doesNotContain("[2] ");
    }
  }
}
