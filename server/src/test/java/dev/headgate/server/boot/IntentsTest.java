package dev.headgate.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.testkit.providers.OpenAiReplies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a call wants decides which way it goes.
final class IntentsTest {
  private static final String YAML =
      """
      description: answers customers
      tiers: [{name: usual, reply: "The usual way."}]
      intents:
        out-of-scope-share: 0.3
        rules:
          - {intent: escalation, keywords: [lawyer]}
          - {intent: escalation, input: {channel: phone}}
          - {intent: order, pattern: '(?i)\\bord-[0-9]{4,6}\\b'}
          - {intent: german, language: de, pattern: '\\?$'}
          - {intent: vip, input: {level: 3, vip: true}, keywords: [contract]}
        routes:
          chit-chat: {tiers: [{name: small-talk, model: smart, prompt: answer}]}
          analytical:
            shape: chain
            tiers:
              - name: reasoned
                steps:
                  - {name: facts, model: smart, prompt: answer}
                  - {name: verdict, model: cheap, prompt: verdict}
              - {name: sorry, reply: "Not now."}
          escalation: {tiers: [{name: person, reply: "A colleague will call."}]}
          order: {tiers: [{name: orders, reply: "On its way."}]}
          german: {tiers: [{name: deutsch, reply: "Gern."}]}
          vip: {tiers: [{name: best, reply: "At once."}]}
          oos: {tiers: [{name: refuse, reply: "That is not what I am here for."}]}
          unsure: {tiers: [{name: clarify, reply: "Could you say that in other words?"}]}
      """;

  private static final String CSV =
      """
      text,intent
      "Hello, how are you?",chit-chat
      Good morning!,chit-chat
      Thanks a lot,chit-chat
      "Hi there, nice to meet you",chit-chat
      Have a nice day,chit-chat
      You are very kind,chit-chat
      What are your opening hours?,factual
      When does the shop open on Saturday?,factual
      Where is your office?,factual
      What is the phone number of support?,factual
      What does the premium plan cost?,factual
      Which payment methods do you accept?,factual
      Compare the premium plan with the basic plan,analytical
      Which plan is better for a team of ten and why?,analytical
      What are the pros and cons of the yearly contract?,analytical
      Analyse the differences between both tariffs,analytical
      Weigh the costs of both options against each other,analytical
      Explain why one offer is cheaper than the other,analytical
      What is the capital of France?,oos
      Write a poem about the sea,oos
      How do I boil an egg?,oos
      Who won the world cup in 1990?,oos
      What is the weather on Mars?,oos
      Translate this sentence into Latin,oos
      """;

  @TempDir private Path folder;

  @Test
  void aCallGoesTheWayOfItsIntent() throws Exception {
    declare(YAML, CSV);
    try (var house = new TestHouse(folder, "")) {
      var small = house.ask("", "desk", "Hello, good morning to you!");
      var factual = house.ask("", "desk", "When does the office open?");
      var outside = house.ask("", "desk", "How do I boil eggs for a poem about the sea?");

      assertThat(small.body())
          .contains("\"intent\":{\"name\":\"chit-chat\",\"probability\":0.", "\"by\":\"examples\"")
          .contains("\"tier\":\"small-talk\"", "\"answer\":\"Hello\"");
      assertThat(factual.body()).contains("\"intent\":{\"name\":\"factual\"", "\"tier\":\"usual\"");
      assertThat(outside.body()).contains("\"intent\":{\"name\":\"oos\"", "\"tier\":\"refuse\"");
      var trace = small.headers().firstValue("headgate-trace-id").orElseThrow();
      var record = house.send("GET", "/admin/traces/" + trace, house.adminToken(), "").body();
      assertThat(record)
          .contains("\"headgate.intent\":\"chit-chat\"", "\"headgate.intent.by\":\"examples\"");
      try (var kept = Files.list(folder.resolve("data/intents"))) {
        assertThat(kept).hasSize(1);
      }
    }
  }

