package dev.headgate.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CachedAnswersTest {
  private static final String CACHED = "smart: {provider: first, model: m1, cache-for: 1h}";

  @TempDir private Path folder;
  private RoutedGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new RoutedGateway(folder, CACHED, "");
    gateway.first.always(OpenAiReplies.chat("Good ", "morning"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void theSameRequestIsAskedOnce() {
    var asked = gateway.post(RoutedGateway.request(false));
    var again = gateway.post(RoutedGateway.request(false));

    assertThat(asked.headers().firstValue("headgate-cache")).isEmpty();
    assertThat(again.headers().firstValue("headgate-cache")).contains("hit");
    assertThat(again.headers().firstValue("age")).contains("0");
    assertThat(again.headers().firstValue("headgate-cost")).isEmpty();
    assertThat(again.body()).contains("Good morning", "\"finish_reason\":\"stop\"");
    assertThat(gateway.first.requests()).hasSize(1);
    assertThat(gateway.lastTrace()).doesNotContain("headgate.cached");
    assertThat(gateway.lastTrace())
        .contains("\"headgate.cached\":true", "\"gen_ai.usage.input_tokens\":0");
    // Only what was asked of the provider is paid.
    assertThat(gateway.settled).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatIsGivenAgainNamesWhatWasIgnored(boolean stream) {
    var asked = message("context-1m", stream);
    var again = message("context-1m", stream);

    assertThat(asked.headers().firstValue("headgate-ignored")).contains("anthropic-beta");
    assertThat(again.headers().firstValue("headgate-cache")).contains("hit");
    assertThat(again.headers().firstValue("headgate-ignored")).contains("anthropic-beta");
    gateway.lastTrace();
    assertThat(gateway.lastTrace()).contains("\"headgate.cached\":true", "anthropic-beta");
  }

  @Test
  void otherFunctionsOfAnApiAreAnotherRequest() {
    message("context-1m", false);

    assertThat(message("other", false).headers().firstValue("headgate-cache")).isEmpty();
    assertThat(gateway.first.requests()).hasSize(2);
  }

  private HttpResponse<String> message(String beta, boolean stream) {
    var body =
        "{\"model\":\"smart\",\"max_tokens\":9,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
            .formatted(stream);
    return gateway.postTo("/v1/messages", body, "anthropic-beta", beta);
  }

  @Test
  void aStreamIsGivenAgainAsAWholeAndAsAStream() {
    var asked = gateway.post(RoutedGateway.request(true));
    var whole = gateway.post(RoutedGateway.request(false));
    var stream = gateway.post(RoutedGateway.request(true));

    assertThat(asked.body()).endsWith("data: [DONE]\n\n");
    assertThat(whole.body()).contains("\"content\":\"Good morning\"");
    assertThat(stream.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(stream.body())
        .contains("Good morning", "\"finish_reason\":\"stop\"")
        .endsWith("data: [DONE]\n\n");
    assertThat(gateway.first.requests()).hasSize(1);
  }

  @Test
  void tokensAreCountedForWhoeverAsks() {
    var events =
        """
        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m1","choices":[{"index":0,"delta":{"role":"assistant","content":"Good morning"},"finish_reason":"stop"}]}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m1","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"queue_time":0.1}}

        data: [DONE]

        """;
    gateway.first.always(Reply.body(200, "text/event-stream", events.getBytes(UTF_8)));
    var counted = ",\"stream_options\":{\"include_usage\":true}";

    var plain = gateway.post(RoutedGateway.request(true));
    var whole = gateway.post(RoutedGateway.request(false));
    var plainAgain = gateway.post(RoutedGateway.request(true));
    var told = gateway.post(RoutedGateway.request(true, counted));

    assertThat(gateway.first.requests()).hasSize(1);
    assertThat(plain.body()).doesNotContain("usage");
    assertThat(whole.body()).contains("\"prompt_tokens\":11", "\"completion_tokens\":7");
    assertThat(plainAgain.body()).contains("Good morning").doesNotContain("usage");
    assertThat(told.body().split("\"usage\"", -1)).hasSize(2);
    assertThat(told.body().indexOf("\"usage\"")).isGreaterThan(told.body().indexOf("\"stop\""));

    gateway.forget();
    var other = ",\"temperature\":0.5";
    gateway.post(RoutedGateway.request(true, other + counted));
    var stream = gateway.post(RoutedGateway.request(true, other));
    var again = gateway.post(RoutedGateway.request(true, other + counted));

    assertThat(gateway.first.requests()).hasSize(2);
    assertThat(stream.body()).contains("Good morning").doesNotContain("usage");
    assertThat(again.body().split("\"usage\"", -1)).hasSize(2);
    assertThat(again.body()).contains("\"queue_time\":0.1");
  }

  @Test
  void anotherRequestIsAskedForItself() {
    answer();
    gateway.post(RoutedGateway.request(false, ",\"temperature\":0.5"));
    gateway.post(RoutedGateway.request(false, ",\"service_tier\":\"flex\""));

    assertThat(gateway.first.requests()).hasSize(3);
  }

  @Test
  void theCallerMayAskForAFreshAnswer() {
    answer();
    answer("Cache-Control", "no-cache");
    answer("Cache-Control", "no-store");
    answer("Cache-Control", "max-age=0");
    answer("Cache-Control", "max-age=60");

    assertThat(gateway.first.requests()).hasSize(4);
  }

  @Test
  void whatFailedOrBrokeIsNotRemembered() {
    gateway.first.next(OpenAiReplies.error(400, "invalid_request_error", "bad"));
    assertThat(answer().statusCode()).isEqualTo(400);
    gateway.first.next(OpenAiReplies.stream(true, "Good ", "morning").cutAfter(600));
    gateway.post(RoutedGateway.request(true));

    assertThat(answer().body()).contains("Good morning");

    assertThat(gateway.first.requests()).hasSize(3);
  }

  private HttpResponse<String> answer(String... headers) {
    return gateway.post(RoutedGateway.request(false), headers);
  }
}
