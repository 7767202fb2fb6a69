package dev.headgate.server.admin;

import dev.headgate.kernel.money.Money;
import dev.headgate.server.http.Json;
import dev.headgate.store.budgets.Difference;
import dev.headgate.store.budgets.WindowRow;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Budgets and the ledger as JSON. Amounts are nano-dollars, and again as people write them.
public final class BudgetJson {
  private BudgetJson() {}

  public static byte[] budgets(Books books) {
    return Json.bytes(out -> {
      out.writeStartObject();
      out.writeArrayPropertyStart("budgets");
      for (var window : books.windows()) {
        out.writeStartObject();
        window(out, window);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeArrayPropertyStart("frozen_keys");
      books.frozenKeys().stream().sorted().forEach(out::writeString);
      out.writeEndArray();
      out.writeEndObject();
    });
  }

  private static void window(JsonGenerator out, WindowRow window) {
    var amounts = window.amounts();
    out.writeStringProperty("budget", window.key().budget());
    out.writeStringProperty("subject", window.key().subject());
    out.writeStringProperty("window", window.key().period());
    if (window.terms().endsAtMillis() < Long.MAX_VALUE) {
      out.writeStringProperty(
          "window_start", Instant.ofEpochMilli(window.key().startsAtMillis()).toString());
      out.writeStringProperty(
          "window_end", Instant.ofEpochMilli(window.terms().endsAtMillis()).toString());
    }
    out.writeBooleanProperty("hard", window.terms().hard());
    amount(out, "limit", window.terms().limit());
    amount(out, "spent", amounts.spent());
    amount(out, "held", amounts.held());
    amount(out, "left", window.left());
    amount(out, "overrun", amounts.overrun());
    out.writeStringProperty("state", state(window));
  }

  private static String state(WindowRow window) {
    if (window.amounts().overrun() > 0) {
      return "overrun";
    }
    return window.amounts().spent() >= window.terms().limit() ? "exhausted" : "open";
  }

  public static byte[] thawed(String key, boolean wasFrozen) {
    return Json.bytes(out -> {
      out.writeStartObject();
      out.writeStringProperty("key", key);
      out.writeBooleanProperty("was_frozen", wasFrozen);
      out.writeEndObject();
    });
  }

  public static byte[] differences(List<Difference> differences) {
    return Json.bytes(out -> {
      out.writeStartObject();
      out.writeArrayPropertyStart("differences");
      for (var difference : differences) {
        out.writeStartObject();
        out.writeStringProperty("date", difference.reported().day().toString());
        out.writeStringProperty("provider", difference.reported().provider());
        out.writeStringProperty("model", difference.reported().model());
        out.writeBooleanProperty("after_crash", difference.afterCrash());
        amount(out, "reported", difference.reported().nanos());
        amount(out, "ledger", difference.ledger());
        amount(out, "difference", difference.ledger() - difference.reported().nanos());
        amount(out, "estimated", difference.estimated());
        amount(out, "released", difference.released());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }

  private static void amount(JsonGenerator out, String name, long nanos) {
    out.writeStringProperty(name, new Money(nanos).toString());
    out.writeNumberProperty(name + "_nano_dollars", nanos);
  }
}
