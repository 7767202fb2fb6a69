package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/// `outputConfig.textFormat`, in both directions.
final class FormatWords {
  static final String CONFIG = "outputConfig";
  static final String FORMAT = "textFormat";

  private FormatWords() {}

  static OutputFormat read(Json.Obj body) {
    var format = schema(body);
    var text = format.text("schema").flatMap(JsonBytes::findObject);
    if (text.isEmpty()) {
      return new OutputFormat.Unsaid();
    }
    return new OutputFormat.Schema(
        format.text("name").orElse(""),
        format.text("description").orElse(""),
        text.get(),
        null,
        Carried.of(format, BEDROCK, "name", "description", "schema"));
  }

  /// The body without what [#read] has understood.
  static Json.Obj withoutRead(Json.Obj body) {
    if (read(body) instanceof OutputFormat.Unsaid) {
      return body;
    }
    var rest = body.object(CONFIG).without(FORMAT);
    return rest.isEmpty() ? body.without(CONFIG) : body.with(CONFIG, rest);
  }

  private static Json.Obj schema(Json.Obj body) {
    return body.object(CONFIG).object(FORMAT).object("structure").object("jsonSchema");
  }

  /// The value of `outputConfig.textFormat`, if there is one.
  static Json.@Nullable Obj write(OutputFormat format) {
    return switch (format) {
      case OutputFormat.Unsaid _, OutputFormat.PlainText _, OutputFormat.AnyJson _ -> null;
      case OutputFormat.Schema(var name, var description, var schema, _, var extras) ->
          new ObjectBuilder()
              .put("type", "json_schema")
              .put(
                  "structure",
                  Json.Obj.of(
                      "jsonSchema",
                      new ObjectBuilder()
                          .put("schema", JsonBytes.text(schema))
                          .maybe("name", name)
                          .maybe("description", description)
                          .putAll(ForeignWords.own(extras, BEDROCK, "response_format"))
                          .build()))
              .build();
    };
  }
}
