package dev.headgate.server.http;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/// JSON as tokens, strict: UTF-8 only, no duplicate keys, bounded depth.
public final class Json {
  /// Deepest nesting that is read.
  public static final int MAX_DEPTH = 256;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE) // bounded by the body's size
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .build();

  private Json() {}

  /// Writes one value.
  @FunctionalInterface
  public interface Writer {
    void write(JsonGenerator out);
  }

  /// Reads one value whose first token is the parser's current one.
  @FunctionalInterface
  public interface Reader<T> {
    T read(JsonParser in);
  }

  public static byte[] bytes(Writer writer) {
    var bytes = new ByteArrayOutputStream(512);
    try (var out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      writer.write(out);
    }
    return bytes.toByteArray();
  }

  /// Reads a body that must be exactly one object.
  public static <T> T readObject(byte[] body, Reader<T> reader) {
    if (body.length == 0) {
      throw new CallFailed(ErrorCode.INVALID_REQUEST, "the body is empty; send a JSON object");
    }
    try (var in = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new CallFailed(
            ErrorCode.INVALID_REQUEST, "the body must be a JSON object, beginning with {");
      }
      var value = reader.read(in);
      if (in.nextToken() != null) {
        throw new CallFailed(
            ErrorCode.INVALID_REQUEST,
            "the body goes on after the end of its JSON object, at byte "
                + in.currentTokenLocation().getByteOffset());
      }
      return value;
    } catch (JacksonException e) {
      throw new CallFailed(
          ErrorCode.INVALID_REQUEST, "the body is not valid JSON: " + reason(e), e);
    }
  }

  /// Moves on to the value of the object's next property, and returns the property's name; null at
  /// the object's end. A property whose value is null counts as absent.
  public static @Nullable String nextProperty(JsonParser in) {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      var name = in.currentName();
      if (in.nextToken() != JsonToken.VALUE_NULL) {
        return name;
      }
    }
    return null;
  }

  /// The value at the parser's current token as plain maps, lists, texts, numbers and booleans. A
  /// key whose value is null is left out.
  ///
  /// @param path of the value, for messages
  public static Object readPlain(JsonParser in, String path) {
    return switch (in.currentToken()) {
      case START_OBJECT -> readMap(in, path);
      case START_ARRAY -> {
        var items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(readPlain(in, path + "[" + items.size() + "]"));
        }
        yield items;
      }
      case VALUE_STRING -> in.getString();
      case VALUE_NUMBER_INT ->
          in.getNumberValue() instanceof BigInteger big ? big : (Object) in.getLongValue();
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> throw CallFailed.invalid(path, "\"" + path + "\" must not be null");
    };
  }

  /// The object at the parser's current token.
  public static Map<String, Object> readMap(JsonParser in, String path) {
    var map = new LinkedHashMap<String, Object>();
    for (var name = nextProperty(in); name != null; name = nextProperty(in)) {
      map.put(name, readPlain(in, path + "." + name));
    }
    return map;
  }

  /// The text at the parser's current token.
  public static String requireText(JsonParser in, String path) {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw CallFailed.invalid(path, "\"" + path + "\" must be a text");
    }
    return in.getString();
  }

  /// The truth value at the parser's current token; null counts as false.
  public static boolean requireBoolean(JsonParser in, String path) {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      case null, default ->
          throw CallFailed.invalid(path, "\"" + path + "\" must be true or false");
    };
  }

  private static String reason(JacksonException e) {
    var at = e.getLocation();
    var where = at == null || at.getByteOffset() < 0 ? "" : ", at byte " + at.getByteOffset();
    return what(e) + where;
  }

  // The parser's own words are about the parser; a caller needs to know what to mend.
  private static String what(JacksonException e) {
    return switch (e) {
      case UnexpectedEndOfInputException _ -> "it ends before its object is closed";
      case StreamConstraintsException _ ->
          "it nests deeper than %d levels, or has a number or name that is too long"
              .formatted(MAX_DEPTH);
      default ->
          String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")
              ? "an object has the same key twice"
              : "send one object in UTF-8, with quoted keys and texts; mend what stands there";
    };
  }
}
