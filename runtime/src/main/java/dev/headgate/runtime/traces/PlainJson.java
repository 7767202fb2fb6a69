package dev.headgate.runtime.traces;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes plain maps, lists, texts, numbers and booleans.
public final class PlainJson {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private PlainJson() {}

  /// The value as UTF-8.
  public static byte[] bytes(Object value) {
    var bytes = new ByteArrayOutputStream(512);
    try (var out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(out, value);
    }
    return bytes.toByteArray();
  }

  static void write(JsonGenerator json, Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        map.forEach((key, item) -> {
          json.writeName(String.valueOf(key));
          write(json, item);
        });
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(item -> write(json, item));
        json.writeEndArray();
      }
      case Boolean flag -> json.writeBoolean(flag);
      case Long number -> json.writeNumber(number);
      case Integer number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case BigInteger number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }
}
