package dev.headgate.contracts;

import dev.headgate.kernel.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The kernel's JSON as the library's, and back.
final class Nodes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int LONG_DIGITS = 18;

  private Nodes() {}

  static JsonNode of(Json value) {
    return switch (value) {
      case Json.Obj(var members) -> {
        var object = NODES.objectNode();
        members.forEach((name, member) -> object.set(name, of(member)));
        yield object;
      }
      case Json.Arr(var elements) -> {
        var array = NODES.arrayNode(elements.size());
        elements.forEach(element -> array.add(of(element)));
        yield array;
      }
      case Json.Text(var text) -> NODES.stringNode(text);
      case Json.Num(var literal) -> number(literal);
      case Json.Bool(var truth) -> NODES.booleanNode(truth);
      case Json.Null _ -> NODES.nullNode();
    };
  }

  private static JsonNode number(String literal) {
    for (int i = 0; i < literal.length(); i++) {
      var c = literal.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        var number = Double.parseDouble(literal);
        return Double.isFinite(number)
            ? NODES.numberNode(number)
            : NODES.numberNode(new BigDecimal(literal));
      }
    }
    if (literal.length() <= LONG_DIGITS) {
      var number = Long.parseLong(literal);
      return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
    }
    return NODES.numberNode(new BigInteger(literal));
  }

  /// How many values it has, those within values included.
  static int size(JsonNode node) {
    var size = 1;
    for (var inner : node) {
      size += size(inner);
    }
    return size;
  }

  static Json.Obj object(JsonNode node) {
    var members = new LinkedHashMap<String, Json>();
    node.properties().forEach(member -> members.put(member.getKey(), json(member.getValue())));
    return new Json.Obj(members);
  }

  private static Json json(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT, POJO -> object(node);
      case ARRAY -> new Json.Arr(node.valueStream().map(Nodes::json).toList());
      case STRING, BINARY -> new Json.Text(node.stringValue());
      case NUMBER -> new Json.Num(node.toString());
      case BOOLEAN -> Json.of(node.booleanValue());
      case NULL, MISSING -> Json.NULL;
    };
  }
}
