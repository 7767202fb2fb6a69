package dev.headgate.kernel.money;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who pays for a call.
///
/// @param by the value of every dimension that the call has; several of a call's tags, and of its
///   models where one has chosen another
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

  /// The same with one more value of a dimension.
  public Charge and(Dimension dimension, String value) {
    if (of(dimension).contains(value)) {
      return this;
    }
    var values = new HashSet<>(of(dimension));
    values.add(value);
    var and = new EnumMap<Dimension, Set<String>>(Dimension.class);
    and.putAll(by);
    and.put(dimension, Set.copyOf(values));
    return new Charge(and, trace);
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
