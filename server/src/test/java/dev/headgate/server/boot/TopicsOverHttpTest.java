package dev.headgate.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a feature may be asked about is learned from examples.
final class TopicsOverHttpTest {
  private static final String ALLOWED =
      """
          allowed:
            - name: orders
              examples:
                - Where is my parcel?
                - My order has not arrived yet
                - When will the shoes that I ordered be delivered?
                - Can I change the address of my delivery?
                - The tracking page shows no progress
                - Has my package been shipped?
            - name: returns
              examples:
                - I want to send the jacket back
                - How do I return an item that does not fit?
                - When do I get my money back?
                - The lamp arrived broken and I want a refund
                - Is the return label free?
                - Can I exchange the shoes for a larger size?
      """;

  private static final String REFUSED =
      """
          refused:
            - name: medical-advice
              examples:
                - Which medicine helps against a headache?
                - Is this rash dangerous?
                - Can I take ibuprofen with blood thinners?
                - What dose of paracetamol is safe for a child?
                - My chest hurts, what illness could that be?
                - Should I stop taking my antidepressants?
      """;

  @TempDir private static Path folder;
  private static TestHouse house;

  @BeforeAll
  static void serve() throws IOException {
    declare(folder, "shop", "    mode: enforce\n" + ALLOWED + REFUSED);
    declare(folder, "open", REFUSED);
    declare(folder, "watched", "    mode: shadow\n" + ALLOWED);
    house = new TestHouse(folder, "");
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  private static void declare(Path project, String feature, String topics) throws IOException {
    var file = project.resolve("features/" + feature + "/feature.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "description: a test\ntiers: [{name: only, reply: \"Gladly.\"}]\nguardrails:\n  topics:\n"
            + topics);
  }

  @Test
  void whatIsNearAnAllowedTopicPasses() throws Exception {
    for (var text :
        new String[] {
          "My package should have come on Monday, where is it?",
          "How can I return these trousers, they are too small?",
          "I still wait for the delivery of my order",
        }) {
      var answer = house.ask("", "shop", text);

      assertThat(answer.statusCode()).as(text + answer.body()).isEqualTo(200);
    }
  }

  @Test
  void whatIsNearNoAllowedTopicIsOffTopic() throws Exception {
    for (var text :
        new String[] {
          "Write a poem about the moon and the stars",
          "What do you think about the next presidential election?",
          "Solve this equation for x and explain each step",
        }) {
      var answer = house.ask("", "shop", text);

      assertThat(answer.statusCode()).as(text + answer.body()).isEqualTo(400);
      assertThat(answer.body()).contains("guardrail_blocked", "topics", "off-topic");
    }
  }

  @Test
  void aRefusedTopicIsRefusedAndAllElseMayPass() throws Exception {
    var refused =
        house.ask("", "open", "Which tablets are safe to take for my back pain and fever?");
    var other = house.ask("", "open", "Write a poem about the moon and the stars");

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(refused.body()).contains("medical-advice");
    assertThat(other.statusCode()).as(other.body()).isEqualTo(200);
  }

  @Test
  void aTextOfAFewWordsIsNeverOffTopic() throws Exception {
    assertThat(house.ask("", "shop", "Thank you!").statusCode()).isEqualTo(200);
  }

  @Test
  void aShadowLeavesItsScoreInTheTrace() throws Exception {
    var answer = house.ask("", "watched", "Write a poem about the moon and the stars");

    assertThat(answer.statusCode()).isEqualTo(200);
    var trace = answer.headers().firstValue("headgate-trace-id").orElseThrow();
    assertThat(house.send("GET", "/admin/traces/" + trace, house.adminToken(), "").body())
        .contains("\"gen_ai.evaluation.name\":\"topics\"", "\"kind\":\"off-topic\"", "shadow");
  }

  @Test
  void topicsThatCannotBeLearnedAreRefusedAtLoad(@TempDir Path project) throws IOException {
    Files.writeString(project.resolve("headgate.yaml"), "server: {port: 0}\n");
    declare(
        project,
        "broken",
        """
            allowed: [{name: orders, examples: [Where is my parcel?]}]
            refused: [{name: orders, examples: [one text, Where is my parcel?]}, {name: off-topic}]
        """);

    assertThatThrownBy(() -> TestHouse.load(project))
        .hasMessageContaining("topic \"orders\" has 1 example; give it at least 2")
        .hasMessageContaining("two topics are called \"orders\"")
        .hasMessageContaining("choose another");
  }

  @Test
  void topicsComeFromAFileToo(@TempDir Path project) throws Exception {
    declare(
        project,
        "filed",
        """
            file: topics.csv
            refused: [{name: politics, examples: [Who will win the election?, Which party is best?]}]
        """);
    var rows = new StringBuilder("topic,example,policy\n");
    for (var line : REFUSED.lines().filter(it -> it.strip().startsWith("- ")).skip(1).toList()) {
      rows.append("medical-advice,\"").append(line.strip().substring(2)).append("\",refused\n");
    }
    Files.writeString(project.resolve("features/filed/topics.csv"), rows);
    try (var other = new TestHouse(project, "")) {
      var refused =
          other.ask("", "filed", "Which tablets are safe to take for my back pain and fever?");

      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains("medical-advice");
      assertThat(other.ask("", "filed", "Write a poem about the moon").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theLineOfEveryMistakeInAFileIsNamed(@TempDir Path project) throws IOException {
    Files.writeString(project.resolve("headgate.yaml"), "server: {port: 0}\n");
    declare(project, "broken", "    file: topics-shop.csv\n");
    declare(project, "lost", "    file: other.csv\n");
    Files.writeString(
        project.resolve("features/broken/topics-shop.csv"),
        "topic,example,policy\na,one\nA B,two,allowed\nb,three,maybe\nc,four,allowed\nc,five,refused\nd,six,refused\n");

    assertThatThrownBy(() -> TestHouse.load(project))
        .hasMessageContaining("features/broken/topics-shop.csv:2:1: expected a topic, an example")
        .hasMessageContaining("features/broken/topics-shop.csv:3:1: expected")
        .hasMessageContaining("topics-shop.csv:4:1: a policy is \"allowed\" or \"refused\"")
        .hasMessageContaining("topics-shop.csv:6:1: topic \"c\" is allowed in line 5")
        .hasMessageContaining("topics-shop.csv:7:1: topic \"d\" has 1 example")
        .hasMessageContaining("there is no such file beside feature.yaml");
  }
}
