package dev.headgate.evals.recordings;

import dev.headgate.kernel.json.Json;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// Compares two canonical values, which are records and know by themselves whether they are equal.
final class Canonical {
  private static final int CONTEXT_CHARACTERS = 70;

  private Canonical() {}

  /// Where two values differ; empty if they are equal.
  static Optional<String> difference(Object expected, Object actual) {
    if (Objects.equals(expected, actual)) {
      return Optional.empty();
    }
    var one = expected.toString();
    var other = actual.toString();
    var at = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return Optional.of("expected …%s…, was …%s…".formatted(around(one, at), around(other, at)));
  }

  /// A JSON value for people.
  static String text(Json value) {
    return switch (value) {
      case Json.Obj(var members) ->
          members.entrySet().stream()
              .map(member -> "\"" + member.getKey() + "\":" + text(member.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case Json.Arr(var elements) ->
          elements.stream().map(Canonical::text).collect(Collectors.joining(",", "[", "]"));
      case Json.Text(var text) -> "\"" + text + "\"";
      case Json.Num(var literal) -> literal;
      case Json.Bool(var bool) -> Boolean.toString(bool);
      case Json.Null _ -> "null";
    };
  }

  private static String around(String text, int at) {
    return text.substring(
        Math.max(0, at - CONTEXT_CHARACTERS), Math.min(text.length(), at + CONTEXT_CHARACTERS));
  }
}
