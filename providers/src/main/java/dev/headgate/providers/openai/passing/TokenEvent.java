package dev.headgate.providers.openai.passing;

import dev.headgate.providers.wire.JsonBytes;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Whether an event of a stream holds a piece of the answer: text, thought, a tool call or an end.
/// Asked of the first events only.
final class TokenEvent {
  private TokenEvent() {}

  /// @param data the JSON of an event
  static boolean isToken(byte[] data, int length) {
    try (var parser = JsonBytes.parser(data, 0, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var isChoices = parser.currentName().equals("choices");
        if (parser.nextToken() == JsonToken.START_ARRAY && isChoices && hasToken(parser)) {
          return true;
        }
        parser.skipChildren();
      }
      return false;
    } catch (JacksonException _) {
      return false;
    }
  }

  private static boolean hasToken(JsonParser choices) {
    while (choices.nextToken() == JsonToken.START_OBJECT) {
      while (choices.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = choices.currentName();
        var value = choices.nextToken();
        if (name.equals("finish_reason") && value == JsonToken.VALUE_STRING) {
          return true;
        }
        if (name.equals("text")
            && value == JsonToken.VALUE_STRING
            && !choices.getString().isEmpty()) {
          return true;
        }
        if (name.equals("delta") && value == JsonToken.START_OBJECT) {
          if (saysSomething(choices)) {
            return true;
          }
        } else {
          choices.skipChildren();
        }
      }
    }
    return false;
  }

  private static boolean saysSomething(JsonParser delta) {
    while (delta.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = delta.currentName();
      var value = delta.nextToken();
      var empty =
          value == JsonToken.VALUE_NULL
              || (value == JsonToken.VALUE_STRING && delta.getString().isEmpty());
      if (!name.equals("role") && !empty) {
        return true;
      }
      delta.skipChildren();
    }
    return false;
  }
}
