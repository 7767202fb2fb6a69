package dev.headgate.providers.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A model and its rates.
///
/// @param prices at least one; the last whose time it is holds, or else the first
/// @param variants rates that hold in place of others under a condition, the first that names a
///   unit wins
record PricedModel(String id, Clause match, List<Dated> prices, List<Variant> variants) {
  PricedModel {
    prices = List.copyOf(prices);
    variants = List.copyOf(variants);
  }

  /// When something holds, in UTC.
  sealed interface Period {
    record Always() implements Period {}

    record From(LocalDate day) implements Period {}

    /// @param end not included; a period whose end is before its start goes over midnight
    record Daily(LocalTime start, LocalTime end) implements Period {}

    default boolean includes(Instant at) {
      var time = at.atOffset(ZoneOffset.UTC);
      return switch (this) {
        case Always() -> true;
        case From(var day) -> !time.toLocalDate().isBefore(day);
        case Daily(var start, var end) -> isBetween(time.toLocalTime(), start, end);
      };
    }

    private static boolean isBetween(LocalTime time, LocalTime start, LocalTime end) {
      return end.isBefore(start)
          ? !time.isBefore(start) || time.isBefore(end)
          : !time.isBefore(start) && time.isBefore(end);
    }
  }

  record Dated(Period period, Map<Unit, Rate> rates) {}

  /// @param when what a request must say
  record Variant(Map<String, String> when, Period period, Map<Unit, Rate> rates) {}

  /// The values of a condition that some variant has, such as those of `service_tier`.
  Set<String> values(String condition) {
    var values = new LinkedHashSet<String>();
    for (var variant : variants) {
      var value = variant.when().get(condition);
      if (value != null && variant.when().size() == 1) {
        values.add(value);
      }
    }
    return values;
  }

  Map<Unit, Rate> rates(Map<String, String> context, Instant at) {
    var standard = prices.getFirst();
    for (var price : prices) {
      if (price.period().includes(at)) {
        standard = price;
      }
    }
    if (context.isEmpty() || variants.isEmpty()) {
      return standard.rates();
    }
    var special = new LinkedHashMap<Unit, Rate>();
    for (var variant : variants) {
      if (variant.period().includes(at)
          && context.entrySet().containsAll(variant.when().entrySet())) {
        variant.rates().forEach(special::putIfAbsent);
      }
    }
    var result = new LinkedHashMap<>(standard.rates());
    result.putAll(special);
    return result;
  }
}
