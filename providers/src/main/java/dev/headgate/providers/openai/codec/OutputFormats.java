package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/// `response_format`.
final class OutputFormats {
  private static final Dialect OWN = Dialect.OPENAI_CHAT;
  private static final String MEMBER = "response_format";
  private static final String SCHEMA = "json_schema";

  private OutputFormats() {}

  /// Leaves a form that nobody else knows where it is.
  static OutputFormat read(Fields request) {
    if (!(request.peek(MEMBER) instanceof Json.Obj written)) {
      return new OutputFormat.Unsaid();
    }
    var type = written.text("type").orElse("");
    if (written.members().size() == 1 && type.equals("text")) {
      request.take(MEMBER);
      return new OutputFormat.PlainText();
    }
    if (written.members().size() == 1 && type.equals("json_object")) {
      request.take(MEMBER);
      return new OutputFormat.AnyJson();
    }
    if (type.equals(SCHEMA) && written.object(SCHEMA).has("schema")) {
      request.take(MEMBER);
      return schema(written);
    }
    return new OutputFormat.Unsaid();
  }

  private static OutputFormat schema(Json.Obj written) {
    var path = MEMBER + "." + SCHEMA;
    var schema = new Fields(path, written.object(SCHEMA));
    var format =
        new OutputFormat.Schema(
            schema.textOrEmpty("name"),
            schema.textOrEmpty("description"),
            schema.object("schema"),
            schema.flag("strict"),
            schema.rest(OWN));
    return format;
  }

  static @Nullable Json write(OutputFormat format) {
    return switch (format) {
      case OutputFormat.Unsaid _ -> null;
      case OutputFormat.PlainText _ -> Json.Obj.of("type", new Json.Text("text"));
      case OutputFormat.AnyJson _ -> Json.Obj.of("type", new Json.Text("json_object"));
      case OutputFormat.Schema(var name, var description, var schema, var strict, var extras) ->
          new ObjectBuilder()
              .put("type", SCHEMA)
              .put(
                  SCHEMA,
                  new ObjectBuilder()
                      .put("name", name.isEmpty() ? "answer" : name)
                      .maybe("description", description)
                      .put("schema", schema)
                      .maybe("strict", strict)
                      .putAll(ForeignWords.own(extras, OWN, MEMBER))
                      .build())
              .build();
    };
  }
}
