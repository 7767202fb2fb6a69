package dev.headgate.server.config;

import dev.headgate.kernel.config.KeyDescription;
import dev.headgate.kernel.config.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Descriptions of keys as a JSON Schema (2020-12), from which editors complete and check files.
final class JsonSchema {
  private static final String NAME = "^[a-z0-9-]{1,64}$";

  private JsonSchema() {}

  static Map<String, Object> of(String title, List<KeyDescription> keys) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.putAll(object(keys));
    return schema;
  }

  private static Map<String, Object> object(List<KeyDescription> keys) {
    var properties = new LinkedHashMap<String, Object>();
    keys.forEach(key -> properties.put(key.key(), property(key)));
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "object");
    schema.put("properties", properties);
    var required = keys.stream().filter(KeyDescription::required).map(KeyDescription::key).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> property(KeyDescription key) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("description", key.doc());
    schema.putAll(type(key));
    if (key.min() != null && key.max() != null) {
      schema.put("minimum", number(key, key.min()));
      schema.put("maximum", number(key, key.max()));
    }
    if (key.defaultText() != null && key.type() != ValueType.TEXTS) {
      schema.put("default", defaultValue(key, key.defaultText()));
    }
    return schema;
  }

  private static Map<String, Object> type(KeyDescription key) {
    return switch (key.type()) {
      case TEXT -> Map.of("type", "string");
      case NAME -> pattern(NAME);
      case TEXTS ->
          Map.of(
              "anyOf",
              List.of(Map.of("type", "string"), typed("array", "items", Map.of("type", "string"))));
      case INTEGER -> Map.of("type", "integer");
      case NUMBER -> Map.of("type", "number");
      case FLAG -> Map.of("type", "boolean");
      case DURATION -> pattern("^\\d{1,12}(\\.\\d{1,9})? ?(ms|s|m|h|d)$");
      case SIZE -> pattern("^\\d{1,11} ?(B|KiB|MiB|GiB)$");
      case CHOICE -> Map.of("enum", key.choices());
      case SECRET -> pattern("^\\$\\{(env|file):[^}]+\\}$");
      case SECTION -> object(key.children());
      case LIST -> typed("array", "items", object(key.children()));
      case MAP -> {
        var schema = typed("object", "propertyNames", Map.of("pattern", NAME));
        schema.put("additionalProperties", object(key.children()));
        yield schema;
      }
      case ANY -> Map.of("type", "object");
      case VALUE -> Map.of();
    };
  }

  private static Map<String, Object> pattern(String pattern) {
    return typed("string", "pattern", pattern);
  }

  private static Map<String, Object> typed(String type, String key, Object value) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", type);
    schema.put(key, value);
    return schema;
  }

  private static Object number(KeyDescription key, double value) {
    return key.type() == ValueType.INTEGER ? (Object) (long) value : (Object) value;
  }

  private static Object defaultValue(KeyDescription key, String text) {
    return switch (key.type()) {
      case INTEGER -> Long.valueOf(text);
      case NUMBER -> Double.valueOf(text);
      case FLAG -> Boolean.valueOf(text);
      case TEXT, NAME, TEXTS, DURATION, SIZE, CHOICE, SECRET, SECTION, LIST, MAP, ANY, VALUE ->
          text;
    };
  }
}
