package dev.headgate.providers.wire;

import dev.headgate.kernel.json.Json;
import dev.headgate.kernel.json.Numbers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/// JSON between bytes and values, within limits.
public final class JsonBytes {
  /// Deepest nesting that is read.
  public static final int MAX_DEPTH = 256;

  /// Longest text that is read, in UTF-16 units.
  public static final int MAX_TEXT_CHARACTERS = 16 * 1024 * 1024;

  /// Longest number that is read, in characters.
  public static final int MAX_NUMBER_CHARACTERS = 100;

  /// Numbers in a row from which on they are kept closely packed.
  static final int FEW_NUMBERS = 16;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TEXT_CHARACTERS)
                  .maxNumberLength(MAX_NUMBER_CHARACTERS)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonBytes() {}

  /// Reads one value.
  ///
  /// @throws JacksonException if it is none, or is followed by something
  public static Json read(byte[] bytes, int from, int length) {
    try (var parser = parser(bytes, from, length)) {
      return readAll(parser);
    }
  }

  public static Json read(byte[] bytes) {
    return read(bytes, 0, bytes.length);
  }

  public static JsonParser parser(byte[] bytes) {
    return parser(bytes, 0, bytes.length);
  }

  /// For whoever wants only some of it.
  public static JsonParser parser(byte[] bytes, int from, int length) {
    return FACTORY.createParser(ObjectReadContext.empty(), bytes, from, length);
  }

  /// Reads the text of one value.
  ///
  /// @throws JacksonException if it is none, or is followed by something
  public static Json read(String text) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return readAll(parser);
    }
  }

  /// The text's value if it is an object.
  public static Optional<Json.Obj> findObject(String text) {
    try {
      return read(text) instanceof Json.Obj object ? Optional.of(object) : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  public static byte[] write(Json value) {
    var out = new ByteArrayOutputStream(256);
    try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      write(value, generator);
    }
    return out.toByteArray();
  }

  public static String text(Json value) {
    return new String(write(value), StandardCharsets.UTF_8);
  }

  private static Json readAll(JsonParser parser) {
    parser.nextToken();
    var value = value(parser);
    if (parser.nextToken() != null) {
      throw new StreamReadException(parser, "more than one value");
    }
    return value;
  }

  private static Json value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new Json.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getString());
      case VALUE_TRUE -> Json.TRUE;
      case VALUE_FALSE -> Json.FALSE;
      case VALUE_NULL -> Json.NULL;
      case null, default -> throw new StreamReadException(parser, "no value");
    };
  }

  private static Json object(JsonParser parser) {
    var members = new LinkedHashMap<String, Json>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    return new Json.Obj(members);
  }

  private static Json array(JsonParser parser) {
    var elements = new ArrayList<Json>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
      if (elements.size() == FEW_NUMBERS
          && elements.stream().allMatch(Json.Num.class::isInstance)) {
        return numbers(parser, elements);
      }
    }
    return new Json.Arr(elements);
  }

  // A vector has thousands: an object for each would take five times the space.
  private static Json numbers(JsonParser parser, List<Json> first) {
    var numbers = new Numbers.Growing();
    first.forEach(number -> numbers.add(((Json.Num) number).literal()));
    var token = parser.nextToken();
    while (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      numbers.add(parser.getString());
      token = parser.nextToken();
    }
    if (token == JsonToken.END_ARRAY) {
      return new Json.Arr(numbers.build());
    }
    var elements = new ArrayList<Json>(numbers.build());
    for (; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      elements.add(value(parser));
    }
    return new Json.Arr(elements);
  }

  private static void write(Json value, JsonGenerator out) {
    switch (value) {
      case Json.Obj(var members) -> {
        out.writeStartObject();
        members.forEach((name, member) -> {
          out.writeName(name);
          write(member, out);
        });
        out.writeEndObject();
      }
      case Json.Arr(var elements) -> {
        out.writeStartArray();
        elements.forEach(element -> write(element, out));
        out.writeEndArray();
      }
      case Json.Text(var text) -> out.writeString(text);
      case Json.Num(var literal) -> out.writeNumber(literal);
      case Json.Bool(var bool) -> out.writeBoolean(bool);
      case Json.Null _ -> out.writeNull();
    }
  }
}
