package dev.headgate.server.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What a house answered, as the admin routes write it, and its parts by name. A part that is
/// absent reads as an empty one: an older server may not send it.
record JsonObject(String text, Map<String, ?> parts) {
  private static final JsonFactory JSON = new JsonFactory();

  /// Writes one object with `writer`, which adds properties only.
  static JsonObject of(Consumer<JsonGenerator> writer) {
    var bytes = new ByteArrayOutputStream(512);
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      writer.accept(json);
      json.writeEndObject();
    }
    return parse(bytes.toByteArray());
  }

  /// Reads one object in UTF-8.
  static JsonObject parse(byte[] text) {
    return parse(new String(text, StandardCharsets.UTF_8));
  }

  /// Reads one object; anything else is an `IllegalArgumentException`.
  static JsonObject parse(String text) {
    try (var json = JSON.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      if (read(json) instanceof Map<?, ?> map) {
        return new JsonObject(text.strip(), named(map));
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("not a JSON object");
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

  private static Map<String, ?> named(Map<?, ?> map) {
    var named = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  private static @Nullable Object read(JsonParser json) {
    var token = json.currentToken();
    if (token == null) {
      throw new IllegalArgumentException("empty");
    }
    return switch (token) {
      case START_OBJECT -> readObject(json);
      case START_ARRAY -> readArray(json);
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> readObject(JsonParser json) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      map.put(name, read(json));
    }
    return map;
  }

  private static List<@Nullable Object> readArray(JsonParser json) {
    var list = new ArrayList<@Nullable Object>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(json));
    }
    return list;
  }
}
