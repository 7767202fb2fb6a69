package dev.headgate.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What follows the name of a benchmark: `--name value` and `--name`.
record Options(Map<String, String> values) {
  Options {
    values = Map.copyOf(values);
  }

  /// @param known with `=` behind those that take a value
  static Options of(String[] arguments, String... known) {
    var names = Set.of(known);
    var values = new HashMap<String, String>();
    for (int i = 0; i < arguments.length; i++) {
      var name = arguments[i];
      if (names.contains(name)) {
        values.put(name, "");
      } else if (names.contains(name + "=") && i + 1 < arguments.length) {
        values.put(name, arguments[++i]);
      } else {
        throw new IllegalArgumentException(
            "unknown or incomplete: " + name + "; there are " + String.join(" ", known));
      }
    }
    return new Options(values);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Duration seconds(String name, int otherwise) {
    return Duration.ofSeconds(Integer.parseInt(values.getOrDefault(name, "" + otherwise)));
  }

  double number(String name, double otherwise) {
    var value = values.get(name);
    return value == null ? otherwise : Double.parseDouble(value);
  }

  /// The words between commas.
  Set<String> words(String name) {
    var value = values.getOrDefault(name, "");
    return value.isEmpty() ? Set.of() : new LinkedHashSet<>(Arrays.asList(value.split(",", -1)));
  }
}
