package dev.headgate.runtime.contracts;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A schema in the words that every provider knows which can hold a model to one: what it says of a
/// document's form, without bounds and conditions. Objects are closed, since a model needs no
/// members of its own making. What follows the full schema need not follow this one and the other
/// way around: it only guides the model, and the full schema is checked here.
final class ProviderSchema {
  // Beyond that providers refuse a schema, or take long to prepare it.
  private static final int MAX_DEPTH = 10;
  private static final int MAX_SCHEMAS = 500;

  private static final Set<String> KEPT = Set.of("type", "enum", "const", "description", "title");

  /// The schema says what a provider has no word for.
  private static final class Untranslatable extends Exception {
    private static final long serialVersionUID = 1;

    Untranslatable() {
      super(null, null, false, false);
    }
  }

  private boolean isStrict = true;
  private int count;

  private ProviderSchema() {}

  /// What to ask for, [OutputFormat.Unsaid] if the schema cannot be said to providers.
  static OutputFormat format(String name, Json.Obj schema) {
    var translation = new ProviderSchema();
    try {
      if (!schema.text("type").filter("object"::equals).isPresent()) {
        return new OutputFormat.Unsaid();
      }
      var translated = (Json.Obj) translation.schema(schema, 0);
      if (schema.members().get("$defs") instanceof Json.Obj(var definitions)) {
        var each = new LinkedHashMap<String, Json>();
        for (var definition : definitions.entrySet()) {
          each.put(definition.getKey(), translation.schema(definition.getValue(), 1));
        }
        translated = translated.with("$defs", new Json.Obj(each));
      }
      return new OutputFormat.Schema(name, "", translated, translation.isStrict, Extras.NONE);
    } catch (Untranslatable _) {
      return new OutputFormat.Unsaid();
    }
  }

  private Json schema(Json value, int depth) throws Untranslatable {
    if (!(value instanceof Json.Obj schema) || depth > MAX_DEPTH || ++count > MAX_SCHEMAS) {
      throw new Untranslatable();
    }
    var said = new LinkedHashMap<String, Json>();
    schema
        .members()
        .forEach((word, meaning) -> {
          if (KEPT.contains(word)) {
            said.put(word, meaning);
          }
        });
    var reference = schema.text("$ref").orElse("");
    if (reference.startsWith("#/$defs/")) {
      return Json.Obj.of("$ref", new Json.Text(reference));
    }
    var options = new ArrayList<Json>(schema.array("anyOf"));
    options.addAll(schema.array("oneOf"));
    if (!options.isEmpty()) {
      said.remove("type");
      said.put("anyOf", each(options, depth));
      return new Json.Obj(said);
    }
    var kinds = kinds(schema);
    if (kinds.isEmpty() && !schema.has("enum") && !schema.has("const")) {
      throw new Untranslatable();
    }
    if (kinds.contains("object")) {
      object(schema, said, depth);
    }
    if (kinds.contains("array")) {
      if (!schema.has("items") || schema.has("prefixItems")) {
        throw new Untranslatable();
      }
      said.put("items", schema(schema.members().getOrDefault("items", Json.NULL), depth + 1));
    }
    return new Json.Obj(said);
  }

  private Json.Arr each(List<Json> schemas, int depth) throws Untranslatable {
    var each = new ArrayList<Json>();
    for (var one : schemas) {
      each.add(schema(one, depth + 1));
    }
    return new Json.Arr(each);
  }

  private static Set<String> kinds(Json.Obj schema) {
    var one = schema.text("type");
    if (one.isPresent()) {
      return Set.of(one.get());
    }
    var kinds = new java.util.HashSet<String>();
    for (var kind : schema.array("type")) {
      if (kind instanceof Json.Text(var name)) {
        kinds.add(name);
      }
    }
    return kinds;
  }

  private void object(Json.Obj schema, Map<String, Json> said, int depth) throws Untranslatable {
    var properties = schema.object("properties");
    var others = schema.members().get("additionalProperties");
    if (properties.isEmpty() || schema.has("patternProperties") || others instanceof Json.Obj) {
      throw new Untranslatable();
    }
    var named = new LinkedHashMap<String, Json>();
    for (var property : properties.members().entrySet()) {
      named.put(property.getKey(), schema(property.getValue(), depth + 1));
    }
    var required = schema.array("required");
    for (var name : required) {
      if (!(name instanceof Json.Text(var text)) || !named.containsKey(text)) {
        throw new Untranslatable();
      }
    }
    isStrict &= required.size() == named.size();
    said.put("properties", new Json.Obj(named));
    said.put("required", new Json.Arr(required));
    said.put("additionalProperties", Json.FALSE);
  }
}
