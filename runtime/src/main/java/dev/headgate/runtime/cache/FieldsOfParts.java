package dev.headgate.runtime.cache;

import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import java.util.Set;

/// The fields of a message's parts.
final class FieldsOfParts {
  private FieldsOfParts() {}

  static void write(Fields fields, Part part) {
    fields.text(part.getClass().getSimpleName());
    switch (part) {
      case Part.Text(var text, _) -> fields.text(text);
      case Part.Refusal(var text, _) -> fields.text(text);
      case Part.Reasoning(var text, var signature, _) -> {
        fields.text(text);
        fields.text(signature);
      }
      case Part.Image(var source, var detail, _) -> write(fields, source, detail);
      case Part.Audio(var source, var format, _) -> write(fields, source, format);
      case Part.File(var source, var name, _) -> write(fields, source, name);
      case Part.ToolCall(var id, var name, var arguments, _) -> {
        fields.text(id);
        fields.text(name);
        fields.text(arguments);
      }
      case Part.ToolResult(var callId, var name, var content, var failed, _) -> {
        fields.text(callId);
        fields.text(name);
        fields.tag(failed ? 'y' : 'z');
        fields.list(content, FieldsOfParts::write);
      }
      case Part.Foreign(var dialect, var json) -> {
        fields.text(dialect.wireName());
        Fingerprints.write(fields, json);
      }
    }
    Fingerprints.write(fields, part.extras(), Set.of());
  }

  private static void write(Fields fields, MediaSource source, String said) {
    fields.text(said);
    fields.text(source.getClass().getSimpleName());
    switch (source) {
      case MediaSource.Inline(var mediaType, var base64) -> {
        fields.text(mediaType);
        fields.text(base64);
      }
      case MediaSource.Url(var mediaType, var url) -> {
        fields.text(mediaType);
        fields.text(url);
      }
      case MediaSource.Uploaded(var mediaType, var id) -> {
        fields.text(mediaType);
        fields.text(id);
      }
      case MediaSource.Plain(var mediaType, var text) -> {
        fields.text(mediaType);
        fields.text(text);
      }
    }
  }
}
