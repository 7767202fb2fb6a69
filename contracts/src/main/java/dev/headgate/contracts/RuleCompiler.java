package dev.headgate.contracts;

import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Works out what of a schema can be judged while a document is written. What it does not know it
/// leaves to the library, at the end of the value. One use.
final class RuleCompiler {
  /// A schema with more subschemas is judged only as a whole.
  private static final int MAX_RULES = 20_000;

  private static final Pattern DIALECT = Pattern.compile("https?://json-schema\\.org/");

  /// What needs no judgement at the end of a value, because it is judged here or says nothing.
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "properties",
          "additionalProperties",
          "required",
          "items",
          "prefixItems",
          "maxItems",
          "minItems",
          "maxLength",
          "minLength",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "maxProperties",
          "minProperties",
          "$ref",
          "allOf",
          "$defs",
          "definitions",
          "title",
          "description",
          "default",
          "examples",
          "example",
          "$schema",
          "$comment",
          "deprecated",
          "readOnly",
          "writeOnly");

  private static final Map<String, Kind> KINDS =
      Map.of(
          "object", Kind.OBJECT,
          "array", Kind.ARRAY,
          "string", Kind.STRING,
          "number", Kind.NUMBER,
          "integer", Kind.NUMBER,
          "boolean", Kind.BOOLEAN,
          "null", Kind.NULL);

  private final com.networknt.schema.Schema library;
  private final JsonNode root;
  private final boolean isModern;
  private final boolean isDynamic;
  private final Map<List<String>, Rule> rules = new HashMap<>();

  private RuleCompiler(com.networknt.schema.Schema library) {
    this.library = library;
    this.root = library.getSchemaNode();
    var dialect = root.path("$schema").asString("2020-12");
    // Before 2019-09 nothing beside a $ref counted.
    isModern = dialect.contains("2020-12") || dialect.contains("2019-09");
    var text = root.toString();
    isDynamic =
        text.contains("\"$dynamicRef\"")
            || text.contains("\"$recursiveRef\"")
            || text.contains("$vocabulary");
  }

  static Rule compile(com.networknt.schema.Schema library) {
    var dialect = library.getSchemaNode().path("$schema").asString("https://json-schema.org/");
    if (!DIALECT.matcher(dialect).lookingAt()) {
      return new Rule(); // words of its own, which may mean something else
    }
    var compiler = new RuleCompiler(library);
    var rule = compiler.rule(compiler.root, List.of());
    return compiler.rules.size() > MAX_RULES ? new Rule() : rule;
  }

  private Rule rule(JsonNode schema, List<String> at) {
    var known = rules.get(at);
    if (known != null) {
      return known;
    }
    var rule = new Rule();
    rules.put(at, rule);
    if (schema.isBoolean()) {
      rule.isNever = !schema.booleanValue();
    } else if (schema.isObject() && rules.size() <= MAX_RULES) {
      fill(rule, schema, at);
    }
    return rule;
  }

  private void fill(Rule rule, JsonNode schema, List<String> at) {
    if (!at.isEmpty() && hasOwnBase(schema)) {
      rule.whole = library(at); // its references have another base
      return;
    }
    if (schema.has("$ref") && !isModern) {
      reference(rule, schema.get("$ref"), at);
      return;
    }
    var isWhole = KNOWN.containsAll(schema.propertyNames());
    isWhole &= !schema.has("$ref") || reference(rule, schema.get("$ref"), at);
    isWhole &= allOf(rule, schema, at);
    kinds(rule, schema);
    isWhole |= values(rule, schema) && onlyAdds(schema, "enum", "const");
    bounds(rule, schema);
    isWhole &= members(rule, schema, at);
    isWhole &= elements(rule, schema, at);
    if (!isWhole && !at.isEmpty()) {
      rule.whole = library(at);
    }
  }

  private static boolean onlyAdds(JsonNode schema, String... judged) {
    var names = new HashSet<>(schema.propertyNames());
    names.removeAll(KNOWN);
    names.removeAll(Set.of(judged));
    return names.isEmpty() && !schema.has("$ref") && !schema.has("allOf");
  }

  private com.networknt.schema.@Nullable Schema library(List<String> at) {
    if (isDynamic) {
      return null; // what it means depends on who refers to it
    }
    var path = new NodePath(PathType.JSON_POINTER);
    for (var step : at) {
      path = path.append(step);
    }
    try {
      var found = library.getRefSchema(path);
      found.initializeValidators();
      return found;
    } catch (RuntimeException _) {
      return null; // judged with the whole
    }
  }

  /// Returns whether the reference was followed.
  private boolean reference(Rule rule, JsonNode reference, List<String> at) {
    var target = reference.asString("");
    if (target.equals("#") || target.startsWith("#/")) {
      var steps = steps(target);
      JsonNode found = root;
      for (var i = 0; i < steps.size() && found != null; i++) {
        if (i > 0 && hasOwnBase(found)) {
          found = null;
        } else {
          found = found.isArray() ? element(found, steps.get(i)) : found.get(steps.get(i));
        }
      }
      if (found != null && !isInsideOther(at)) {
        rule.also.add(rule(found, steps));
        return true;
      }
    }
    rule.whole = at.isEmpty() ? null : library(at);
    return false;
  }

  private boolean hasOwnBase(JsonNode schema) {
    return schema.has("$id") || (!isModern && schema.has("id"));
  }

  private boolean isInsideOther(List<String> at) {
    JsonNode node = root;
    for (var i = 0; i < at.size() && node != null; i++) {
      node = node.isArray() ? element(node, at.get(i)) : node.get(at.get(i));
      if (i > 0 && node != null && node.isObject() && hasOwnBase(node)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable JsonNode element(JsonNode array, String index) {
    try {
      return array.get(Integer.parseInt(index));
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static List<String> steps(String target) {
    var steps = new ArrayList<String>();
    if (target.length() > 1) {
      for (var step : target.substring(2).split("/", -1)) {
        var decoded = step.replace("+", "%2B");
        try {
          decoded = URLDecoder.decode(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
          decoded = step;
        }
        steps.add(decoded.replace("~1", "/").replace("~0", "~"));
      }
    }
    return List.copyOf(steps);
  }

  private boolean allOf(Rule rule, JsonNode schema, List<String> at) {
    var all = schema.get("allOf");
    if (all == null || !all.isArray()) {
      return all == null;
    }
    for (var i = 0; i < all.size(); i++) {
      rule.also.add(rule(all.get(i), plus(at, "allOf", Integer.toString(i))));
    }
    return true;
  }

  private static List<String> plus(List<String> at, String... steps) {
    var path = new ArrayList<>(at);
    path.addAll(List.of(steps));
    return List.copyOf(path);
  }

  private static void kinds(Rule rule, JsonNode schema) {
    var type = schema.get("type");
    if (type == null) {
      return;
    }
    var kinds = 0;
    var names = new HashSet<String>();
    if (type.isArray()) {
      type.forEach(name -> names.add(name.asString("")));
    } else {
      names.add(type.asString(""));
    }
    for (var name : names) {
      var kind = KINDS.get(name);
      if (kind == null) {
        return; // a word of no dialect; the library knows what to make of it
      }
      kinds |= kind.bit();
    }
    rule.kinds = kinds;
    rule.wholeNumbers = names.contains("integer") && !names.contains("number");
  }

  /// Returns whether they are judged here to the end.
  private static boolean values(Rule rule, JsonNode schema) {
    var values = new ArrayList<JsonNode>();
    var options = schema.get("enum");
    if (options != null && options.isArray()) {
      options.forEach(values::add);
    } else if (schema.has("const")) {
      values.add(schema.get("const"));
    } else {
      return false;
    }
    var kinds = 0;
    var texts = new ArrayList<String>();
    var isSimple = !(schema.has("enum") && schema.has("const"));
    for (var value : values) {
      var kind = kind(value);
      kinds |= kind.bit();
      if (kind == Kind.STRING) {
        texts.add(value.stringValue());
      } else {
        isSimple &= kind == Kind.NULL;
      }
    }
    rule.kinds &= kinds;
    rule.texts = List.copyOf(texts);
    return isSimple;
  }

  private static Kind kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT, POJO -> Kind.OBJECT;
      case ARRAY -> Kind.ARRAY;
      case STRING, BINARY -> Kind.STRING;
      case NUMBER -> Kind.NUMBER;
      case BOOLEAN -> Kind.BOOLEAN;
      case NULL, MISSING -> Kind.NULL;
    };
  }

  private static void bounds(Rule rule, JsonNode schema) {
    rule.minLength = count(schema, "minLength", 0);
    rule.maxLength = count(schema, "maxLength", Long.MAX_VALUE);
    rule.minCount = count(schema, "minItems", 0);
    rule.maxItems = count(schema, "maxItems", Long.MAX_VALUE);
    rule.minMembers = count(schema, "minProperties", 0);
    rule.maxMembers = count(schema, "maxProperties", Long.MAX_VALUE);
    var minimum = number(schema, "minimum");
    var above = number(schema, "exclusiveMinimum");
    rule.aboveMinimum = above != null && (minimum == null || above.compareTo(minimum) >= 0);
    rule.minimum = rule.aboveMinimum ? above : minimum;
    var maximum = number(schema, "maximum");
    var below = number(schema, "exclusiveMaximum");
    rule.belowMaximum = below != null && (maximum == null || below.compareTo(maximum) <= 0);
    rule.maximum = rule.belowMaximum ? below : maximum;
  }

  private static long count(JsonNode schema, String name, long otherwise) {
    var value = schema.get(name);
    return value != null && value.isNumber() && value.doubleValue() >= 0
        ? (long) Math.min(value.doubleValue(), 1e15)
        : otherwise;
  }

  private static @Nullable BigDecimal number(JsonNode schema, String name) {
    var value = schema.get(name);
    return value != null && value.isNumber() && Double.isFinite(value.doubleValue())
        ? value.decimalValue()
        : null;
  }

  private boolean members(Rule rule, JsonNode schema, List<String> at) {
    var isWhole = true;
    var required = schema.get("required");
    if (required != null && required.isArray()) {
      var names = new HashSet<String>();
      required.forEach(name -> names.add(name.asString("")));
      rule.required = Set.copyOf(names);
    } else if (required != null) {
      isWhole = false;
    }
    var properties = schema.get("properties");
    if (properties != null && properties.isObject()) {
      var named = new HashMap<String, Rule>();
      properties
          .properties()
          .forEach(property ->
              named.put(
                  property.getKey(),
                  rule(property.getValue(), plus(at, "properties", property.getKey()))));
      rule.properties = Map.copyOf(named);
    }
    var others = schema.get("additionalProperties");
    if (others != null && !schema.has("patternProperties")) {
      rule.otherMembers = rule(others, plus(at, "additionalProperties"));
      rule.hasOnlyItsProperties = rule.otherMembers.isNever;
    }
    return isWhole;
  }

  private boolean elements(Rule rule, JsonNode schema, List<String> at) {
    var items = schema.get("items");
    var first = schema.get("prefixItems");
    var is2020 = isModern && !root.path("$schema").asString("").contains("2019-09");
    if (first != null && is2020 && first.isArray()) {
      var rules = new ArrayList<Rule>();
      for (var i = 0; i < first.size(); i++) {
        rules.add(rule(first.get(i), plus(at, "prefixItems", Integer.toString(i))));
      }
      rule.firstItems = List.copyOf(rules);
    }
    if (items != null && !items.isArray()) {
      if (first == null || is2020) {
        rule.items = rule(items, plus(at, "items"));
      } else {
        return false;
      }
    }
    return items == null || !items.isArray();
  }
}
