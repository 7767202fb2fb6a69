package dev.headgate.providers.catalog;

import java.util.List;
import java.util.regex.Pattern;

/// A test of a model's or provider's name, which is given in lower case.
sealed interface Clause {
  record StartsWith(String text) implements Clause {}

  record EndsWith(String text) implements Clause {}

  record Contains(String text) implements Clause {}

  record Equal(String text) implements Clause {}

  // The patterns are the catalog's own; nobody else can write one.
  record Matches(Pattern pattern) implements Clause {}

  record Any(List<Clause> clauses) implements Clause {}

  record All(List<Clause> clauses) implements Clause {}

  default boolean matches(String name) {
    return switch (this) {
      case StartsWith(var text) -> name.startsWith(text);
      case EndsWith(var text) -> name.endsWith(text);
      case Contains(var text) -> name.contains(text);
      case Equal(var text) -> name.equals(text);
      case Matches(var pattern) -> pattern.matcher(name).find();
      case Any(var clauses) -> clauses.stream().anyMatch(clause -> clause.matches(name));
      case All(var clauses) -> clauses.stream().allMatch(clause -> clause.matches(name));
    };
  }
}
