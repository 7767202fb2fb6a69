package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static dev.headgate.server.boot.TestHouse.property;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.testkit.providers.OpenAiReplies;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guardrails of a route: after the choice, besides those of the feature.
final class RouteGuardrailsTest {
  private static final String YAML =
      """
      description: a test
      tiers: [{name: usual, model: smart, prompt: answer}]
      guardrails:
        patterns: {stages: [input, output], refused: [{name: project-x, pattern: '(?i)project x'}]}
      intents:
        rules:
          - {intent: billing, keywords: [invoice]}
          - {intent: greeting, keywords: [hello]}
          - {intent: asking, keywords: [port]}
        routes:
          billing:
            tiers:
              - {name: written, model: smart, prompt: answer}
              - {name: desk, reply: Ask the desk.}
            guardrails:
              on-block: next-tier
              patterns: {stages: [input, output], refused: [{name: card, pattern: '(?i)credit card'}]}
          greeting: {tiers: [{name: kind, model: smart, prompt: answer}]}
          asking:
            shape: retrieval
            retrieval: {collection: plant}
            tiers: [{name: found, model: cheap, prompt: documents}, {name: nobody, reply: Nobody.}]
            guardrails:
              patterns: {stages: [retrieved], refused: [{name: secret, pattern: '(?i)secret'}]}
      """;

  @TempDir private Path folder;

  private TestHouse house(String yaml) throws IOException {
    write("features/desk/feature.yaml", yaml);
    write("features/desk/prompts/answer.prompt", "---\nversion: 1.0.0\n---\n{{question}}\n");
    write(
        "features/desk/prompts/documents.prompt",
        "---\nversion: 1.0.0\n---\n{{#each documents}}{{text}}\n{{/each}}{{question}}\n");
    write("collections/plant.yaml", "sources: [{path: docs}]\n");
    write("docs/a.md", "# Port\n\nThe first port is 8080.\n");
    write("docs/b.md", "# Port\n\nThe secret port is 9999.\n");
    return new TestHouse(folder, "");
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  private static HttpResponse<String> ask(TestHouse house, String question) throws Exception {
    return house.ask("", "desk", question);
  }

  @Test
  void aRouteChecksItsInputAfterTheChoice() throws Exception {
    try (var house = house(YAML)) {
      var blocked = ask(house, "Can I pay the invoice by credit card?");

      assertThat(property(blocked.body(), "tier")).isEqualTo("desk");
      assertThat(house.provider.requests()).isEmpty();
      var trace = "/admin/traces/" + property(blocked.body(), "trace_id");
      assertThat(house.get(trace, house.adminToken()).body())
          .contains("\"headgate.intent\":\"billing\"", "\"kind\":\"card\"");
      assertThat(property(ask(house, "The invoice, please").body(), "tier")).isEqualTo("written");
      assertThat(property(ask(house, "Hello credit card").body(), "tier")).isEqualTo("kind");
      assertThat(property(ask(house, "A credit card").body(), "intent")).contains("unsure");
    }
  }

  @Test
  void anAnswerIsCheckedByTheRouteAndTheFeature() throws Exception {
    try (var house = house(YAML)) {
      for (var said : new String[] {"By credit card.", "By project x."}) {
        house.provider.always(OpenAiReplies.chat(said));

        assertThat(property(ask(house, "How do I pay the invoice?").body(), "tier"))
            .as(said)
            .isEqualTo("desk");
      }
      house.provider.always(OpenAiReplies.chat("By credit card."));
      assertThat(property(ask(house, "Hello, how do I pay?").body(), "answer"))
          .isEqualTo("By credit card.");
      house.provider.always(OpenAiReplies.chat("By project x."));
      assertThat(error(ask(house, "Hello, how do I pay?"))).isEqualTo("400 guardrail_blocked");
    }
  }

  @Test
  void whatTheFeatureBlocksGoesNoWayAtAll() throws Exception {
    try (var house = house(YAML)) {
      assertThat(error(ask(house, "The invoice of project x"))).isEqualTo("400 guardrail_blocked");
    }
  }

  @Test
  void aRouteLeavesChunksOut() throws Exception {
    try (var house = house(YAML)) {
      var ingested = house.admin("/admin/collections/plant/ingest", "{}");
      assertThat(ingested.body()).contains("summary");

      assertThat(property(ask(house, "Which port is it?").body(), "tier")).isEqualTo("found");

      assertThat(house.provider.awaitRequest(0).body()).contains("8080").doesNotContain("9999");
    }
  }

  @Test
  void theReplyOfARouteStandsForWhatItBlocks() throws Exception {
    var yaml =
        YAML.replace("on-block: next-tier", "on-block: reply\n        reply: Not by card, please.");
    try (var house = house(yaml)) {
      var answer = ask(house, "Can I pay the invoice by credit card?");

      assertThat(property(answer.body(), "answer")).isEqualTo("Not by card, please.");
      assertThat(property(answer.body(), "outcome")).isEqualTo("refused");
    }
  }

  @Test
  void personalDataIsTheFeaturesAffair() {
    var yaml = YAML.replace("on-block: next-tier", "pii: {tokenise: [person]}");

    assertThatThrownBy(() -> house(yaml).close())
        .hasMessageContaining("taken out before the intent is chosen")
        .hasMessageContaining("move \"pii\" to the feature's own guardrails");
  }
}
