package dev.headgate.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.RateLimitException;
import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.ResponseCreateParams;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The scripted provider is taken for the real one by the vendors' own clients, without a gateway
/// between them: so the other tests here test the gateway.
@Tag("all")
final class ScriptedRepliesTest {
  private final ScriptedProvider provider = ScriptedProvider.start();
  private final String address = "http://127.0.0.1:" + provider.port();

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void speaksAnthropics() {
    var client =
        AnthropicOkHttpClient.builder()
            .baseUrl(address)
            .apiKey("any")
            .maxRetries(0)
            .responseValidation(true)
            .build();
    var asked = Messages.askWithTool("any").build();

    provider.always(AnyDialect.says("Hello", " there"));
    assertThat(Messages.text(client.messages().create(asked))).isEqualTo("Hello there");
    var streamed = Messages.accumulated(Messages.stream(client, asked));
    assertThat(Messages.text(streamed)).isEqualTo("Hello there");
    assertThat(streamed.usage().outputTokens()).isEqualTo(7);

    provider.always(AnyDialect.callsATool());
    var whole = client.messages().create(asked).content().getFirst().asToolUse();
    var pieces =
        Messages.accumulated(Messages.stream(client, asked)).content().getFirst().asToolUse();
    assertThat(pieces._input()).isEqualTo(whole._input());

    provider.always(AnyDialect.refuses(429));
    assertThatThrownBy(() -> client.messages().create(asked))
        .isInstanceOf(RateLimitException.class);
  }

  @Test
  void speaksGooglesGemini() {
    var options =
        HttpOptions.builder()
            .baseUrl(address)
            .retryOptions(HttpRetryOptions.builder().attempts(1))
            .build();
    try (var client = Client.builder().apiKey("any").httpOptions(options).build()) {
      var config = Contents.withTool().build();

      provider.always(AnyDialect.says("Hello", " there"));
      var whole = client.models.generateContent("any", Contents.QUESTION, config);
      assertThat(Contents.text(List.of(whole))).isEqualTo("Hello there");
      assertThat(Contents.text(Contents.stream(client, "any", config))).isEqualTo("Hello there");

      provider.always(AnyDialect.callsATool());
      var calls =
          Contents.parts(Contents.stream(client, "any", config))
              .flatMap(part -> part.functionCall().stream())
              .toList();
      assertThat(calls)
          .singleElement()
          .satisfies(call -> assertThat(call.name()).hasValue(AnyDialect.TOOL));

      provider.always(AnyDialect.refuses(429));
      assertThatThrownBy(() -> client.models.generateContent("any", "Hello?", config))
          .isInstanceOf(ClientException.class)
          .hasMessageContaining("RESOURCE_EXHAUSTED");
    }
  }

  @Test
  void speaksTheResponses() {
    var client =
        OpenAIOkHttpClient.builder()
            .baseUrl(provider.baseUrl())
            .apiKey("any")
            .maxRetries(0)
            .responseValidation(true)
            .build();
    var asked = ResponseCreateParams.builder().model("any").input("Hello?").build();

    for (var script : List.of(AnyDialect.says("Hello", " there"), AnyDialect.callsATool())) {
      provider.always(script);
      var whole = client.responses().create(asked);
      var accumulator = ResponseAccumulator.create();
      try (var stream = client.responses().createStreaming(asked)) {
        stream.stream().forEach(accumulator::accumulate);
      }
      assertThat(accumulator.response().output()).hasSize(1);
      assertThat(accumulator.response().usage()).isEqualTo(whole.usage());
      assertThat(whole.validate()).isSameAs(whole);
    }
  }
}
