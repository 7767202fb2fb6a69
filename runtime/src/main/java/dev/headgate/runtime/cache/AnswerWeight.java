package dev.headgate.runtime.cache;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;

/// How much memory an answer takes, by estimate: two bytes a character, and an allowance for each
/// object around them.
final class AnswerWeight {
  private static final long OBJECT = 64;

  private AnswerWeight() {}

  static long of(ChatAnswer answer) {
    var bytes = 4 * OBJECT + of(answer.responseId()) + of(answer.responseModel());
    bytes += of(answer.extras());
    for (var choice : answer.choices()) {
      bytes += 2 * OBJECT + of(choice.extras()) + of(choice.message().extras());
      for (var part : choice.message().parts()) {
        bytes += of(part);
      }
    }
    return bytes;
  }

  private static long of(Part part) {
    return OBJECT
        + of(part.extras())
        + switch (part) {
          case Part.Text(var text, _) -> of(text);
          case Part.Refusal(var text, _) -> of(text);
          case Part.Reasoning(var text, var signature, _) -> of(text) + of(signature);
          case Part.Image(var source, _, _) -> of(source);
          case Part.Audio(var source, _, _) -> of(source);
          case Part.File(var source, var name, _) -> of(source) + of(name);
          case Part.ToolCall(var id, var name, var arguments, _) ->
              of(id) + of(name) + of(arguments);
          case Part.ToolResult(var id, var name, var content, _, _) ->
              of(id) + of(name) + content.stream().mapToLong(AnswerWeight::of).sum();
          case Part.Foreign(_, var json) -> of(json);
        };
  }

  private static long of(MediaSource source) {
    return switch (source) {
      case MediaSource.Inline(var type, var base64) -> of(type) + of(base64);
      case MediaSource.Url(var type, var url) -> of(type) + of(url);
      case MediaSource.Uploaded(var type, var id) -> of(type) + of(id);
      case MediaSource.Plain(var type, var text) -> of(type) + of(text);
    };
  }

  private static long of(Extras extras) {
    return extras.isEmpty() ? 0 : of(extras.members());
  }

  private static long of(Json value) {
    return OBJECT
        + switch (value) {
          case Json.Obj(var members) ->
              members.entrySet().stream()
                  .mapToLong(entry -> of(entry.getKey()) + of(entry.getValue()))
                  .sum();
          case Json.Arr(var elements) -> elements.stream().mapToLong(AnswerWeight::of).sum();
          case Json.Text(var text) -> of(text);
          case Json.Num(var literal) -> of(literal);
          case Json.Bool _, Json.Null _ -> 0;
        };
  }

  private static long of(String text) {
    return 2L * text.length();
  }
}
