package dev.headgate.server.admin;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.money.Money;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A row of a provider's usage export.
///
/// @param nanos what the provider charged, in nano-dollars, or [#UNKNOWN]
public record UsageRow(
    LocalDate day, String provider, String model, long nanos, long inputTokens, long outputTokens) {
  /// The row has tokens only.
  public static final long UNKNOWN = -1;

  /// Names of the columns.
  public static final List<String> COLUMNS =
      List.of("date", "provider", "model", "cost", "input_tokens", "output_tokens");

  /// Reads a row whose values are texts or numbers.
  ///
  /// @param where for messages, such as `line 3`
  public static UsageRow of(Map<String, ?> row, String where) {
    for (var name : row.keySet()) {
      if (!COLUMNS.contains(name)) {
        throw wrong(where, "has an unknown column \"" + name + "\"; known are " + COLUMNS);
      }
    }
    var model = text(row, "model");
    if (model.isEmpty()) {
      throw wrong(where, "has no model");
    }
    var cost = text(row, "cost");
    var nanos =
        cost.isEmpty()
            ? UNKNOWN
            : Money.parse(cost)
                .orElseThrow(() -> wrong(where, "has a cost that is no amount: \"" + cost + "\""))
                .nanos();
    if (nanos == UNKNOWN && !row.containsKey("input_tokens")) {
      throw wrong(where, "has neither cost nor input_tokens");
    }
    return new UsageRow(
        day(text(row, "date"), where),
        text(row, "provider"),
        model,
        nanos,
        count(row, "input_tokens", where),
        count(row, "output_tokens", where));
  }

  /// The sum of two rows of the same day, provider and model.
  public UsageRow plus(UsageRow other) {
    return new UsageRow(
        day,
        provider,
        model,
        nanos == UNKNOWN ? UNKNOWN : Math.addExact(nanos, other.nanos),
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens);
  }

  /// The row as [#of] reads it.
  public Map<String, String> columns() {
    var columns = new LinkedHashMap<String, String>();
    columns.put("date", day.toString());
    columns.put("provider", provider);
    columns.put("model", model);
    columns.put("input_tokens", Long.toString(inputTokens));
    columns.put("output_tokens", Long.toString(outputTokens));
    if (nanos != UNKNOWN) {
      columns.put("cost", new Money(nanos).toString());
    }
    return columns;
  }

  private static LocalDate day(String text, String where) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException _) {
      throw wrong(where, "has a date that is not like 2026-03-31: \"" + text + "\"");
    }
  }

  private static long count(Map<String, ?> row, String name, String where) {
    var text = text(row, name);
    if (!text.matches("\\d{0,15}")) {
      throw wrong(where, "has %s that are no count: \"%s\"".formatted(name, text));
    }
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  private static String text(Map<String, ?> row, String name) {
    var value = row.get(name);
    return value == null ? "" : String.valueOf(value);
  }

  private static CallFailed wrong(String where, String what) {
    return CallFailed.invalid("usage", where + " of the usage " + what);
  }
}
