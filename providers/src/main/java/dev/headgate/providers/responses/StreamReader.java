package dev.headgate.providers.responses;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalEvents;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.EventAnswer;
import dev.headgate.providers.wire.ObjectReader;
import java.util.HashMap;
import java.util.Map;

/// What the events of a streamed answer mean. Not thread-safe.
///
/// An item is known by its index, a piece of a message also by its own. What the deltas left out is
/// taken from the whole item at its end.
final class StreamReader implements EventAnswer.Meaning {
  private record Place(int item, int content) {}

  private final ChatSink sink;
  private final Map<Place, Open> open = new HashMap<>();
  private final Map<Integer, Integer> ended = new HashMap<>();
  private int parts;
  private boolean called;
  private boolean whole;

  StreamReader(ChatSink sink) {
    this.sink = sink;
  }

  @Override
  public boolean isWhole() {
    return whole;
  }

  @Override
  public void accept(String event, Json.Obj data) {
    if (whole) {
      return;
    }
    CanonicalEvents.read(data.object(Carried.MEMBER)).ifPresent(sink::accept);
    var type = data.text(Items.TYPE).orElse(event);
    switch (type) {
      case "response.created" -> begin(data.object("response"));
      case "response.output_item.added" -> beginItem(data);
      case "response.content_part.added" -> beginContent(data);
      case "response.output_text.delta", "response.refusal.delta" ->
          open(data, new Part.Text("")).grow(data.text("delta").orElse(""));
      case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
          think(data, data.text("delta").orElse(""));
      case "response.function_call_arguments.delta" ->
          open(new Place(index(data), 0), new Part.ToolCall("", "", "", Extras.NONE))
              .grow(data.text("delta").orElse(""));
      case "response.output_item.done" -> endItem(index(data), data.object("item"));
      case "response.completed", "response.incomplete" -> end(data.object("response"));
      case "response.failed" -> throw Errors.inAnswer(data.object("response").object("error"));
      case "error" -> throw Errors.inAnswer(data);
      default -> {
        if (data.object("error").has("message")) {
          throw Errors.inAnswer(data);
        }
        // What is done was said before; what is new is in the whole items.
      }
    }
  }

  private void begin(Json.Obj response) {
    sink.accept(
        new ChatEvent.Began(
            response.text("id").orElse(""), response.text("model").orElse(""), Extras.NONE));
  }

  private void beginItem(Json.Obj data) {
    var item = data.object("item");
    switch (item.text(Items.TYPE).orElse("")) {
      case "function_call" -> {
        var known = Items.functionCall(ObjectReader.ofAnswer(item, "item"));
        open(
            new Place(index(data), 0),
            new Part.ToolCall(known.id(), known.name(), known.arguments(), Extras.NONE));
      }
      case "reasoning" -> open(new Place(index(data), 0), new Part.Reasoning("", "", Extras.NONE));
      // A message begins with its first piece; whatever else there is comes whole, at its end.
      default -> {}
    }
  }

  private void beginContent(Json.Obj data) {
    var part = data.object("part");
    switch (part.text(Items.TYPE).orElse("")) {
      case "output_text" -> open(data, new Part.Text(""));
      case "refusal" -> open(data, new Part.Refusal("", Extras.NONE));
      default -> {}
    }
  }

  private void think(Json.Obj data, String delta) {
    var thoughts = open(new Place(index(data), 0), new Part.Reasoning("", "", Extras.NONE));
    var piece = (int) (data.integer("summary_index") + data.integer("content_index"));
    thoughts.grow(piece > thoughts.piece ? "\n\n" + delta : delta);
    thoughts.piece = piece;
  }

  private Open open(Json.Obj data, Part known) {
    var refusal = data.text(Items.TYPE).orElse("").contains("refusal");
    return open(
        new Place(index(data), (int) data.integer("content_index")),
        refusal ? new Part.Refusal("", Extras.NONE) : known);
  }

  private Open open(Place place, Part known) {
    var found = open.get(place);
    if (found != null) {
      return found;
    }
    called |= known instanceof Part.ToolCall;
    var number = parts++;
    sink.accept(new ChatEvent.PartBegan(0, number, known));
    var begun = new Open(number, begunText(known));
    open.put(place, begun);
    return begun;
  }

  private static String begunText(Part known) {
    return known instanceof Part.ToolCall(_, _, var arguments, _) ? arguments : "";
  }

  private static int index(Json.Obj data) {
    return (int) data.integer("output_index");
  }

  private void endItem(int index, Json.Obj item) {
    if (ended.put(index, index) != null) {
      return;
    }
    var content = 0;
    for (var part : Items.read(ObjectReader.ofAnswer(item, "item"))) {
      var place = new Place(index, content++);
      switch (part) {
        case Part.Text(var text, var extras) ->
            open(place, new Part.Text("")).end(text, "", extras);
        case Part.Refusal(var text, var extras) ->
            open(place, new Part.Refusal("", Extras.NONE)).end(text, "", extras);
        case Part.Reasoning(var text, var signature, var extras) ->
            open(place, new Part.Reasoning("", "", Extras.NONE)).end(text, signature, extras);
        case Part.ToolCall(var id, var name, var arguments, var extras) ->
            open(place, new Part.ToolCall(id, name, "", Extras.NONE)).end(arguments, "", extras);
        case Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _, Part.Foreign _ ->
            open(place, part);
      }
    }
  }

  private void end(Json.Obj response) {
    var items = response.array("output");
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Json.Obj item && !isSeen(i)) {
        endItem(i, item);
      }
    }
    Answers.requireEnded(response);
    var reason = Answers.finish(response, called);
    sink.accept(
        new ChatEvent.Began(
            response.text("id").orElse(""), response.text("model").orElse(""), Extras.NONE));
    sink.accept(new ChatEvent.ChoiceEnded(0, reason, Answers.choiceExtras(response)));
    sink.accept(
        new ChatEvent.Used(
            Usages.read(response.object("usage")), Answers.extras(response, reason)));
    whole = true;
  }

  // A server that tells of items only at the end has told of none before.
  private boolean isSeen(int index) {
    return ended.containsKey(index);
  }

  private final class Open {
    private final int number;
    private final StringBuilder text;
    private int piece;

    Open(int number, String text) {
      this.number = number;
      this.text = new StringBuilder(text);
    }

    void grow(String delta) {
      if (!delta.isEmpty()) {
        text.append(delta);
        sink.accept(new ChatEvent.Grew(0, number, delta));
      }
    }

    void end(String whole, String signature, Extras extras) {
      if (!whole.startsWith(text.toString())) {
        throw new CallFailed(
            ErrorCode.PROVIDER_MALFORMED,
            "the provider's stream contradicts itself: a finished item is not what its pieces said");
      }
      grow(whole.substring(text.length()));
      if (!signature.isEmpty() || !extras.isEmpty()) {
        sink.accept(new ChatEvent.Learned(0, number, signature, extras));
      }
    }
  }
}
