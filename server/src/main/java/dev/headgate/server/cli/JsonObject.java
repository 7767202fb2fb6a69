package dev.headgate.server.cli;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// What a house answered, as the admin routes write it, and its parts by name. A part that is
/// absent reads as an empty one: an older server may not send it.
record JsonObject(String text, Map<String, Object> parts) {
  /// The text of one object; `writer` adds properties only.
  static String write(Consumer<JsonGenerator> writer) {
    var bytes =
        Json.bytes(out -> {
          out.writeStartObject();
          writer.accept(out);
          out.writeEndObject();
        });
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Reads one object; anything else is an `IllegalArgumentException`.
  static JsonObject parse(String text) {
    try {
      var parts =
          Json.readObject(text.getBytes(StandardCharsets.UTF_8), in -> Json.readMap(in, "answer"));
      return new JsonObject(text.strip(), parts);
    } catch (CallFailed e) {
      throw new IllegalArgumentException("not a JSON object", e);
    }
  }

  /// `{"name":[…]}` of objects as they were read.
  static String list(String name, List<JsonObject> items) {
    return items.stream()
        .map(JsonObject::text)
        .collect(Collectors.joining(",", "{\"" + name + "\":[", "]}"));
  }

  boolean has(String name) {
    return parts.get(name) != null;
  }

  String string(String name) {
    var value = parts.get(name);
    return value == null ? "" : String.valueOf(value);
  }

  long integer(String name) {
    return parts.get(name) instanceof Number number ? number.longValue() : 0;
  }

  OptionalDouble number(String name) {
    return parts.get(name) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(parts.get(name));
  }

  JsonObject object(String name) {
    return parts.get(name) instanceof Map<?, ?> map
        ? new JsonObject("", named(map))
        : new JsonObject("", Map.of());
  }

  List<JsonObject> objects(String name) {
    var found = new ArrayList<JsonObject>();
    if (parts.get(name) instanceof List<?> list) {
      for (var item : list) {
        if (item instanceof Map<?, ?> map) {
          found.add(new JsonObject("", named(map)));
        }
      }
    }
    return found;
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    var named = new LinkedHashMap<String, Object>();
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }
}
