package dev.headgate.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.Script;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A stream that one provider begins and another ends, as the official SDKs see it: one answer,
/// whole.
@Tag("all")
final class RescuedStreamsTest {
  private static final String TEXT = "The vessel is inspected.";
  private static final String[] PIECES = {"The ", "vessel ", "is inspected."};

  @TempDir Path folder;
  private Gateway gateway;
  private OpenAIClient client;

  @BeforeEach
  void start() {
    gateway = Gateway.startWithAllDialects(folder);
    // The SDK's schema demands a reason in every piece of a text, which no server of the API gives.
    client = gateway.settings().responseValidation(false).build();
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private void breaksBehind(String text) {
    var says = AnyDialect.says(PIECES);
    var broken = new AtomicBoolean();
    Script once =
        request -> {
          Reply whole = says.reply(request);
          return broken.getAndSet(true) ? whole : whole.cutBehind(text);
        };
    gateway.provider.always(once);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vessel ", "output_text.done", "content_part.done", "output_item.done"})
  void aResponseIsWhole(String behind) {
    breaksBehind(behind);
    var asked = ResponseCreateParams.builder().model("steady").input("Hi").build();

    var accumulator = ResponseAccumulator.create();
    try (var stream = client.responses().createStreaming(asked)) {
      stream.stream().forEach(accumulator::accumulate);
    }

    var response = accumulator.response().validate();
    assertThat(response.output()).hasSize(1);
    var message = response.output().getFirst().asMessage();
    assertThat(message.content().getFirst().asOutputText().text()).isEqualTo(TEXT);
    assertThat(response.usage().orElseThrow().outputTokens()).isEqualTo(7);
    assertThat(gateway.provider.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vessel ", "content_block_stop", "message_delta"})
  void aMessageIsWhole(String behind) {
    breaksBehind(behind);
    var anthropic = Messages.settings(gateway).build();

    var message =
        Messages.accumulated(Messages.stream(anthropic, Messages.ask("steady-claude").build()));

    anthropic.close();
    assertThat(Messages.text(message)).isEqualTo(TEXT);
    assertThat(message.content()).hasSize(1);
    assertThat(message.usage().outputTokens()).isEqualTo(7);
    assertThat(gateway.provider.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"The ", "vessel "})
  void contentsAreWhole(String behind) {
    breaksBehind(behind);
    try (var google = Contents.client(gateway, Gateway.KEY)) {
      var pieces = Contents.stream(google, "steady-flash", Contents.settings().build());

      assertThat(Contents.text(pieces)).isEqualTo(TEXT);
      var last = pieces.getLast();
      assertThat(last.finishReason()).hasToString("STOP");
      assertThat(last.usageMetadata().orElseThrow().totalTokenCount()).hasValue(18);
    }
    assertThat(gateway.provider.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"The ", "vessel "})
  void textsAndChatsAreWhole(String behind) {
    breaksBehind(behind);
    var text = new StringBuilder();
    var prompt = CompletionCreateParams.builder().model("steady").prompt("Hi").build();
    try (var stream = client.completions().createStreaming(prompt)) {
      stream.stream().forEach(it -> text.append(it.choices().getFirst().text()));
    }
    breaksBehind(behind);
    var chunks = new ArrayList<ChatCompletionChunk>();
    var chat = ChatCompletionCreateParams.builder().model("steady").addUserMessage("Hi").build();
    try (var stream = client.chat().completions().createStreaming(chat)) {
      stream.stream().forEach(chunks::add);
    }

    assertThat(text).hasToString(TEXT);
    assertThat(Chats.accumulated(chunks).choices().getFirst().message().content()).hasValue(TEXT);
    assertThat(gateway.provider.requests()).hasSize(4);
  }
}
