package dev.headgate.server.http;

import static dev.headgate.server.http.ScriptedHouse.waitForCancellation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StopTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String WHOLE = "{\"model\":\"smart\",\"messages\":[]}";
  private static final String STREAM = "{\"model\":\"smart\",\"stream\":true,\"messages\":[]}";

  private final CountDownLatch waiting = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final CountDownLatch proceed = new CountDownLatch(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    proceed.countDown();
    cancelled.countDown();
    server.close();
    assertThat(failure).hasValue(null);
  }

  @Test
  void letsRunningCallsFinishAndTakesNoNewOnes() throws Exception {
    var first = server.house.provider;
    server.house.provider =
        (operation, body, cancellation) -> {
          waiting.countDown();
          await(proceed);
          return first.relay(operation, body, cancellation);
        };
    try (var client = server.connect();
        var idle = server.connect()) {
      idle.get("/healthz");
      assertThat(idle.answer().status()).isEqualTo(200);
      client.post(CHAT, WHOLE);
      waiting.await();

      var stopping = stopWithin(Duration.ofSeconds(20));
      assertThat(idle.isClosedByServer()).isTrue();
      awaitRefusal();
      proceed.countDown();

      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void refusesACallThatComesLate() throws Exception {
    var first = server.house.provider;
    server.house.provider =
        (operation, body, cancellation) -> {
          waiting.countDown();
          await(proceed);
          return first.relay(operation, body, cancellation);
        };
    try (var busy = server.connect();
        var late = server.connect()) {
      busy.post(CHAT, WHOLE);
      waiting.await();
      late.send(
          "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nPOST "
              + CHAT
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n");
      // With this answer the server has also got the beginning of the next request. A connection
      // that waits for a request is closed at once; one in the middle of its headers is not.
      assertThat(late.answer().status()).isEqualTo(200);
      assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS)).isFalse();
      var stopping = stopWithin(Duration.ofSeconds(20));
      awaitRefusal();
      late.send("Content-Length: 2\r\n\r\n{}");

      var answer = late.answer();

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("\"shutting_down\"");
      assertThat(answer.headers()).containsEntry("connection", "close").containsKey("retry-after");
      assertThat(late.isClosedByServer()).isTrue();
      proceed.countDown();
      assertThat(busy.answer().status()).isEqualTo(200);
      assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void endsAStreamThatOutlivesTheDrainWithAnError() throws Exception {
    server.house.provider =
        (_, _, cancellation) ->
            new SilentStream(() -> waitForCancellation(cancellation, waiting, cancelled));
    try (var client = server.connect()) {
      client.post(CHAT, STREAM);
      client.readUntil("one");
      waiting.await();

      var stopping = stopWithin(Duration.ofMillis(100));

      assertThat(client.readUntil("0\r\n\r\n"))
          .contains("data: {\"error\":", "\"shutting_down\"")
          .doesNotContain("[DONE]");
      assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void answersACallThatOutlivesTheDrainWithAnError() throws Exception {
    server.house.provider =
        (_, _, cancellation) -> {
          throw waitForCancellation(cancellation, waiting, cancelled);
        };
    try (var client = server.connect()) {
      client.post(CHAT, WHOLE);
      waiting.await();

      var stopping = stopWithin(Duration.ofMillis(100));

      assertThat(client.answer().status()).isEqualTo(503);
      assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void doesNotWaitForAClientThatNeverEndsItsRequest() throws Exception {
    try (var client = server.connect()) {
      client.send(
          "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n");
      client.send("Content-Length: 100\r\n\r\n{");
      await(() -> server.server.connections() == 1);

      var stopping = stopWithin(Duration.ofMillis(100));

      assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  private Thread stopWithin(Duration drain) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            server.server.stop(drain);
          } catch (InterruptedException | RuntimeException e) {
            failure.set(e);
          }
        });
  }

  // The connections that wait are closed while the socket that listens is, not after it.
  private void awaitRefusal() {
    assertThatThrownBy(
            () -> {
              var deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
              while (System.nanoTime() < deadline) {
                server.connect().close();
              }
            })
        .isInstanceOf(IOException.class);
  }

  private static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
