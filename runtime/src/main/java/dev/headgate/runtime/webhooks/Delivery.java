package dev.headgate.runtime.webhooks;

import dev.headgate.kernel.errors.CallFailed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Tells what has to be told, from an outbox, until the receiver takes it or a day has passed. A
/// receiver may get a message twice; its id stays the same.
///
/// @param <T> a message
public final class Delivery<T> implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofHours(24);
  private static final int MAX_DOUBLINGS = 16;
  private static final int GONE = 410;

  private final Outbox<T> outbox;
  private final Sender sender;
  private final Supplier<WebhookConfig> config;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Semaphore wakeUp = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;

  /// Begins to deliver.
  ///
  /// @param name of the key that declares the receiver, and of the thread
  public Delivery(
      String name,
      Outbox<T> outbox,
      Sender sender,
      Supplier<WebhookConfig> config,
      InstantSource clock,
      RandomGenerator random) {
    this.outbox = outbox;
    this.sender = sender;
    this.config = config;
    this.clock = clock;
    this.random = random;
    this.thread = Thread.ofVirtual().name(name).start(this::serve);
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
        for (var message : outbox.due(clock.millis())) {
          if (!closing) {
            deliver(message);
          }
        }
        var _ = wakeUp.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        wakeUp.drainPermits();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts the delivery", e);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, thread.getName() + " cannot be delivered now", e);
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

  private void deliver(T message) {
    var receiver = config.get();
    if (!receiver.isDeclared()) {
      LOG.log(System.Logger.Level.WARNING, "{0}", outbox.text(message));
      outbox.delivered(message);
      return;
    }
    var body = outbox.body(message);
    if (body.length == 0) {
      outbox.delivered(message);
      return;
    }
    var headers =
        WebhookSignature.headers(
            outbox.id(message), clock.instant().getEpochSecond(), body, receiver.key());
    try {
      var status = sender.post(receiver.url(), headers, body, receiver.privateAddresses());
      if (status / 100 == 2) {
        outbox.delivered(message);
      } else {
        notTaken(message, "status " + status, status == GONE);
      }
    } catch (CallFailed e) {
      notTaken(message, e.message(), false);
    }
  }

  private void notTaken(T message, String reason, boolean forGood) {
    if (forGood || clock.millis() - outbox.atMillis(message) > PATIENCE.toMillis()) {
      LOG.log(System.Logger.Level.ERROR, "gave up on \"{0}\": {1}", outbox.text(message), reason);
      outbox.giveUp(message);
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} did not take the message {1} ({2}), which is sent again later",
        thread.getName(),
        outbox.id(message),
        reason);
    outbox.retry(message, clock.millis() + pauseMillis(outbox.attempts(message)));
  }

  // Doubled each time, and between half and one and a half of that, so that receivers that come
  // back are not met by all at once.
  private long pauseMillis(int attempts) {
    var doubled = FIRST_PAUSE.toMillis() << Math.min(attempts, MAX_DOUBLINGS);
    var pause = Math.min(doubled, LONGEST_PAUSE.toMillis());
    return pause / 2 + random.nextLong(pause + 1);
  }
}
