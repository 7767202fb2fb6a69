package dev.headgate.runtime.budgets;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.money.Money;
import dev.headgate.store.budgets.AlertOutbox;
import dev.headgate.store.budgets.AlertRow;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Tells what has to be told, from the outbox, until the receiver takes it or a day has passed. A
/// receiver may get a message twice; its id stays the same.
public final class AlertDelivery implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(AlertDelivery.class.getName());
  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofHours(24);
  private static final int MAX_DOUBLINGS = 16;
  private static final int GONE = 410;

  private final AlertOutbox outbox;
  private final Sender sender;
  private final Supplier<AlertConfig> config;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Semaphore wakeUp = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;

  /// How a message gets to its receiver.
  @FunctionalInterface
  public interface Sender {
    /// Posts JSON and returns the status of the answer.
    ///
    /// @throws CallFailed if nobody answers
    int post(String url, Map<String, String> headers, byte[] body, boolean privateAddresses);
  }

  /// Begins to deliver.
  public AlertDelivery(
      AlertOutbox outbox,
      Sender sender,
      Supplier<AlertConfig> config,
      InstantSource clock,
      RandomGenerator random) {
    this.outbox = outbox;
    this.sender = sender;
    this.config = config;
    this.clock = clock;
    this.random = random;
    this.thread = Thread.ofVirtual().name("alerts").start(this::serve);
  }

  /// Looks at the outbox at once.
  public void wake() {
    wakeUp.release();
  }

  /// Ends after the message that is under way.
  @Override
  public void close() {
    closing = true;
    wake();
    var interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    while (!closing) {
      try {
        for (var alert : outbox.due(clock.millis())) {
          if (!closing) {
            deliver(alert);
          }
        }
        var _ = wakeUp.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        wakeUp.drainPermits();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts the delivery", e);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "alerts cannot be delivered now", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the delivery", e);
    }
  }

  private void deliver(AlertRow alert) {
    var receiver = config.get();
    var text = text(alert);
    if (!receiver.isDeclared()) {
      LOG.log(System.Logger.Level.WARNING, "{0}", text);
      outbox.delivered(alert.id());
      return;
    }
    var body = body(alert, text);
    var headers =
        WebhookSignature.headers(
            alert.id(), clock.instant().getEpochSecond(), body, receiver.key());
    try {
      var status = sender.post(receiver.url(), headers, body, receiver.privateAddresses());
      if (status / 100 == 2) {
        outbox.delivered(alert.id());
      } else {
        notTaken(alert, "status " + status, status == GONE);
      }
    } catch (CallFailed e) {
      notTaken(alert, e.message(), false);
    }
  }

  private void notTaken(AlertRow alert, String reason, boolean forGood) {
    if (forGood || clock.millis() - alert.atMillis() > PATIENCE.toMillis()) {
      LOG.log(System.Logger.Level.ERROR, "gave up on \"{0}\": {1}", text(alert), reason);
      outbox.giveUp(alert.id());
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "alerts.url did not take the alert {0} ({1}), which is sent again later",
        alert.id(),
        reason);
    outbox.retry(alert.id(), clock.millis() + pauseMillis(alert.attempts()));
  }

  // Doubled each time, and between half and one and a half of that, so that receivers that come
  // back are not met by all at once.
  private long pauseMillis(int attempts) {
    var doubled = FIRST_PAUSE.toMillis() << Math.min(attempts, MAX_DOUBLINGS);
    var pause = Math.min(doubled, LONGEST_PAUSE.toMillis());
    return pause / 2 + random.nextLong(pause + 1);
  }

  private static String text(AlertRow alert) {
    var standing = alert.standing();
    var subject = standing.window().subject();
    var budget = standing.window().budget() + (subject.isEmpty() ? "" : "/" + subject);
    var spent = new Money(standing.spent());
    return switch (alert.type()) {
      case AlertRow.OVERRUN ->
          "budget \"%s\": a call of key \"%s\" cost %s, more than its bound; the key is frozen"
              .formatted(budget, alert.caller(), spent);
      case AlertRow.UNKNOWN_COST ->
          "budget \"%s\": what a call of key \"%s\" cost is not known, since its model has no price; the log names it"
              .formatted(budget, alert.caller());
      default ->
          "budget \"%s\" has reached %s%%: %s of %s are spent"
              .formatted(budget, standing.perMille() / 10.0, spent, new Money(standing.limit()));
    };
  }

  private static byte[] body(AlertRow alert, String text) {
    var bytes = new ByteArrayOutputStream(512);
    try (var out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      out.writeStringProperty("type", alert.type());
      out.writeStringProperty("timestamp", Instant.ofEpochMilli(alert.atMillis()).toString());
      out.writeName("data");
      write(out, alert, text);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, AlertRow alert, String text) {
    var standing = alert.standing();
    out.writeStartObject();
    out.writeStringProperty("message", text);
    out.writeStringProperty("budget", standing.window().budget());
    out.writeStringProperty("subject", standing.window().subject());
    out.writeStringProperty("key", alert.caller());
    out.writeNumberProperty("spent_nano_dollars", standing.spent());
    out.writeNumberProperty("limit_nano_dollars", standing.limit());
    out.writeNumberProperty("threshold_per_mille", standing.perMille());
    out.writeEndObject();
  }
}
