package dev.headgate.kernel.config;

import dev.headgate.kernel.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// How values are written in a declaration: text to value, and back for messages and references.
final class Written {
  // Ten years: no wait or retention is longer, and no arithmetic on it overflows.
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?) ?(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,11}) ?(B|KiB|MiB|GiB)");
  private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d{1,4})?");
  private static final Pattern NOT_TEXT = Pattern.compile("true|false|null|~|" + NUMBER.pattern());
  private static final int SHOWN = 60;

  private Written() {}

  static boolean looksLikeText(Tree.Scalar scalar) {
    return !scalar.plain() || !NOT_TEXT.matcher(scalar.text()).matches();
  }

  static OptionalInt integer(Tree value, int min, int max) {
    if (value instanceof Tree.Scalar(_, var text, var plain)
        && plain
        && INTEGER.matcher(text).matches()) {
      var number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return OptionalInt.of((int) number);
      }
    }
    return OptionalInt.empty();
  }

  static OptionalDouble number(Tree value, double min, double max) {
    if (value instanceof Tree.Scalar(_, var text, var plain)
        && plain
        && NUMBER.matcher(text).matches()) {
      var number = Double.parseDouble(text);
      if (number >= min && number <= max) {
        return OptionalDouble.of(number);
      }
    }
    return OptionalDouble.empty();
  }

  static Optional<Boolean> flag(Tree value) {
    return value instanceof Tree.Scalar(_, var text, var plain)
            && plain
            && (text.equals("true") || text.equals("false"))
        ? Optional.of(text.equals("true"))
        : Optional.empty();
  }

  static Optional<Duration> duration(Tree value) {
    if (!(value instanceof Tree.Scalar scalar)) {
      return Optional.empty();
    }
    var parts = DURATION.matcher(scalar.text());
    if (!parts.matches()) {
      return Optional.empty();
    }
    var unit =
        switch (parts.group(2)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          default -> 86_400_000L;
        };
    var duration = Duration.ofMillis(Math.round(Double.parseDouble(parts.group(1)) * unit));
    return duration.compareTo(LONGEST) <= 0 ? Optional.of(duration) : Optional.empty();
  }

  static OptionalLong size(Tree value) {
    if (!(value instanceof Tree.Scalar scalar)) {
      return OptionalLong.empty();
    }
    var parts = SIZE.matcher(scalar.text());
    if (!parts.matches()) {
      return OptionalLong.empty();
    }
    var shift =
        switch (parts.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 0;
        };
    var count = Long.parseLong(parts.group(1));
    return count <= Long.MAX_VALUE >> shift
        ? OptionalLong.of(count << shift)
        : OptionalLong.empty();
  }

  static Map<String, Object> plainMap(Tree.Mapping mapping) {
    var result = new LinkedHashMap<String, Object>();
    mapping.entries().forEach((key, entry) -> result.put(key, plain(entry.value())));
    return result;
  }

  private static Object plain(Tree value) {
    return switch (value) {
      case Tree.Mapping mapping -> plainMap(mapping);
      case Tree.Sequence sequence -> sequence.items().stream().map(Written::plain).toList();
      case Tree.Scalar(_, var text, var plain) when plain && INTEGER.matcher(text).matches() ->
          Long.valueOf(text);
      case Tree.Scalar(_, var text, var plain) when plain && NUMBER.matcher(text).matches() ->
          Double.valueOf(text);
      case Tree.Scalar(_, var text, var plain) when plain && text.matches("true|false") ->
          Boolean.valueOf(text);
      case Tree.Scalar scalar -> scalar.text();
    };
  }

  static Json json(Tree value) {
    return switch (value) {
      case Tree.Mapping(_, var entries) -> {
        var members = new LinkedHashMap<String, Json>();
        entries.forEach((key, entry) -> members.put(key, json(entry.value())));
        yield new Json.Obj(members);
      }
      case Tree.Sequence(_, var items) -> new Json.Arr(items.stream().map(Written::json).toList());
      case Tree.Scalar(_, var text, var plain) when plain && JSON_NUMBER.matcher(text).matches() ->
          new Json.Num(text);
      case Tree.Scalar(_, var text, var plain) when plain && text.matches("true|false") ->
          Json.of(text.equals("true"));
      case Tree.Scalar(_, var text, var plain) when plain && text.matches("null|~|") -> Json.NULL;
      case Tree.Scalar scalar -> new Json.Text(scalar.text());
    };
  }

  /// A wrong value, for a message.
  static String shown(Tree value) {
    return switch (value) {
      case Tree.Mapping _ -> "keys and values";
      case Tree.Sequence _ -> "a list";
      case Tree.Scalar(_, var text, _) when text.isEmpty() -> "nothing";
      case Tree.Scalar(_, var text, _) ->
          "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "\"";
    };
  }

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String ofSize(long bytes) {
    if (bytes != 0 && bytes % (1L << 30) == 0) {
      return (bytes >> 30) + " GiB";
    }
    if (bytes != 0 && bytes % (1L << 20) == 0) {
      return (bytes >> 20) + " MiB";
    }
    return bytes != 0 && bytes % 1024 == 0 ? (bytes >> 10) + " KiB" : bytes + " B";
  }
}
