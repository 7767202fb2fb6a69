package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The answers behind the first, for dialects that have one to a request: they travel as a list
/// among what is carried.
public final class FurtherAnswers {
  /// How they are called there.
  public static final String NAME = "choices";

  private FurtherAnswers() {}

  /// Reads one of them.
  @FunctionalInterface
  public interface Reading {
    ChatAnswer.Choice read(int index, Json.Obj said, Json.Arr content);
  }

  /// Writes the blocks of one of them.
  @FunctionalInterface
  public interface Content {
    List<Json> write(ChatAnswer answer, int choice);
  }

  /// Those that [#write] wrote.
  public static List<ChatAnswer.Choice> read(Json carried, Reading reading) {
    var choices = new ArrayList<ChatAnswer.Choice>();
    if (carried instanceof Json.Arr(var others)) {
      for (var other : others) {
        if (other instanceof Json.Obj each
            && each.members().get("content") instanceof Json.Arr written) {
          choices.add(reading.read((int) each.integer("index"), each, written));
        }
      }
    }
    return choices;
  }

  /// The answers from that one on.
  public static Json.Arr write(
      ChatAnswer answer, int from, Content content, BlockEncoder.Reason reason) {
    return new Json.Arr(
        IntStream.range(from, answer.choices().size())
            .<Json>mapToObj(i -> {
              var choice = answer.choices().get(i);
              var object =
                  new ObjectBuilder()
                      .put("index", choice.index())
                      .put("content", new Json.Arr(content.write(answer, i)))
                      .build();
              return reason.write(object, choice.finishReason(), choice.extras());
            })
            .toList());
  }
}
