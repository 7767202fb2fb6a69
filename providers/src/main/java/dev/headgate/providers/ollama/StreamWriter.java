package dev.headgate.providers.ollama;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalEvents;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.GrowingPart;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes a streamed answer: every event in Ollama's words as far as there are any, and in our own.
/// Tool calls go out whole, at the end. Not thread-safe.
final class StreamWriter implements AnswerEncoder {
  private final ByteSink out;
  private final List<GrowingPart> parts = new ArrayList<>();
  private String model = "";
  private FinishReason reason = FinishReason.STOP;
  private Usage usage = Usage.NONE;

  StreamWriter(ByteSink out) {
    this.out = out;
  }

  @Override
  public String contentType() {
    return "application/x-ndjson";
  }

  @Override
  public void accept(ChatEvent event) {
    var shown = List.<Part>of();
    switch (event) {
      case ChatEvent.Began(_, var newModel, _) -> model = newModel.isEmpty() ? model : newModel;
      case ChatEvent.PartBegan(var choice, _, var known) -> {
        if (choice == 0) {
          parts.add(new GrowingPart(known));
          shown = known instanceof Part.ToolCall ? List.of() : List.of(known);
        }
      }
      case ChatEvent.Grew(var choice, var part, var delta) -> {
        if (choice == 0) {
          parts.get(part).grow(delta);
          shown = piece(parts.get(part).known(), delta);
        }
      }
      case ChatEvent.ChoiceEnded(var choice, var ended, _) -> reason = choice == 0 ? ended : reason;
      case ChatEvent.Used(var used, _) -> usage = used;
      case ChatEvent.Learned _ -> {}
    }
    send(line(shown, false).put(Carried.MEMBER, CanonicalEvents.write(event)).build());
  }

  private static List<Part> piece(Part known, String delta) {
    return switch (known) {
      case Part.Text _, Part.Refusal _ -> List.of(new Part.Text(delta));
      case Part.Reasoning _ -> List.of(new Part.Reasoning(delta, "", Extras.NONE));
      case Part.ToolCall _, Part.ToolResult _, Part.Foreign _ -> List.of();
      case Part.Image _, Part.Audio _, Part.File _ -> List.of();
    };
  }

  @Override
  public void end() {
    var calls =
        parts.stream()
            .map(GrowingPart::whole)
            .filter(part -> part instanceof Part.ToolCall)
            .toList();
    send(
        line(calls, true)
            .put("done_reason", Answers.word(reason))
            .putAll(Answers.write(usage).build())
            .put(Carried.MEMBER, Json.Obj.of("end", Json.TRUE))
            .build());
  }

  @Override
  public void fail(WireError error) {
    send(new OllamaCodec().writeError(error));
  }

  private ObjectBuilder line(List<Part> shown, boolean done) {
    return new ObjectBuilder()
        .put("model", model)
        .put("message", Answers.message(shown))
        .put("done", done);
  }

  private void send(Json.Obj line) {
    var bytes = JsonBytes.write(line);
    var ended = Arrays.copyOf(bytes, bytes.length + 1);
    ended[bytes.length] = '\n';
    out.write(ended, 0, ended.length);
  }
}
