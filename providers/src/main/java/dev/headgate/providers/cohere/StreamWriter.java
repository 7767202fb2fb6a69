package dev.headgate.providers.cohere;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalEvents;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.CarriedError;
import dev.headgate.providers.wire.EventWriter;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/// Writes a streamed answer: every event in Cohere's words as far as there are any, and in our own.
/// Not thread-safe.
final class StreamWriter implements AnswerEncoder {
  private final EventWriter out;
  private final List<Part> parts = new ArrayList<>();
  private FinishReason reason = FinishReason.STOP;
  private Usage usage = Usage.NONE;

  StreamWriter(ByteSink out) {
    this.out = new EventWriter(out);
  }

  @Override
  public String contentType() {
    return EventWriter.CONTENT_TYPE;
  }

  @Override
  public void accept(ChatEvent event) {
    var own = CanonicalEvents.write(event);
    switch (event) {
      case ChatEvent.Began(var id, _, _) ->
          send(
              new ObjectBuilder()
                  .put("id", id)
                  .put("type", "message-start")
                  .put("delta", message(Json.Obj.of("role", new Json.Text("assistant")))),
              own);
      case ChatEvent.PartBegan(var choice, var part, var known) when choice == 0 -> {
        parts.add(known);
        send(begun(known, part), own);
      }
      case ChatEvent.Grew(var choice, var part, var delta) when choice == 0 ->
          send(grown(parts.get(part), part, delta), own);
      case ChatEvent.ChoiceEnded(var choice, var ended, _) -> {
        reason = choice == 0 ? ended : reason;
        send(typed("headgate"), own);
      }
      case ChatEvent.Used(var used, _) -> {
        usage = used;
        send(typed("headgate"), own);
      }
      case ChatEvent.PartBegan _, ChatEvent.Grew _, ChatEvent.Learned _ ->
          send(typed("headgate"), own);
    }
  }

  @Override
  public void end() {
    send(
        typed("message-end")
            .put(
                "delta",
                new ObjectBuilder()
                    .put("finish_reason", Answers.word(reason))
                    .put("usage", Answers.write(usage))
                    .build()),
        Json.Obj.of("end", Json.TRUE));
  }

  @Override
  public void fail(WireError error) {
    var body =
        typed("message-end")
            .put(
                "delta",
                new ObjectBuilder()
                    .put("finish_reason", "ERROR")
                    .put("error", error.message())
                    .build());
    out.write("message-end", CarriedError.put(body.build(), error));
  }

  private static ObjectBuilder begun(Part known, int part) {
    return switch (known) {
      case Part.Text(var text, _) -> content("content-start", part, Answers.text(text));
      case Part.Reasoning(var text, _, _) -> content("content-start", part, Answers.thought(text));
      case Part.ToolCall call ->
          typed("tool-call-start")
              .put("index", part)
              .put("delta", message(Json.Obj.of("tool_calls", Answers.write(call))));
      case Part.Refusal _, Part.Image _, Part.Audio _, Part.File _ -> typed("headgate");
      case Part.ToolResult _, Part.Foreign _ -> typed("headgate");
    };
  }

  private static ObjectBuilder grown(Part known, int part, String delta) {
    return switch (known) {
      case Part.Text _ -> content("content-delta", part, Json.Obj.of("text", new Json.Text(delta)));
      case Part.Reasoning _ ->
          content("content-delta", part, Json.Obj.of("thinking", new Json.Text(delta)));
      case Part.ToolCall _ ->
          typed("tool-call-delta")
              .put("index", part)
              .put(
                  "delta",
                  message(
                      Json.Obj.of(
                          "tool_calls",
                          Json.Obj.of(
                              "function", Json.Obj.of("arguments", new Json.Text(delta))))));
      case Part.Refusal _, Part.Image _, Part.Audio _, Part.File _ -> typed("headgate");
      case Part.ToolResult _, Part.Foreign _ -> typed("headgate");
    };
  }

  private static ObjectBuilder content(String type, int part, Json content) {
    return typed(type).put("index", part).put("delta", message(Json.Obj.of("content", content)));
  }

  private static Json message(Json.Obj message) {
    return Json.Obj.of("message", message);
  }

  private static ObjectBuilder typed(String type) {
    return new ObjectBuilder().put("type", type);
  }

  private void send(ObjectBuilder event, Json.Obj own) {
    var written = event.put(Carried.MEMBER, own).build();
    out.write(written.text("type").orElse(""), written);
  }
}
