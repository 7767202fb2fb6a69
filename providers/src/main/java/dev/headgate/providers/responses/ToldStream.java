package dev.headgate.providers.responses;

import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.EventAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the events of an answer had said before it broke. Not thread-safe.
final class ToldStream implements EventAnswer.Meaning {
  private final List<Json> done = new ArrayList<>();
  private Json.Obj response = Json.Obj.EMPTY;
  private @Nullable OpenMessage open;
  private boolean isInOther;
  private boolean isStuck;
  private long sequence = -1;

  /// A message that had not ended.
  ///
  /// @param item as it began
  /// @param said types of the events that it has had
  record OpenMessage(Json.Obj item, StringBuilder text, List<Json> annotations, Set<String> said) {
    OpenMessage(Json.Obj item) {
      this(item, new StringBuilder(), new ArrayList<>(), new HashSet<>());
    }
  }

  @Override
  public void accept(String event, Json.Obj data) {
    var type = data.text(Items.TYPE).orElse(event);
    sequence = Math.max(sequence, data.integer("sequence_number"));
    switch (type) {
      case "response.created", "response.in_progress", "response.queued" ->
          response = data.object("response");
      case "response.output_item.added" -> begin(data);
      case "response.output_item.done" -> {
        isStuck |= data.integer("output_index") != done.size();
        done.add(data.object("item"));
        open = null;
        isInOther = false;
      }
      case "response.content_part.added" -> {
        isStuck |=
            data.integer("content_index") > 0
                || !data.object("part").text(Items.TYPE).orElse("").equals("output_text");
        say(type);
      }
      case "response.output_text.delta" -> {
        if (open != null) {
          open.text.append(data.text("delta").orElse(""));
        }
      }
      case "response.output_text.annotation.added" -> {
        if (open != null) {
          data.find("annotation").ifPresent(open.annotations::add);
        }
      }
      case "response.output_text.done", "response.content_part.done" -> say(type);
      case "response.completed", "response.incomplete", "headgate.event" -> isStuck = true;
      default -> {
        // Whatever belongs to another kind of item; that it began was seen.
      }
    }
  }

  // A tool call, a search or a thought cannot be ended by another model.
  private void begin(Json.Obj data) {
    var item = data.object("item");
    isStuck |= open != null || isInOther || data.integer("output_index") != done.size();
    if (!item.text(Items.TYPE).orElse("").equals("message")) {
      isInOther = true;
      return;
    }
    open = new OpenMessage(item);
    say("response.output_item.added");
  }

  private void say(String type) {
    if (open != null) {
      open.said.add(type);
    }
  }

  @Override
  public boolean isWhole() {
    return false;
  }

  /// Whether nothing is open but a message that grows.
  boolean canGoOn() {
    return !isStuck && !isInOther && !response.isEmpty();
  }

  /// The answer as it began.
  Json.Obj response() {
    return response;
  }

  /// The items that have ended.
  List<Json> done() {
    return done;
  }

  @Nullable OpenMessage open() {
    return open;
  }

  long nextSequence() {
    return sequence + 1;
  }
}
