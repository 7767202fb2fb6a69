package dev.headgate.server.openai;

import static dev.headgate.server.http.ScriptedHouse.answer;
import static dev.headgate.server.http.ScriptedHouse.waitForCancellation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.dialects.Relay;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.server.http.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Callers that ask the same: one asks the provider, and whatever becomes of it, nobody waits for
/// ever.
final class SharedAnswersTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String ASKED =
      "{\"model\":\"remembered\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  // Far from the 30 s that a call waits for another one.
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final Relay SAYS_HELLO =
      (_, _, _) ->
          answer(
              200,
              "application/json",
              "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}");

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
  void aFailureThatNobodyForesawLetsTheNextOneAsk() throws Exception {
    server.house.provider =
        (_, _, _) -> {
          throw new UnsupportedOperationException("a bug");
        };
    assertThat(post()).contains("internal_error");
    server.house.provider = SAYS_HELLO;

    assertThat(post()).contains("Hello");
  }

  @Test
  void aRecordThatCannotBeWrittenLetsTheNextOneAsk() throws Exception {
    server.house.provider = SAYS_HELLO;
    server.house.disk =
        _ -> {
          throw new CallFailed(ErrorCode.STORAGE_FAILED, "the disk is full");
        };
    assertThat(post()).contains("storage_failed");
    server.house.disk = server.house.log::add;

    assertThat(post()).contains("Hello");
  }

  @Test
  void whoeverLeavesWaitsForNobody() throws Exception {
    server.house.provider =
        (_, _, cancellation) -> {
          throw waitForCancellation(cancellation, waiting, cancelled);
        };
    try (var asking = server.connect();
        var other = server.connect()) {
      asking.post(CHAT, ASKED);
      waiting.await();
      other.post(CHAT, ASKED);
      var left = System.nanoTime();
      other.leave();

      var trace = server.house.log.poll(SOON.toSeconds(), TimeUnit.SECONDS);

      assertThat(trace).isNotNull();
      assertThat(new String(trace.payload(), StandardCharsets.UTF_8)).contains("call_cancelled");
      assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(Duration.ofSeconds(5));
      // The one that asks is not disturbed.
      assertThat(cancelled.getCount()).isOne();
    }
  }

  @Test
  void whatIsNotUnderstoodHereIsPassedOn() throws Exception {
    server.house.provider = SAYS_HELLO;
    try (var client = server.connect()) {
      client.post(CHAT, ASKED.replace("\"user\"", "\"oracle\""));

      assertThat(client.answer().body()).contains("Hello");
    }
    assertThat(server.house.relayed.take()).contains("oracle");
  }

  private String post() throws Exception {
    try (var client = server.connect()) {
      client.socket.setSoTimeout((int) SOON.toMillis());
      client.post(CHAT, ASKED);
      return client.answer().body();
    }
  }
}
