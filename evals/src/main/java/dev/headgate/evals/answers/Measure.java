package dev.headgate.evals.answers;

/// One line of a report.
///
/// @param name in snake case; the key in JSON
/// @param meaning for people
/// @param decimals shown; 0 for a count
public record Measure(String name, double value, int decimals, String meaning) {
  static Measure count(String name, long value, String meaning) {
    return new Measure(name, value, 0, meaning);
  }

  static Measure share(String name, double value, String meaning) {
    return new Measure(name, value, 3, meaning);
  }

  static Measure millis(String name, double value, String meaning) {
    return new Measure(name, value, 1, meaning);
  }
}
