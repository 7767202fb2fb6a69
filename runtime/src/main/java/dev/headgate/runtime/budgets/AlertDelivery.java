package dev.headgate.runtime.budgets;

import dev.headgate.kernel.money.Money;
import dev.headgate.runtime.webhooks.Delivery;
import dev.headgate.runtime.webhooks.Messages;
import dev.headgate.runtime.webhooks.Outbox;
import dev.headgate.runtime.webhooks.Sender;
import dev.headgate.store.budgets.AlertOutbox;
import dev.headgate.store.budgets.AlertRow;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.core.JsonGenerator;

/// Tells of budgets that have reached a threshold or were overrun.
public final class AlertDelivery implements AutoCloseable {
  private final Delivery<AlertRow> delivery;

  /// Begins to deliver.
  public AlertDelivery(
      AlertOutbox outbox,
      Sender sender,
      Supplier<AlertConfig> config,
      InstantSource clock,
      RandomGenerator random) {
    this.delivery =
        new Delivery<>(
            "alerts.url", new Alerts(outbox), sender, () -> config.get().receiver(), clock, random);
  }

  /// Looks at the outbox at once.
  public void wake() {
    delivery.wake();
  }

  /// Ends after the message that is under way.
  @Override
  public void close() {
    delivery.close();
  }

  private record Alerts(AlertOutbox rows) implements Outbox<AlertRow> {
    @Override
    public List<AlertRow> due(long nowMillis) {
      return rows.due(nowMillis);
    }

    @Override
    public String id(AlertRow alert) {
      return alert.id();
    }

    @Override
    public long atMillis(AlertRow alert) {
      return alert.atMillis();
    }

    @Override
    public int attempts(AlertRow alert) {
      return alert.attempts();
    }

    @Override
    public byte[] body(AlertRow alert) {
      return Messages.of(alert.type(), alert.atMillis(), out -> write(out, alert));
    }

    @Override
    public void delivered(AlertRow alert) {
      rows.delivered(alert.id());
    }

    @Override
    public void retry(AlertRow alert, long atMillis) {
      rows.retry(alert.id(), atMillis);
    }

    @Override
    public void giveUp(AlertRow alert) {
      rows.giveUp(alert.id());
    }

    @Override
    public String text(AlertRow alert) {
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

    private void write(JsonGenerator out, AlertRow alert) {
      var standing = alert.standing();
      out.writeStringProperty("message", text(alert));
      out.writeStringProperty("budget", standing.window().budget());
      out.writeStringProperty("subject", standing.window().subject());
      out.writeStringProperty("key", alert.caller());
      out.writeNumberProperty("spent_nano_dollars", standing.spent());
      out.writeNumberProperty("limit_nano_dollars", standing.limit());
      out.writeNumberProperty("threshold_per_mille", standing.perMille());
    }
  }
}
