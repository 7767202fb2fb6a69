package dev.headgate.server.http;

import static dev.headgate.server.http.ScriptedHouse.waitForCancellation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.server.config.ServerLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SlowClientTest {
  private static final String STREAM = "{\"model\":\"smart\",\"stream\":true,\"messages\":[]}";

  @Test
  void cutsAClientThatNeverReadsAndStopsItsProvider() throws Exception {
    var endless = new EndlessStream();
    try (var server = new TestServer(limits(Duration.ofMillis(400), Duration.ofSeconds(15)));
        var client = server.connect()) {
      server.house.provider = (_, _, _) -> endless;
      client.socket.setReceiveBufferSize(4_096);

      client.post("/v1/chat/completions", STREAM);

      assertThat(endless.closed.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(server.statuses.poll(5, TimeUnit.SECONDS)).isEqualTo(499);
      assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void sendsACommentIntoASilentStream() throws Exception {
    var waiting = new CountDownLatch(1);
    var cancelled = new CountDownLatch(1);
    try (var server = new TestServer(limits(Duration.ofSeconds(30), Duration.ofMillis(200)));
        var client = server.connect()) {
      server.house.provider =
          (_, _, cancellation) ->
              new SilentStream(() -> waitForCancellation(cancellation, waiting, cancelled));

      client.post("/v1/chat/completions", STREAM);

      assertThat(client.readUntil(": still here\n\n")).contains("one");
      client.readUntil(": still here\n\n");
      client.leave();
      assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void beginsAFeaturesStreamWithACommentWhenItsModelThinksLong() throws Exception {
    var proceed = new CountDownLatch(1);
    try (var server = new TestServer(limits(Duration.ofSeconds(30), Duration.ofMillis(200)));
        var client = server.connect()) {
      var quick = server.house.model;
      server.house.model =
          (request, sink, cancellation) -> {
            try {
              proceed.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return quick.chat(request, sink, cancellation);
          };

      client.post(
          "/v1/chat/completions",
          "{\"model\":\"feature/handbook\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Which port?\"}]}");

      assertThat(client.readUntil(": still here\n\n")).contains("200 OK", "headgate-trace-id");
      proceed.countDown();
      assertThat(client.readUntil("0\r\n\r\n")).contains("It is ", "[DONE]");
    }
  }

  private static ServerLimits limits(Duration write, Duration heartbeat) {
    return new ServerLimits(
        8 << 20, 32 << 10, Duration.ofSeconds(10), Duration.ofSeconds(60), write, heartbeat);
  }

  /// Talks without end.
  private static final class EndlessStream implements RelayedAnswer {
    final CountDownLatch closed = new CountDownLatch(1);
    final AtomicLong events = new AtomicLong();
    private final byte[] event =
        ("data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(4_000) + "\"}}]}\n\n")
            .getBytes(StandardCharsets.UTF_8);

    @Override
    public int status() {
      return 200;
    }

    @Override
    public String contentType() {
      return "text/event-stream";
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.empty();
    }

    @Override
    public int read(byte[] buffer) throws CallFailed {
      events.incrementAndGet();
      System.arraycopy(event, 0, buffer, 0, event.length);
      return event.length;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
