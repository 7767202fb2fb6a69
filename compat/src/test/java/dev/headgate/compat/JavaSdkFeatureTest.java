package dev.headgate.compat;

import static dev.headgate.compat.Chats.accumulated;
import static dev.headgate.compat.Chats.ask;
import static dev.headgate.compat.Chats.stream;
import static dev.headgate.compat.Chats.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.headgate.testkit.providers.OpenAiReplies;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Features as models of the official Java SDK.
@Tag("all")
final class JavaSdkFeatureTest extends AtGateway<OpenAIClient> {
  private static final String QUESTION = "Which port does the gateway listen on?";
  private static final String QUOTE = "The gateway listens on port 8080";

  JavaSdkFeatureTest() {
    super(folder -> Gateway.start(folder).ingest(), Gateway::client, OpenAIClient::close);
  }

  @Test
  void answersFromTheDocumentsAndSaysFromWhere() {
    var completion = client.chat().completions().create(ask("feature/quotes", QUESTION).build());

    assertThat(text(completion)).contains(QUOTE);
    assertThat(completion.model()).isEqualTo("feature/quotes");
    var headgate = headgate(completion._allProperties());
    assertThat(headgate).containsEntry("feature", "quotes").containsEntry("tier", "quoted");
    assertThat(completion.id()).isEqualTo("chatcmpl-" + headgate.get("trace_id"));
    assertThat(headgate.get("citations"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .first(InstanceOfAssertFactories.MAP)
        .containsEntry("document", "ports.md")
        .extractingByKey("quote", InstanceOfAssertFactories.STRING)
        .contains(QUOTE);
    assertThat(gateway.provider.requests()).isEmpty();
  }

  @Test
  void streamsTheSameAnswer() {
    var chunks = stream(client, ask("feature/quotes", QUESTION).build());

    assertThat(text(accumulated(chunks))).contains(QUOTE);
    assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.usage()).isEmpty());
    assertThat(headgate(chunks.getLast()._allProperties()))
        .containsEntry("tier", "quoted")
        .containsKeys("trace_id", "citations", "confidence");
  }

  @Test
  void saysThatItDoesNotKnow() {
    var completion =
        client
            .chat()
            .completions()
            .create(ask("feature/quotes", "Who won the world cup in 1954?").build());

    assertThat(text(completion)).isEqualTo("I don't know; the help desk does.");
    assertThat(headgate(completion._allProperties()))
        .containsEntry("tier", "people")
        .containsEntry("citations", List.of());
  }

  @Test
  void writesAnAnswerWithAModelAndCitesItsDocuments() {
    gateway.provider.next(OpenAiReplies.chat("It is port ", "8080 [1]."));

    var completion = client.chat().completions().create(ask("feature/handbook", QUESTION).build());

    assertThat(text(completion)).isEqualTo("It is port 8080 [1].");
    assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(18);
    assertThat(headgate(completion._allProperties()))
        .containsEntry("tier", "generated")
        .containsEntry("model", OpenAiReplies.MODEL)
        .extractingByKey("citations", InstanceOfAssertFactories.LIST)
        .hasSize(1);
    assertThat(gateway.asked().body()).contains(QUOTE, QUESTION);
  }

  @Test
  void streamsAModelsAnswerWithItsTokenCounts() {
    gateway.provider.next(OpenAiReplies.chat("It is port ", "8080 [1]."));
    var withUsage = ChatCompletionStreamOptions.builder().includeUsage(true).build();

    var chunks = stream(client, ask("feature/handbook", QUESTION).streamOptions(withUsage).build());

    assertThat(text(accumulated(chunks))).isEqualTo("It is port 8080 [1].");
    assertThat(chunks.getLast().usage().orElseThrow().totalTokens()).isEqualTo(18);
    assertThat(headgate(chunks.get(chunks.size() - 2)._allProperties()))
        .containsEntry("tier", "generated");
  }

  @Test
  void givesTheModelTheWholeConversation() {
    var params =
        ask("feature/handbook", "Which port?")
            .addAssistantMessage("8080.")
            .addUserMessage("Can it be changed?")
            .addAssistantMessage("Yes.")
            .addUserMessage("How is the port changed?")
            .build();

    client.chat().completions().create(params);

    assertThat(gateway.asked().body())
        .containsSubsequence(
            "\"role\":\"user\",\"content\":\"Which port?\"",
            "\"role\":\"assistant\",\"content\":\"8080.\"",
            "\"role\":\"user\",\"content\":\"Can it be changed?\"",
            "\"role\":\"assistant\",\"content\":\"Yes.\"",
            "\"role\":\"user\",\"content\":\"How is the port changed?\"");
  }

  @Test
  void refusesWhatItsReleaseDecides() {
    assertThatThrownBy(() ->
            client
                .chat()
                .completions()
                .create(ask("feature/quotes", QUESTION).temperature(0.2).build()))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            refused -> assertThat(refused.param()).hasValue("temperature"));
  }

  private static Map<String, Object> headgate(Map<String, JsonValue> properties) {
    @SuppressWarnings("unchecked") // a JSON object has texts as keys
    Map<String, Object> headgate = properties.get("headgate").convert(Map.class);
    return headgate;
  }
}
