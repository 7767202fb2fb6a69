package dev.headgate.providers.gemini;

import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Google's own schemas, a subset of OpenAPI 3.0 with types in capitals, and JSON Schema.
final class Schemas {
  private static final Set<String> OWN_WORDS =
      Set.of(
          "type",
          "format",
          "title",
          "description",
          "nullable",
          "default",
          "items",
          "minItems",
          "maxItems",
          "enum",
          "properties",
          "propertyOrdering",
          "required",
          "minProperties",
          "maxProperties",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "pattern",
          "example",
          "anyOf");

  private Schemas() {}

  /// A schema of Google's as JSON Schema.
  static Json.Obj toJsonSchema(Json.Obj own) {
    var members = new LinkedHashMap<String, Json>();
    own.members()
        .forEach((name, value) -> {
          switch (name) {
            case "type" -> members.put(name, lower(value));
            case "properties" -> members.put(name, each(value));
            case "items" -> members.put(name, inner(value));
            case "any_of", "anyOf" -> members.put("anyOf", elements(value));
            case "nullable" -> {}
            case "min_items" -> members.put("minItems", number(value));
            case "max_items" -> members.put("maxItems", number(value));
            case "minItems",
                "maxItems",
                "minLength",
                "maxLength",
                "minProperties",
                "maxProperties" ->
                members.put(name, number(value));
            case "property_ordering" -> members.put("propertyOrdering", value);
            default -> members.put(name, value);
          }
        });
    if (own.isTrue("nullable") && members.get("type") instanceof Json.Text type) {
      members.put("type", new Json.Arr(List.of(type, new Json.Text("null"))));
    }
    return new Json.Obj(members);
  }

  /// Whether Google's own words suffice, which older models ask for.
  static boolean isOwn(Json value) {
    if (!(value instanceof Json.Obj schema)) {
      return false;
    }
    return OWN_WORDS.containsAll(schema.members().keySet())
        && (!schema.has("type") || schema.text("type").isPresent())
        && schema.array("enum").stream().allMatch(it -> it instanceof Json.Text)
        && schema.array("anyOf").stream().allMatch(Schemas::isOwn)
        && (!schema.has("items") || isOwn(schema.object("items")))
        && schema.object("properties").members().values().stream().allMatch(Schemas::isOwn);
  }

  private static Json inner(Json value) {
    return value instanceof Json.Obj object ? toJsonSchema(object) : value;
  }

  private static Json each(Json value) {
    if (!(value instanceof Json.Obj object)) {
      return value;
    }
    var members = new LinkedHashMap<String, Json>();
    object.members().forEach((name, schema) -> members.put(name, inner(schema)));
    return new Json.Obj(members);
  }

  private static Json elements(Json value) {
    if (!(value instanceof Json.Arr(var all))) {
      return value;
    }
    var schemas = new ArrayList<Json>();
    all.forEach(schema -> schemas.add(inner(schema)));
    return new Json.Arr(schemas);
  }

  private static Json lower(Json type) {
    return type instanceof Json.Text(var text)
        ? new Json.Text(text.toLowerCase(Locale.ROOT))
        : type;
  }

  // 64-bit numbers may come as texts.
  private static Json number(Json value) {
    return value instanceof Json.Text(var text)
            && !text.isEmpty()
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? new Json.Num(text)
        : value;
  }
}
