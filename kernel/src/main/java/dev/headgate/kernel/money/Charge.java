package dev.headgate.kernel.money;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who pays for a call.
///
/// @param by the value of every dimension that the call has; only a call's tags are several
/// @param trace id of the call's trace
public record Charge(Map<Dimension, Set<String>> by, String trace) {
  public Charge {
    by = Map.copyOf(by);
  }

  /// The same with one value of a dimension.
  public Charge with(Dimension dimension, String value) {
    var with = new EnumMap<Dimension, Set<String>>(Dimension.class);
    with.putAll(by);
    with.put(dimension, Set.of(value));
    return new Charge(with, trace);
  }

  /// The values of a dimension, none if the call has none.
  public Set<String> of(Dimension dimension) {
    return by.getOrDefault(dimension, Set.of());
  }

  /// The value of a dimension, empty if the call has none.
  public String one(Dimension dimension) {
    var values = List.copyOf(of(dimension));
    return values.isEmpty() ? "" : values.getFirst();
  }
}
