package dev.headgate.contracts;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of one subschema can be judged while a value is written. Never stricter than the subschema.
/// Filled once, at load; immutable after that.
final class Rule {
  boolean isNever;
  int kinds = Kind.ALL;
  boolean wholeNumbers;

  /// The texts that are allowed, null for any.
  @Nullable List<String> texts;

  long minLength;
  long maxLength = Long.MAX_VALUE;
  long minCount;
  long maxItems = Long.MAX_VALUE;
  long minMembers;
  long maxMembers = Long.MAX_VALUE;
  @Nullable BigDecimal minimum;
  @Nullable BigDecimal maximum;
  boolean aboveMinimum;
  boolean belowMaximum;
  Map<String, Rule> properties = Map.of();
  @Nullable Rule otherMembers;
  boolean hasOnlyItsProperties;
  Set<String> required = Set.of();
  List<Rule> firstItems = List.of();
  @Nullable Rule items;

  /// Hold of the same value too.
  final List<Rule> also = new ArrayList<>();

  /// Judges what the rest of this cannot, once the value is whole; null if there is no such thing.
  com.networknt.schema.@Nullable Schema whole;

  private @Nullable List<Rule> all;

  /// This and everything that holds of the same value.
  List<Rule> all() {
    if (all == null) {
      Set<Rule> found = Collections.newSetFromMap(new IdentityHashMap<>());
      var inOrder = new ArrayList<Rule>();
      collect(this, found, inOrder);
      all = List.copyOf(inOrder);
    }
    return all;
  }

  private static void collect(Rule rule, Set<Rule> found, List<Rule> inOrder) {
    if (found.add(rule)) {
      inOrder.add(rule);
      rule.also.forEach(other -> collect(other, found, inOrder));
    }
  }
}
