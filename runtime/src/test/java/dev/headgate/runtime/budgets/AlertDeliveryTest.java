package dev.headgate.runtime.budgets;

import static dev.headgate.runtime.budgets.LedgerHouse.atMost;
import static dev.headgate.runtime.budgets.LedgerHouse.budget;
import static dev.headgate.runtime.budgets.LedgerHouse.by;
import static dev.headgate.runtime.budgets.LedgerHouse.money;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.config.Secret;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.webhooks.Sender;
import dev.headgate.runtime.webhooks.WebhookConfig;
import dev.headgate.runtime.webhooks.WebhookSignature;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertDeliveryTest {
  private static final AlertConfig RECEIVER =
      new AlertConfig(
          new WebhookConfig(
              "https://alerts.example/hook",
              new Secret("whsec_" + Base64.getEncoder().encodeToString("key".getBytes(UTF_8))),
              false));

  @TempDir private Path folder;

  private final AtomicLong now =
      new AtomicLong(Instant.parse("2026-03-01T00:00:00Z").toEpochMilli());
  private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
  private final BlockingQueue<Sent> received = new LinkedBlockingQueue<>();

  private record Sent(Map<String, String> headers, String body) {}

  @Test
  void tellsOfAThresholdAgainUntilTheReceiverTakesIt() throws Exception {
    var answers = new AtomicInteger();
    try (var house = LedgerHouse.open(folder, clock, budget("b", "$1", true));
        var delivery =
            deliver(
                house,
                (_, headers, body, _) -> {
                  received.add(new Sent(headers, new String(body, UTF_8)));
                  return switch (answers.getAndIncrement()) {
                    case 0 -> 500;
                    case 1 -> throw new CallFailed(ErrorCode.PROVIDER_UNREACHABLE, "nobody there");
                    case 2 -> 302;
                    default -> 204;
                  };
                })) {
      reachTheFirstThreshold(house);

      var id = next(delivery).headers().get("webhook-id");
      for (int i = 0; i < 3; i++) {
        assertThat(next(delivery).headers()).containsEntry("webhook-id", id);
      }
      await().until(() -> house.outbox().due(Long.MAX_VALUE).isEmpty());

      assertThat(house.outbox().dead()).isZero();
      assertThat(received).isEmpty();
    }
  }

  @Test
  void givesUpAfterADay() throws Exception {
    try (var house = LedgerHouse.open(folder, clock, budget("b", "$1", true));
        var delivery =
            deliver(
                house,
                (_, headers, body, _) -> {
                  received.add(new Sent(headers, new String(body, UTF_8)));
                  return 500;
                })) {
      reachTheFirstThreshold(house);
      var _ = next(delivery);

      // Whether the first try has been written down before this or after, there is a last one at
      // most.
      now.addAndGet(86_400_001);

      await()
          .until(() -> {
            now.addAndGet(60_000);
            delivery.wake();
            return house.outbox().dead() == 1;
          });
    }
  }

  @Test
  void signsAsStandardWebhooksDoes() {
    // The example of the specification's reference libraries.
    var key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    var headers =
        WebhookSignature.headers(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            "{\"test\": 2432232314}".getBytes(UTF_8),
            key);

    assertThat(headers)
        .containsEntry("webhook-timestamp", "1614265330")
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  private AlertDelivery deliver(LedgerHouse house, Sender sender) {
    return new AlertDelivery(house.outbox(), sender, () -> RECEIVER, clock, new Random(1));
  }

  private Sent next(AlertDelivery delivery) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      delivery.wake();
      var sent = received.poll(50, TimeUnit.MILLISECONDS);
      if (sent != null) {
        return sent;
      }
      // The next try is due at an hour from now at the latest.
      now.addAndGet(60_000);
    }
    throw new AssertionError("nothing was sent");
  }

  private static void reachTheFirstThreshold(LedgerHouse house) {
    try (var hold = house.ledger().hold(by("k"), atMost("$0.60"), "p", "m")) {
      hold.settle(money("$0.60"), Usage.NONE, "m");
    }
    house.ledger().flush();
  }
}
