package dev.headgate.providers.openai;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The text in one event of a streamed answer, or in a whole one: the content of the first choice.
final class DeltaText {
  private DeltaText() {}

  /// Empty if there is none.
  ///
  /// @throws tools.jackson.core.JacksonException if it is not JSON
  static String of(byte[] json, int length) {
    var text = "";
    try (var parser = Json.read(json, 0, length)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          var name = parser.currentName();
          var value = parser.nextToken();
          if (name.equals("choices") && value == JsonToken.START_ARRAY) {
            text = ofChoices(parser);
          } else {
            parser.skipChildren();
          }
        }
      }
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
    }
    return text;
  }

  private static String ofChoices(JsonParser parser) {
    var text = new StringBuilder();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      var index = 0;
      var content = "";
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        var value = parser.nextToken();
        if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
          index = parser.getIntValue();
        } else if ((name.equals("delta") || name.equals("message"))
            && value == JsonToken.START_OBJECT) {
          content = ofMessage(parser);
        } else {
          parser.skipChildren();
        }
      }
      if (index == 0) {
        text.append(content);
      }
    }
    return text.toString();
  }

  private static String ofMessage(JsonParser parser) {
    var content = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      var value = parser.nextToken();
      if (name.equals("content") && value == JsonToken.VALUE_STRING) {
        content = parser.getString();
      } else {
        parser.skipChildren();
      }
    }
    return content;
  }
}
