package dev.headgate.runtime.pipeline;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// How sure a generated answer says it is: the number `confidence`, 0 to 1, of an answer that is a
/// JSON object.
final class StatedConfidence {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private StatedConfidence() {}

  /// Null if it says nothing.
  static @Nullable Double of(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return null;
    }
    try (var in = JSON.createParser(ObjectReadContext.empty(), text)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        var isConfidence = in.currentName().equals("confidence");
        var value = in.nextToken();
        if (isConfidence && value.isNumeric()) {
          var stated = in.getDoubleValue();
          return stated >= 0 && stated <= 1 ? stated : null;
        }
        in.skipChildren();
      }
      return null;
    } catch (JacksonException _) {
      return null;
    }
  }
}
