package dev.headgate.runtime.contracts;

import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// JSON as compact text, and plain values as JSON.
public final class JsonTexts {
  private JsonTexts() {}

  public static String write(Json value) {
    var out = new StringBuilder(256);
    write(value, out);
    return out.toString();
  }

  private static void write(Json value, StringBuilder out) {
    switch (value) {
      case Json.Obj(var members) -> {
        out.append('{');
        var isFirst = true;
        for (var member : members.entrySet()) {
          if (!isFirst) {
            out.append(',');
          }
          isFirst = false;
          quoted(member.getKey(), out);
          out.append(':');
          write(member.getValue(), out);
        }
        out.append('}');
      }
      case Json.Arr(var elements) -> {
        out.append('[');
        for (var i = 0; i < elements.size(); i++) {
          if (i > 0) {
            out.append(',');
          }
          write(elements.get(i), out);
        }
        out.append(']');
      }
      case Json.Text(var text) -> quoted(text, out);
      case Json.Num(var literal) -> out.append(literal);
      case Json.Bool(var truth) -> out.append(truth);
      case Json.Null _ -> out.append("null");
    }
  }

  private static void quoted(String text, StringBuilder out) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }

  static String prose(Json value) {
    var out = new StringBuilder();
    prose(value, out);
    return out.toString();
  }

  private static void prose(Json value, StringBuilder out) {
    switch (value) {
      case Json.Obj(var members) -> members.values().forEach(member -> prose(member, out));
      case Json.Arr(var elements) -> elements.forEach(element -> prose(element, out));
      case Json.Text(var text) -> out.append(text).append('\n');
      case Json.Num _, Json.Bool _, Json.Null _ -> {}
    }
  }

  /// @param value of maps, lists, texts, numbers and booleans
  static Json of(@Nullable Object value) {
    return switch (value) {
      case null -> Json.NULL;
      case Map<?, ?> map -> {
        var members = new LinkedHashMap<String, Json>();
        map.forEach((name, member) -> members.put(String.valueOf(name), of(member)));
        yield new Json.Obj(members);
      }
      case List<?> list -> {
        var elements = new ArrayList<Json>();
        list.forEach(element -> elements.add(of(element)));
        yield new Json.Arr(elements);
      }
      case Boolean truth -> Json.of(truth);
      case Number number -> new Json.Num(number.toString());
      default -> new Json.Text(value.toString());
    };
  }
}
