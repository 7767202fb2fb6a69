package dev.headgate.providers.passing;

import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonToken;

/// The member `model` of a body that is passed on as it is.
public final class ModelName {
  private static final String MEMBER = "model";

  private ModelName() {}

  /// The model that a body names.
  ///
  /// @throws tools.jackson.core.JacksonException if it is not JSON
  public static Optional<String> find(byte[] body) {
    try (var parser = JsonBytes.parser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          var isModel = parser.currentName().equals(MEMBER);
          if (parser.nextToken() == JsonToken.VALUE_STRING && isModel) {
            return Optional.of(parser.getString());
          }
          parser.skipChildren();
        }
      }
    }
    return Optional.empty();
  }

  /// The body with another model's name and no other change; as it is if it names none.
  ///
  /// @throws tools.jackson.core.JacksonException if it is not JSON
  public static RelayBody replaced(byte[] body, String model) {
    try (var parser = JsonBytes.parser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          var isModel = parser.currentName().equals(MEMBER);
          if (parser.nextToken() == JsonToken.VALUE_STRING && isModel) {
            var from = (int) parser.currentTokenLocation().getByteOffset();
            parser.finishToken();
            var to = (int) parser.currentLocation().getByteOffset();
            return new RelayBody(
                body, List.of(new RelayBody.Edit(from, to, JsonBytes.write(new Json.Text(model)))));
          }
          parser.skipChildren();
        }
      }
    }
    return new RelayBody(body, List.of());
  }
}
