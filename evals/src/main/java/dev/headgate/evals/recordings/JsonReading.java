package dev.headgate.evals.recordings;

import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/// JSON from bytes.
final class JsonReading {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonReading() {}

  /// @throws JacksonException if it is no JSON, or is followed by something
  static Json read(byte[] bytes) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      return all(parser);
    }
  }

  /// @throws JacksonException if it is no JSON, or is followed by something
  static Json read(String text) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return all(parser);
    }
  }

  static Optional<Json.Obj> findObject(byte[] bytes) {
    try {
      return read(bytes) instanceof Json.Obj object ? Optional.of(object) : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static Json all(JsonParser parser) {
    parser.nextToken();
    var value = value(parser);
    if (parser.nextToken() != null) {
      throw new StreamReadException(parser, "more than one value");
    }
    return value;
  }

  private static Json value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var members = new LinkedHashMap<String, Json>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          var name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield new Json.Obj(members);
      }
      case START_ARRAY -> {
        var elements = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield new Json.Arr(elements);
      }
      case VALUE_STRING -> new Json.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getString());
      case VALUE_TRUE -> Json.TRUE;
      case VALUE_FALSE -> Json.FALSE;
      case VALUE_NULL -> Json.NULL;
      case null, default -> throw new StreamReadException(parser, "no value");
    };
  }
}
