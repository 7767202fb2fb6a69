package dev.headgate.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
