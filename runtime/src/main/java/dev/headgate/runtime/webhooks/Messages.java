package dev.headgate.runtime.webhooks;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The bodies of messages, as Standard Webhooks has them: `type`, `timestamp`, `data`.
public final class Messages {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private Messages() {}

  /// @param data writes the properties of `data`
  public static byte[] of(String type, long atMillis, Consumer<JsonGenerator> data) {
    var bytes = new ByteArrayOutputStream(512);
    try (var out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      out.writeStringProperty("type", type);
      out.writeStringProperty("timestamp", Instant.ofEpochMilli(atMillis).toString());
      out.writeObjectPropertyStart("data");
      data.accept(out);
      out.writeEndObject();
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
