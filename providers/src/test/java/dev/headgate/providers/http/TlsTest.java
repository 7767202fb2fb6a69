package dev.headgate.providers.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.ProviderConfigs;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import dev.headgate.testkit.providers.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static TestCertificate good;
  private static TestCertificate expired;
  private static TestCertificate elsewhere;

  @BeforeAll
  static void makeCertificates(@TempDir Path first, @TempDir Path second, @TempDir Path third) {
    good = TestCertificate.make(first, "dns:localhost");
    expired = TestCertificate.makeExpired(second, "dns:localhost");
    elsewhere = TestCertificate.make(third, "dns:elsewhere.example");
  }

  @Test
  void speaksTlsWithACertificateOfAKnownAuthority() {
    try (var server = ScriptedProvider.startTls(good)) {
      server.always(Reply.json("{}"));
      try (var upstream = connect(server, good.pem())) {
        for (int i = 0; i < 3; i++) {
          assertThat(call(upstream, server)).isEqualTo("{}");
        }
      }
      assertThat(server.connectionsAccepted()).isOne();
    }
  }

  @Test
  void refusesACertificateOfAnUnknownAuthority() {
    assertThat(refusal(good, null))
        .contains("authority that is not trusted")
        .contains("providers.scripted.ca-bundle");
    assertThat(refusal(good, elsewhere.pem())).contains("providers.scripted.ca-bundle");
  }

  @Test
  void refusesAnExpiredCertificate() {
    assertThat(refusal(expired, expired.pem())).contains("expired");
  }

  @Test
  void refusesACertificateForAnotherHost() {
    assertThat(refusal(elsewhere, elsewhere.pem())).contains("another host");
  }

  @Test
  void neverFallsBackToPlainText() {
    try (var plain = ScriptedProvider.start();
        var upstream = connect("https://localhost:" + plain.port(), good.pem(), Map.of())) {
      var failure = failure(upstream, Endpoint.parse("https://localhost:" + plain.port()));

      assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE);
      assertThat(plain.requests()).isEmpty();
    }
  }

  @Test
  void givesUpOnAHandshakeThatNeverEnds() throws IOException {
    try (var deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var upstream =
            connect(
                "https://localhost:" + deaf.getLocalPort(),
                good.pem(),
                Map.of("connect", "200ms"))) {
      var start = System.nanoTime();

      var failure = failure(upstream, Endpoint.parse("https://localhost:" + deaf.getLocalPort()));

      assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE);
      assertThat(failure).hasMessageContaining("200ms");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void closesATlsConnectionWhenTheCallIsCancelled() {
    try (var server = ScriptedProvider.startTls(good);
        var upstream = connect(server, good.pem())) {
      server.always(Reply.silence());
      var cancellation = new Cancellation();
      var endpoint = Endpoint.parse(server.baseUrl());
      var failure = new CompletableFuture<CallFailed>();
      Thread.ofVirtual()
          .start(() ->
              failure.complete(
                  catchThrowableOfType(
                      CallFailed.class,
                      () ->
                          upstream.send(
                              head(endpoint), RequestBody.of(new byte[0]), cancellation))));
      var request = server.awaitRequest(0);

      cancellation.cancel();

      assertThat(request.awaitClosed(Duration.ofMillis(500))).isTrue();
      assertThat(failure).succeedsWithin(Duration.ofSeconds(5));
      assertThat(failure.join().code()).isEqualTo(ErrorCode.CALL_CANCELLED);
    }
  }

  private static String refusal(TestCertificate shown, @Nullable Path trusted) {
    try (var server = ScriptedProvider.startTls(shown);
        var upstream = connect(server, trusted)) {
      var failure = failure(upstream, Endpoint.parse(server.baseUrl()));
      assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE);
      assertThat(server.requests()).isEmpty();
      return failure.message();
    }
  }

  private static Upstream connect(ScriptedProvider server, @Nullable Path bundle) {
    return connect(server.baseUrl(), bundle, Map.of());
  }

  private static Upstream connect(String url, @Nullable Path bundle, Map<String, String> timeouts) {
    var keys = new HashMap<String, Object>(Map.of("base-url", url, "timeouts", timeouts));
    if (bundle != null) {
      keys.put("ca-bundle", bundle.toString());
    }
    var config = ProviderConfigs.of(keys);
    return new Upstream("scripted", config.endpoint(), config.connections());
  }

  private static CallFailed failure(Upstream upstream, Endpoint endpoint) {
    return catchThrowableOfType(
        CallFailed.class,
        () -> upstream.send(head(endpoint), RequestBody.of(new byte[0]), new Cancellation()));
  }

  private static String call(Upstream upstream, ScriptedProvider server) {
    var head = head(Endpoint.parse(server.baseUrl()));
    try (var answer = upstream.send(head, RequestBody.of(new byte[0]), new Cancellation())) {
      var buffer = new byte[100];
      var text = new StringBuilder();
      for (var count = answer.read(buffer, 0, 100);
          count >= 0;
          count = answer.read(buffer, 0, 100)) {
        text.append(new String(buffer, 0, count, UTF_8));
      }
      return text.toString();
    }
  }

  private static RequestHead head(Endpoint endpoint) {
    return RequestHead.post(endpoint, "/chat/completions", Map.of());
  }
}
