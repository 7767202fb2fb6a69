package dev.headgate.evals.recordings;

import dev.headgate.kernel.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Compares a recorded document with a written one, and finds the path of the first difference.
///
/// These are the same, because every provider documents them so or JSON does:
/// - members in another order, a number in another spelling (`1`, `1.0`, `1e0`);
/// - a member that is `null` and one that is absent;
/// - `stream: false` and no `stream`, `is_error: false` and no `is_error`;
/// - an `inferenceConfig`, a `system` or `stopSequences` without an element, and none; `tools: []`
///   or an empty `description` and none;
/// - `content: "x"` and `content: [{"type": "text", "text": "x"}]`, and so for `system`;
/// - `image_url: "x"` and `image_url: {"url": "x"}`;
/// - `stop: "x"` and `stop: ["x"]`; `input: "x"` and `input: ["x"]`, `input: [1]` and `input:
///   [[1]]` of tokens;
/// - `max_tokens` and `max_completion_tokens`, OpenAI's older and newer name of one bound;
/// - texts of JSON in `arguments` that hold the same value.
final class JsonComparison {
  private static final Set<String> CONTENTS = Set.of("content", "system");
  private static final Set<String> FALSE_UNLESS_SAID = Set.of("stream", "is_error");
  private static final Set<String> NOTHING_IF_EMPTY =
      Set.of("tools", "inferenceConfig", "stopSequences", "system");
  private static final Set<String> ONE_OR_MANY = Set.of("stop", "input", "stop_sequences");
  private static final String OLD_MAX_TOKENS = "max_tokens";
  private static final String NEW_MAX_TOKENS = "max_completion_tokens";

  private JsonComparison() {}

  /// The first difference, as `path: recorded …, ours …`; empty if there is none.
  static Optional<String> difference(Json recorded, Json ours) {
    return values("$", "", recorded, ours);
  }

  private static Optional<String> values(
      String path, String name, @Nullable Json recorded, @Nullable Json ours) {
    if (same(name, recorded, ours)) {
      return Optional.empty();
    }
    if (name.equals("image_url") && recorded instanceof Json.Text) {
      return values(path, "", Json.Obj.of("url", recorded), ours);
    }
    if (recorded instanceof Json.Obj one && ours instanceof Json.Obj other) {
      return objects(path, one, other);
    }
    if (name.equals("input") && recorded != null && ours != null) {
      return arrays(path, "", many(recorded), many(ours));
    }
    if (recorded instanceof Json.Arr(var some) && ours instanceof Json.Arr(var others)) {
      return arrays(path, name, some, others);
    }
    if (CONTENTS.contains(name) && recorded != null && ours != null) {
      return contents(path, recorded, ours);
    }
    if (ONE_OR_MANY.contains(name) && recorded != null && ours != null) {
      return arrays(path, name, many(recorded), many(ours));
    }
    return unequal(path, recorded, ours);
  }

  private static Optional<String> objects(String path, Json.Obj recorded, Json.Obj ours) {
    var one = usual(recorded);
    var other = usual(ours);
    var names = new TreeSet<>(one.members().keySet());
    names.addAll(other.members().keySet());
    for (var name : names) {
      var difference =
          values(path + "." + name, name, one.members().get(name), other.members().get(name));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> arrays(
      String path, String name, List<Json> recorded, List<Json> ours) {
    for (int i = 0; i < Math.max(recorded.size(), ours.size()); i++) {
      var difference =
          values(
              path + "[" + i + "]",
              CONTENTS.contains(name) || ONE_OR_MANY.contains(name) ? "" : name,
              i < recorded.size() ? recorded.get(i) : null,
              i < ours.size() ? ours.get(i) : null);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> contents(String path, Json recorded, Json ours) {
    var one = text(recorded);
    return one.isPresent() && one.equals(text(ours))
        ? Optional.empty()
        : unequal(path, recorded, ours);
  }

  /// The text of a content that is one text.
  private static Optional<String> text(Json content) {
    if (content instanceof Json.Text(var text)) {
      return Optional.of(text);
    }
    if (content instanceof Json.Arr(var parts)
        && parts.size() == 1
        && parts.getFirst() instanceof Json.Obj part
        && part.members().size() == 2
        && part.text("type").orElse("").equals("text")) {
      return part.text("text");
    }
    return Optional.empty();
  }

  private static boolean same(String name, @Nullable Json recorded, @Nullable Json ours) {
    if (isAbsent(name, recorded) || isAbsent(name, ours)) {
      return isAbsent(name, recorded) && isAbsent(name, ours);
    }
    if (recorded instanceof Json.Num(var one) && ours instanceof Json.Num(var other)) {
      return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
    }
    if (name.equals("arguments")
        && recorded instanceof Json.Text(var one)
        && ours instanceof Json.Text(var other)) {
      return one.equals(other) || sameJson(one, other);
    }
    return recorded != null
        && recorded.equals(ours)
        && !(recorded instanceof Json.Obj || recorded instanceof Json.Arr);
  }

  private static boolean isAbsent(String name, @Nullable Json value) {
    return value == null
        || value instanceof Json.Null
        || (NOTHING_IF_EMPTY.contains(name)
            && (value.equals(Json.Obj.EMPTY) || value.equals(new Json.Arr(List.of()))))
        || (name.equals("description") && value instanceof Json.Text(var text) && text.isEmpty())
        || (FALSE_UNLESS_SAID.contains(name) && value.equals(Json.FALSE));
  }

  private static boolean sameJson(String one, String other) {
    try {
      return difference(JsonReading.read(one), JsonReading.read(other)).isEmpty();
    } catch (JacksonException _) {
      return false;
    }
  }

  private static Json.Obj usual(Json.Obj object) {
    var newer = object.find(NEW_MAX_TOKENS);
    return newer.isPresent() && object.find(OLD_MAX_TOKENS).isEmpty()
        ? object.without(NEW_MAX_TOKENS).with(OLD_MAX_TOKENS, newer.get())
        : object;
  }

  private static List<Json> many(Json value) {
    return value instanceof Json.Arr(var elements)
            && !(!elements.isEmpty() && elements.getFirst() instanceof Json.Num)
        ? elements
        : List.of(value);
  }

  private static Optional<String> unequal(
      String path, @Nullable Json recorded, @Nullable Json ours) {
    return Optional.of(path + ": recorded " + shown(recorded) + ", ours " + shown(ours));
  }

  private static String shown(@Nullable Json value) {
    var text = value == null ? "nothing" : Canonical.text(value);
    return text.length() > 120 ? text.substring(0, 120) + "…" : text;
  }
}
