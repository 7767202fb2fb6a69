package dev.headgate.providers.webhooks;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.http.ConnectionSettings;
import dev.headgate.providers.http.Endpoint;
import dev.headgate.providers.http.RequestBody;
import dev.headgate.providers.http.RequestHead;
import dev.headgate.providers.http.Timeouts;
import dev.headgate.providers.http.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Posts to a URL that is not a provider's. Thread-safe.
public final class Webhooks {
  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20));

  /// Posts JSON and returns the status of the answer; a redirect is one like any other, and is not
  /// followed.
  ///
  /// @param privateAddresses whether the receiver may be in a private network, or on this machine
  ///   without TLS
  /// @throws CallFailed if the URL is refused or nobody answers
  public int post(String url, Map<String, String> headers, byte[] body, boolean privateAddresses) {
    var endpoint = endpoint(url, privateAddresses);
    var settings = new ConnectionSettings(List.of(), 1, Duration.ZERO, MAX_ANSWER_BYTES, TIMEOUTS);
    try (var upstream =
            privateAddresses
                ? new Upstream("webhook", endpoint, settings)
                : Upstream.toPublicAddresses("webhook", endpoint, settings);
        var answer =
            upstream.send(
                RequestHead.post(endpoint, "", headers),
                RequestBody.of(body),
                new Cancellation())) {
      return answer.status();
    }
  }

  private static Endpoint endpoint(String url, boolean privateAddresses) {
    try {
      var endpoint = Endpoint.parse(url);
      if (!endpoint.tls() && !(privateAddresses && endpoint.isLoopback())) {
        throw new IllegalArgumentException("a webhook is https");
      }
      return endpoint;
    } catch (IllegalArgumentException e) {
      throw new CallFailed(
          ErrorCode.INVALID_REQUEST, "the webhook cannot be sent: " + e.getMessage(), e);
    }
  }
}
