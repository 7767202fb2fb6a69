package dev.headgate.server.http;

import static dev.headgate.server.http.ScriptedHouse.waitForCancellation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client that leaves must not keep a provider busy, and one that stays must not be disturbed by
/// the watch.
final class ClientLeavesTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String WHOLE = "{\"model\":\"smart\",\"messages\":[]}";
  private static final String STREAM = "{\"model\":\"smart\",\"stream\":true,\"messages\":[]}";
  private static final Duration LONGEST = Duration.ofMillis(500);

  private final CountDownLatch waiting = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    cancelled.countDown();
    server.close();
  }

  @Test
  void cancelsTheProviderWhenTheClientCloses() throws Exception {
    waitInProvider();
    try (var client = server.connect()) {
      client.post(CHAT, WHOLE);
      waiting.await();

      client.leave();

      assertCancelledInTime();
    }
  }

  @Test
  void cancelsTheProviderWhenTheClientResets() throws Exception {
    waitInProvider();
    try (var client = server.connect()) {
      client.post(CHAT, WHOLE);
      waiting.await();

      client.reset();

      assertCancelledInTime();
    }
  }

  @Test
  void takesAHalfClosedConnectionForLeft() throws Exception {
    waitInProvider();
    try (var client = server.connect()) {
      client.post(CHAT, WHOLE);
      waiting.await();

      client.socket.shutdownOutput();

      assertCancelledInTime();
    }
  }

  @Test
  void saysNothingInTheLogWhenNobodyIsThereToHearOfAFailure() throws Exception {
    var complaints = new Complaints();
    server.house.provider =
        (_, _, cancellation) ->
            new SilentStream(() -> {
              var _ = waitForCancellation(cancellation, waiting, cancelled);
              return new CallFailed(ErrorCode.PROVIDER_TRUNCATED, "the answer broke off");
            });
    try (var client = server.connect();
        complaints) {
      client.post(CHAT, STREAM);
      waiting.await();

      client.reset();

      assertCancelledInTime();
      server.close();
      assertThat(complaints.messages).isEmpty();
    }
  }

  @Test
  void cancelsTheProviderInTheMiddleOfAStream() throws Exception {
    server.house.provider =
        (_, _, cancellation) ->
            new SilentStream(() -> waitForCancellation(cancellation, waiting, cancelled));
    try (var client = server.connect()) {
      client.post(CHAT, STREAM);
      client.readUntil("one");
      waiting.await();

      client.leave();

      assertCancelledInTime();
    }
  }

  @Test
  void cancelsAFeaturesModel() throws Exception {
    server.house.model =
        (_, _, cancellation) -> {
          throw waitForCancellation(cancellation, waiting, cancelled);
        };
    try (var client = server.connect()) {
      client.post("/v1/features/handbook/calls", "{\"input\":{\"question\":\"Which port?\"}}");
      waiting.await();

      client.leave();

      assertCancelledInTime();
    }
  }

  @Test
  void seesAClientLeaveThatHasUsedItsConnectionBefore() throws Exception {
    try (var client = server.connect()) {
      for (int i = 0; i < 100; i++) {
        client.post(CHAT, WHOLE);
        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(server.statuses.take()).isEqualTo(200);
      }
      waitInProvider();
      client.post(CHAT, WHOLE);
      waiting.await();

      client.leave();

      assertCancelledInTime();
    }
  }

  @Test
  void keepsWhatAClientSendsAheadOfItsTurn() throws Exception {
    var proceed = new CountDownLatch(1);
    var first = server.house.provider;
    server.house.provider =
        (operation, body, cancellation) -> {
          waiting.countDown();
          await(proceed);
          return first.relay(operation, body, cancellation);
        };
    try (var client = server.connect()) {
      client.post(CHAT, WHOLE);
      waiting.await();
      // Past the age at which a call is watched, in pieces, and beyond what is read ahead.
      for (int i = 0; i < 10; i++) {
        client.post(CHAT, WHOLE.replace("[]", "[\"" + "x".repeat(20_000) + "\"]"));
        pass(30);
      }
      proceed.countDown();

      for (int i = 0; i < 11; i++) {
        assertThat(client.answer().status()).isEqualTo(200);
      }
      assertThat(server.house.relayed).hasSize(11);
      client.get("/healthz");
      assertThat(client.answer().body()).contains("ok");
    }
  }

  @Test
  void doesNotDisturbACallThatLastsLong() throws Exception {
    var proceed = new CountDownLatch(1);
    var first = server.house.provider;
    server.house.provider =
        (operation, body, cancellation) -> {
          waiting.countDown();
          await(proceed);
          return first.relay(operation, body, cancellation);
        };
    try (var client = server.connect()) {
      for (int i = 0; i < 3; i++) {
        client.post(CHAT, WHOLE);
        waiting.await();
        if (i == 0) {
          pass(400);
          proceed.countDown();
        }
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  private void waitInProvider() {
    server.house.provider =
        (_, _, cancellation) -> {
          throw waitForCancellation(cancellation, waiting, cancelled);
        };
  }

  private void assertCancelledInTime() throws InterruptedException {
    assertThat(cancelled.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(server.statuses.poll(5, TimeUnit.SECONDS)).isEqualTo(499);
    var entry = server.house.log.poll(5, TimeUnit.SECONDS);
    while (entry != null && !entry.outcome().status().equals("call_cancelled")) {
      entry = server.house.log.poll(5, TimeUnit.SECONDS);
    }
    assertThat(entry).isNotNull();
  }

  /// Lets time pass: that nothing happens meanwhile is what is tested.
  private static void pass(long millis) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the HTTP library logs as a warning or worse while this is open.
  private static final class Complaints extends Handler implements AutoCloseable {
    final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private final Logger logger = Logger.getLogger("io.helidon");

    Complaints() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        messages.add(entry.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
