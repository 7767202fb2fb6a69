package dev.headgate.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import dev.headgate.testkit.providers.AnyDialect;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A feature is a model name at every door.
@Tag("all")
final class FeaturesAtEveryDoorTest extends AtGateway<OpenAIClient> {
  private static final String FEATURE = "feature/quotes";
  private static final String QUESTION = "Which port does the gateway listen on?";

  FeaturesAtEveryDoorTest() {
    super(
        folder -> Gateway.startWithAllDialects(folder).ingest(),
        Gateway::client,
        OpenAIClient::close);
  }

  @Test
  void answersAsMessages() {
    var anthropic = Messages.settings(gateway).build();
    var asked =
        MessageCreateParams.builder()
            .model(FEATURE)
            .maxTokens(2048)
            .addUserMessage(QUESTION)
            .build();

    assertThat(Messages.text(anthropic.messages().create(asked))).contains("port 8080");
    assertThat(Messages.text(Messages.accumulated(Messages.stream(anthropic, asked))))
        .contains("port 8080");
  }

  // The SDK has no other way to what it does not know.
  @SuppressWarnings("deprecation")
  @Test
  void answersAsResponses() {
    var asked = ResponseCreateParams.builder().model(FEATURE).input(QUESTION);

    var response = client.responses().create(asked.build());

    assertThat(text(response)).contains("port 8080");
    assertThat(response.status()).hasValue(ResponseStatus.COMPLETED);
    assertThat(response._additionalProperties()).containsKey("headgate");
    assertThat(text(client.responses().retrieve(response.id()))).contains("port 8080");

    var on = asked.previousResponseId(response.id()).build();
    var accumulator = ResponseAccumulator.create();
    try (var stream = client.responses().createStreaming(on)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    assertThat(text(accumulator.response())).contains("port 8080");
    assertThat(accumulator.response().previousResponseId()).hasValue(response.id());

    var unknown = ResponseCreateParams.builder().model("feature/none").input(QUESTION).build();
    assertThatThrownBy(() -> client.responses().create(unknown))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void answersAsATextOfTheOlderKind() {
    var asked = CompletionCreateParams.builder().model(FEATURE).prompt(QUESTION).build();

    var completion = client.completions().create(asked);

    assertThat(completion.choices().getFirst().text()).contains("port 8080");
    // The SDK's schema knows no piece without a reason of its end.
    var lenient = gateway.settings().responseValidation(false).build();
    try (var stream = lenient.completions().createStreaming(asked)) {
      var text = stream.stream().map(piece -> piece.choices().getFirst().text()).toList();
      assertThat(String.join("", text)).contains("port 8080");
    } finally {
      lenient.close();
    }
  }

  private static String text(Response response) {
    return response.output().stream()
        .flatMap(item -> item.asMessage().content().stream())
        .map(content -> content.asOutputText().text())
        .collect(Collectors.joining());
  }

  @Test
  void answersAsContents() {
    try (var google = Contents.client(gateway, Gateway.KEY)) {
      var config = Contents.settings().build();

      var response = google.models.generateContent(FEATURE, QUESTION, config);

      assertThat(Contents.text(List.of(response))).contains("port 8080");
      assertThat(response.usageMetadata().orElseThrow().totalTokenCount()).hasValue(0);
      var streamed = Contents.stream(google, FEATURE, config);
      assertThat(streamed.getLast().usageMetadata().orElseThrow().totalTokenCount()).hasValue(0);
    }
  }

  @Test
  void contentsOfAModelsAnswerSayWhatItRead() {
    gateway.provider.always(AnyDialect.says("Hello"));
    try (var google = Contents.client(gateway, Gateway.KEY)) {
      var config = Contents.settings().build();

      var whole = google.models.generateContent("feature/chat", QUESTION, config);
      var streamed = Contents.stream(google, "feature/chat", config).getLast();

      assertThat(whole.usageMetadata().orElseThrow().promptTokenCount()).hasValue(11);
      assertThat(streamed.usageMetadata().orElseThrow().promptTokenCount()).hasValue(11);
    }
  }
}