  @Test
  void aRuleDecidesBeforeTheExamples() throws Exception {
    declare(YAML, CSV);
    try (var house = new TestHouse(folder, "")) {
      var word = house.ask("", "desk", "Hello, I will call my LAWYER!");
      var channel =
          house.post(
              "/v1/features/desk/calls",
              "",
              "{\"input\":{\"question\":\"Good morning!\",\"channel\":\"phone\"}}");

      assertThat(word.body())
          .contains("\"name\":\"escalation\",\"probability\":1", "\"by\":\"rule\"");
      assertThat(channel.body()).contains("\"tier\":\"person\"");
    }
  }

  @Test
  void aRuleFitsByPatternLanguageAndInputTogether() throws Exception {
    declare(YAML, CSV);
    try (var house = new TestHouse(folder, "")) {
      assertThat(tier(house, "Where is Ord-20417?", "")).isEqualTo("orders");
      assertThat(tier(house, "Where is word-20417?", "")).isNotEqualTo("orders");
      assertThat(tier(house, "Wo ist das Büro und wann kann ich kommen?", "")).isEqualTo("deutsch");
      assertThat(tier(house, "Wo ist das Büro, ich komme nicht rein", "")).isNotEqualTo("deutsch");
      assertThat(tier(house, "About my contract", ",\"level\":3,\"vip\":true")).isEqualTo("best");
      assertThat(tier(house, "About my contract", ",\"level\":2,\"vip\":true"))
          .isNotEqualTo("best");
    }
  }

  private static String tier(TestHouse house, String question, String more) throws Exception {
    var body = "{\"input\":{\"question\":\"%s\"%s}}".formatted(question, more);
    return TestHouse.property(house.post("/v1/features/desk/calls", "", body).body(), "tier");
  }

  @Test
  void aPatternIsMatchedInTimeThatGrowsWithTheTextOnly() throws Exception {
    declare(YAML.replace("(?i)\\bord-[0-9]{4,6}\\b", "^(a+)+$"), CSV);
    try (var house = new TestHouse(folder, "")) {
      var began = System.nanoTime();

      var tier = tier(house, "a".repeat(3_900) + "!", "");

      assertThat(tier).isNotEqualTo("orders");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aPatternThatIsNoneIsAMistake() throws Exception {
    declare(YAML.replace("(?i)\\bord-[0-9]{4,6}\\b", "(?<=ord-)[0-9]+"), CSV);

    assertThatThrownBy(() -> new TestHouse(folder, "").close())
        .hasMessageContaining("this is no pattern of RE2")
        .hasMessageContaining("look-around");
  }

  @Test
  void aChainReturnsWhatItsStepsSaid() throws Exception {
    declare(YAML, CSV);
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(OpenAiReplies.chat("Ten seats."));
      var answer = house.ask("", "desk", "Compare both plans and weigh the pros and cons").body();

      assertThat(answer)
          .contains("\"tier\":\"reasoned\"")
          .contains(
              "\"chain\":[{\"step\":\"facts\",\"text\":\"Ten seats.\"},"
                  + "{\"step\":\"verdict\",\"text\":\"Ten seats.\"}]");
    }
  }

  private void declare(String yaml, String csv) throws IOException {
    var feature = folder.resolve("features/desk");
    Files.createDirectories(feature.resolve("prompts"));
    Files.writeString(feature.resolve("feature.yaml"), yaml);
    Files.writeString(feature.resolve("intents.csv"), csv);
    Files.writeString(
        feature.resolve("prompts/answer.prompt"), "---\nversion: 1.0.0\n---\n{{question}}\n");
    Files.writeString(
        feature.resolve("prompts/verdict.prompt"),
        "---\nversion: 1.0.0\n---\n{{#each steps}}{{name}}: {{text}}{{/each}} {{question}}\n");
  }
}
