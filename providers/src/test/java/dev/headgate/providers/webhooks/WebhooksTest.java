package dev.headgate.providers.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhooksTest {
  private static final byte[] BODY = "{\"type\":\"budget.threshold\"}".getBytes(UTF_8);

  private final Webhooks webhooks = new Webhooks();

  @Test
  void postsWithItsHeadersAndTellsTheStatus() throws Exception {
    try (var receiver = ScriptedProvider.start()) {
      receiver.next(Reply.body(204, "text/plain", ""));

      var status =
          webhooks.post(receiver.baseUrl() + "/hook", Map.of("webhook-id", "ev_1"), BODY, true);

      assertThat(status).isEqualTo(204);
      var request = receiver.requests().getFirst();
      assertThat(request.path()).endsWith("/hook");
      assertThat(request.header("webhook-id")).hasValue("ev_1");
      assertThat(request.body()).isEqualTo(new String(BODY, UTF_8));
    }
  }

  @Test
  void doesNotFollowARedirect() throws Exception {
    try (var receiver = ScriptedProvider.start()) {
      receiver.next(Reply.body(302, "text/plain", "", "Location: http://169.254.169.254/latest"));

      assertThat(webhooks.post(receiver.baseUrl() + "/hook", Map.of(), BODY, true)).isEqualTo(302);
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/hook",
        "https://user:password@example.com/hook",
        "https://127.0.0.1/hook",
        "https://localhost/hook",
        "https://[::1]/hook",
        "https://10.1.2.3/hook",
        "https://192.168.1.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/hook",
        "https://[fd00::1]/hook",
        "https://[::ffff:10.0.0.1]/hook",
        "https://0.0.0.0/hook",
        "https://224.0.0.1/hook"
      })
  void refusesWhatIsNotThePublicInternet(String url) {
    assertThatThrownBy(() -> webhooks.post(url, Map.of(), BODY, false))
        .isInstanceOf(CallFailed.class);
  }

  @Test
  void connectsToNothingPrivateUnlessItIsAllowed() throws Exception {
    try (var receiver = ScriptedProvider.start()) {
      var https = receiver.baseUrl().replace("http://", "https://");

      assertThatThrownBy(() -> webhooks.post(https + "/hook", Map.of(), BODY, false))
          .isInstanceOf(CallFailed.class);

      assertThat(receiver.connectionsAccepted()).isZero();
    }
  }
}
