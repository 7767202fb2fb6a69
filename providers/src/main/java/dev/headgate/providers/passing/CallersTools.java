package dev.headgate.providers.passing;

import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// How many tools a request in one of OpenAI's dialects has, and how many of them are the
/// provider's own. Filled while the request is read; not thread-safe until then.
public final class CallersTools {
  private static final Set<String> CALLERS = Set.of("function", "custom");

  private int all;
  private int hosted;

  /// Reads `tools` to its end.
  public void read(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      all++;
      hosted += CALLERS.contains(typeOf(parser)) ? 0 : 1;
    }
  }

  /// One that stands elsewhere is the provider's own.
  public void addHosted() {
    hosted++;
  }

  public int all() {
    return all;
  }

  public int hosted() {
    return hosted;
  }

  private static String typeOf(JsonParser parser) {
    var type = "";
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return type;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var isType = parser.currentName().equals("type");
      if (parser.nextToken() == JsonToken.VALUE_STRING && isType) {
        type = parser.getString();
      } else {
        parser.skipChildren();
      }
    }
    return type;
  }
}
