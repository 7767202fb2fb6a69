package dev.headgate.providers.cohere;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalEvents;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.EventAnswer;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the events of a streamed answer mean. Not thread-safe.
final class StreamReader implements EventAnswer.Meaning {
  private final ChatSink sink;
  private final Map<String, Integer> open = new HashMap<>();
  private final List<Json> citations = new ArrayList<>();
  private int parts;
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
    var carried = data.object(Carried.MEMBER);
    if (carried.has("code")) {
      throw new CallFailed(
          Errors.read(200, data).code(),
          "the provider reported an error in the middle of its answer");
    }
    if (!carried.isEmpty()) {
      CanonicalEvents.read(carried).ifPresent(sink::accept);
      whole |= carried.isTrue("end");
      return;
    }
    var message = data.object("delta").object("message");
    var index = data.integer("index");
    switch (data.text("type").orElse(event)) {
      case "message-start" ->
          sink.accept(new ChatEvent.Began(data.text("id").orElse(""), "", Extras.NONE));
      case "content-start" ->
          begin(
              "content" + index,
              Answers.content(ObjectReader.ofAnswer(message.object("content"), "")));
      case "content-delta" -> grow("content" + index, message.object("content"));
      case "tool-plan-delta" -> {
        if (!open.containsKey(Answers.PLAN)) {
          begin(Answers.PLAN, Answers.plan(""));
        }
        say(Answers.PLAN, message.text(Answers.PLAN).orElse(""));
      }
      case "tool-call-start" ->
          begin(
              "call" + index,
              Answers.toolCall(ObjectReader.ofAnswer(message.object("tool_calls"), "")));
      case "tool-call-delta" ->
          say(
              "call" + index,
              message.object("tool_calls").object("function").text("arguments").orElse(""));
      case "citation-start" -> citations.add(message.object("citations"));
      case "message-end" -> end(data.object("delta"));
      default -> {}
    }
  }

  private void begin(String key, Part part) {
    open.put(key, parts);
    sink.accept(new ChatEvent.PartBegan(0, parts++, part));
  }

  private void grow(String key, Json.Obj content) {
    if (!open.containsKey(key)) {
      begin(
          key,
          content.has("thinking")
              ? new Part.Reasoning(
                  "",
                  "",
                  new Extras(Dialect.COHERE, Json.Obj.of("type", new Json.Text("thinking"))))
              : new Part.Text(""));
    }
    say(key, content.text("text").or(() -> content.text("thinking")).orElse(""));
  }

  private void say(String key, String delta) {
    var part = open.get(key);
    if (part == null) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED, "the provider's stream goes on with what it has not begun");
    }
    if (!delta.isEmpty()) {
      sink.accept(new ChatEvent.Grew(0, part, delta));
    }
  }

  private void end(Json.Obj delta) {
    if (delta.text("error").isPresent()) {
      throw new CallFailed(
          ErrorCode.PROVIDER_FAILED, "the provider reported an error in the middle of its answer");
    }
    var word = delta.text("finish_reason").orElse("");
    var reason = Answers.finish(word);
    var message =
        citations.isEmpty() ? Json.Obj.EMPTY : Json.Obj.of("citations", new Json.Arr(citations));
    sink.accept(new ChatEvent.ChoiceEnded(0, reason, Answers.choiceExtras(message, word, reason)));
    var usage = delta.object("usage");
    sink.accept(
        new ChatEvent.Used(
            Answers.usage(usage), Answers.extras(delta.without("finish_reason", "usage"), usage)));
    whole = true;
  }
}
