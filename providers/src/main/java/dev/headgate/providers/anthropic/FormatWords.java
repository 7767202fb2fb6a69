package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/// `output_config.format`, and `output_format` as it was called before, in both directions.
public final class FormatWords {
  public static final String CONFIG = "output_config";
  static final String FORMAT = "format";
  static final String OLD_FORMAT = "output_format";

  /// What stands in the system prompt where a caller wants some JSON object: this dialect knows
  /// only JSON that follows a schema.
  public static final String ASK_FOR_JSON =
      "Answer with one valid JSON object and nothing else: no introduction, no code fence.";

  private FormatWords() {}

  static OutputFormat read(Json.Obj body) {
    var format = format(body);
    if (!isSchema(format)) {
      return new OutputFormat.Unsaid();
    }
    return new OutputFormat.Schema(
        "", "", format.object("schema"), null, Carried.of(format, ANTHROPIC, "type", "schema"));
  }

  /// The body without what [#read] has understood.
  static Json.Obj withoutRead(Json.Obj body) {
    if (!isSchema(format(body))) {
      return body;
    }
    var config = body.object(CONFIG).without(FORMAT);
    var rest = body.without(OLD_FORMAT);
    return config.isEmpty() ? rest.without(CONFIG) : rest.with(CONFIG, config);
  }

  private static Json.Obj format(Json.Obj body) {
    var format = body.object(CONFIG).object(FORMAT);
    return format.isEmpty() ? body.object(OLD_FORMAT) : format;
  }

  private static boolean isSchema(Json.Obj format) {
    return format.text("type").filter("json_schema"::equals).isPresent();
  }

  /// The value of `output_config.format`, if there is one.
  static Json.@Nullable Obj write(OutputFormat format) {
    return switch (format) {
      case OutputFormat.Unsaid _, OutputFormat.PlainText _, OutputFormat.AnyJson _ -> null;
      case OutputFormat.Schema(var name, var description, var schema, _, var extras) ->
          new ObjectBuilder()
              .put("type", "json_schema")
              .put(
                  "schema", annotated(annotated(schema, "title", name), "description", description))
              .putAll(ForeignWords.own(extras, ANTHROPIC, "response_format"))
              .build();
    };
  }

  private static Json.Obj annotated(Json.Obj schema, String name, String value) {
    return value.isEmpty() || schema.has(name) ? schema : schema.with(name, new Json.Text(value));
  }
}
