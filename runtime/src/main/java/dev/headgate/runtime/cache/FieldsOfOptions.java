package dev.headgate.runtime.cache;

import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Tools;
import java.util.Set;

/// The fields of what is asked beyond the conversation.
final class FieldsOfOptions {
  private FieldsOfOptions() {}

  static void write(Fields fields, ChatRequest.Options options) {
    write(fields, options.settings());
    write(fields, options.tools());
    write(fields, options.format());
    var reasoning = options.reasoning();
    fields.maybe(reasoning.effort());
    fields.maybe(reasoning.maxTokens());
    fields.maybe(reasoning.enabled());
    fields.maybe(reasoning.summary());
  }

  private static void write(Fields fields, ChatSettings settings) {
    fields.maybe(settings.maxTokens());
    fields.list(settings.stop(), Fields::text);
    fields.maybe(settings.choices());
    fields.maybe(settings.logprobs());
    var sampling = settings.sampling();
    fields.maybe(sampling.temperature());
    fields.maybe(sampling.topP());
    fields.maybe(sampling.topK());
    fields.maybe(sampling.seed());
    fields.maybe(sampling.frequencyPenalty());
    fields.maybe(sampling.presencePenalty());
  }

  private static void write(Fields fields, Tools tools) {
    fields.list(tools.all(), FieldsOfOptions::write);
    fields.maybe(tools.parallel());
    switch (tools.choice()) {
      case Tools.Choice.Unsaid _ -> fields.tag('u');
      case Tools.Choice.Auto _ -> fields.tag('a');
      case Tools.Choice.None _ -> fields.tag('n');
      case Tools.Choice.Required _ -> fields.tag('r');
      case Tools.Choice.Named(var name) -> {
        fields.tag('t');
        fields.text(name);
      }
      case Tools.Choice.Foreign(var dialect, var json) -> {
        fields.tag('f');
        fields.text(dialect.wireName());
        Fingerprints.write(fields, json);
      }
    }
  }

  private static void write(Fields fields, Tools.Tool tool) {
    switch (tool) {
      case Tools.Function function -> {
        fields.tag('f');
        fields.text(function.name());
        fields.text(function.description());
        fields.tag(function.parameters() == null ? '-' : '+');
        if (function.parameters() != null) {
          Fingerprints.write(fields, function.parameters());
        }
        fields.maybe(function.strict());
        Fingerprints.write(fields, function.extras(), Set.of());
      }
      case Tools.Hosted(var dialect, var json) -> {
        fields.tag('h');
        fields.text(dialect.wireName());
        Fingerprints.write(fields, json);
      }
    }
  }

  private static void write(Fields fields, OutputFormat format) {
    switch (format) {
      case OutputFormat.Unsaid _ -> fields.tag('u');
      case OutputFormat.PlainText _ -> fields.tag('p');
      case OutputFormat.AnyJson _ -> fields.tag('j');
      case OutputFormat.Schema(var name, var description, var schema, var strict, var extras) -> {
        fields.tag('s');
        fields.text(name);
        fields.text(description);
        Fingerprints.write(fields, schema);
        fields.maybe(strict);
        Fingerprints.write(fields, extras, Set.of());
      }
    }
  }
}
