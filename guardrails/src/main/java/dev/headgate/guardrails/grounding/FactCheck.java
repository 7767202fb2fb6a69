package dev.headgate.guardrails.grounding;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What in a claim the documents do not have, whatever else they say.
///
/// @param claimed what the claim has to say for itself
record FactCheck(Facts claimed, List<String> numbers, List<String> dates, List<String> names) {
  /// A span that says so much of a claim, and says it the other way round, denies it.
  private static final double NEARLY_SAME = 0.75;

  static FactCheck of(List<Word> words, Passages passages) {
    var claimed = Facts.of(words);
    var numbers = new ArrayList<String>();
    for (var amount : claimed.numbers()) {
      if (!passages.has(amount)) {
        numbers.add(amount.text());
      }
    }
    var dates = new ArrayList<String>();
    for (var readings : claimed.dates()) {
      if (!passages.has(readings)) {
        dates.add(readings.getFirst().text());
      }
    }
    var names = new ArrayList<String>();
    for (var name : claimed.names()) {
      if (!passages.hasName(name)) {
        names.add(name.text());
      }
    }
    return new FactCheck(claimed, numbers, dates, names);
  }

  /// Whether the documents have all of it.
  boolean passes() {
    return numbers.isEmpty() && dates.isEmpty() && names.isEmpty();
  }

  /// What is missing, such as `number 45`; empty if nothing is.
  String why() {
    if (!numbers.isEmpty()) {
      return "number " + numbers.getFirst();
    }
    if (!dates.isEmpty()) {
      return "date " + dates.getFirst();
    }
    return names.isEmpty() ? "" : "name " + names.getFirst();
  }

  /// Whether a span says nearly the same and denies it.
  boolean isDeniedBy(Passages.Span span, Set<String> stems, double coverage) {
    return coverage >= NEARLY_SAME
        && Facts.turns(claimed, stems, span.facts(), span.stems()) % 2 == 1;
  }
}
