package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One choice of a streamed answer while it is written: knows what a reader will take each chunk
/// for. Not thread-safe.
final class WrittenChoice {
  private static final String CONTENT = "content";
  private static final String REFUSAL = "refusal";
  private static final String NONE = "";

  /// Takes a choice of a chunk, with the event that it says.
  @FunctionalInterface
  interface Chunks {
    /// @param faithful whether reading the choice gives the event again
    void write(Json.@Nullable Obj choice, ChatEvent event, boolean faithful);
  }

  private final int index;
  private final Shape shape;
  private final Chunks chunks;
  private final Map<Integer, Integer> calls = new HashMap<>();
  private final Map<Integer, String> members = new HashMap<>();
  private boolean begun;
  private String open = NONE;
  private int openPart = -1;
  private ChatEvent.@Nullable PartBegan awaited;

  WrittenChoice(int index, Shape shape, Chunks chunks) {
    this.index = index;
    this.shape = shape;
    this.chunks = chunks;
  }

  void begin(ChatEvent.PartBegan began) {
    flush();
    switch (began.known()) {
      case Part.Text(var text, var extras) -> beginText(began, CONTENT, text, extras.isEmpty());
      case Part.Refusal(var text, var extras) -> beginText(began, REFUSAL, text, extras.isEmpty());
      case Part.Reasoning(var text, var signature, var extras) -> {
        var member = ReasoningMember.of(extras);
        var plain = ReasoningMember.without(extras).isEmpty() && signature.isEmpty();
        var name = member.equals(ReasoningMember.THINKING) ? ReasoningMember.USUAL : member;
        beginText(began, name, text, plain && name.equals(member));
      }
      case Part.ToolCall call -> beginCall(began, call);
      case Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _, Part.Foreign _ -> {
        open = NONE;
        chunks.write(null, began, false);
      }
    }
  }

  private void beginText(ChatEvent.PartBegan began, String member, String text, boolean plain) {
    members.put(began.part(), member);
    var faithful = plain && !isSameKind(member) && isShown(member);
    if (faithful && text.isEmpty()) {
      awaited = began;
      return;
    }
    open = member;
    openPart = began.part();
    chunks.write(text.isEmpty() ? null : choice(member, text), began, faithful);
  }

  // Thoughts under either name are read as one.
  private boolean isSameKind(String member) {
    return open.equals(member)
        || (ReasoningMember.NAMES.contains(open) && ReasoningMember.NAMES.contains(member));
  }

  private boolean isShown(String member) {
    return shape == Shape.CHAT || member.equals(CONTENT);
  }

  private void beginCall(ChatEvent.PartBegan began, Part.ToolCall call) {
    open = NONE;
    var number = calls.size();
    calls.put(began.part(), number);
    var delta =
        ToolCalls.isOlder(call)
            ? Json.Obj.of(ToolCalls.OLDER, ToolCalls.writeOlder(call))
            : callDelta(number, ToolCalls.write(call));
    var faithful =
        shape == Shape.CHAT
            && call.extras().isEmpty()
            && !call.name().isEmpty()
            && !call.id().isEmpty();
    chunks.write(choice(delta), began, faithful);
  }

  private static Json.Obj callDelta(int number, Json.Obj call) {
    return Json.Obj.of(
        "tool_calls", new Json.Arr(List.of(Json.Obj.of("index", Json.Num.of(number)).with(call))));
  }

  void grow(ChatEvent.Grew grew) {
    var began = awaited;
    if (began != null && began.part() == grew.part()) {
      awaited = null;
      begin(new ChatEvent.PartBegan(index, began.part(), with(began.known(), grew.delta())));
      return;
    }
    flush();
    var number = calls.get(grew.part());
    if (number != null) {
      chunks.write(
          choice(
              callDelta(
                  number,
                  Json.Obj.of("function", Json.Obj.of("arguments", new Json.Text(grew.delta()))))),
          grew,
          shape == Shape.CHAT);
      return;
    }
    var member = members.get(grew.part());
    if (member == null || grew.delta().isEmpty()) {
      chunks.write(null, grew, false);
    } else {
      chunks.write(
          choice(member, grew.delta()),
          grew,
          openPart == grew.part() && isShown(member) && open.equals(member));
    }
  }

  private static Part with(Part known, String text) {
    return switch (known) {
      case Part.Text(_, var extras) -> new Part.Text(text, extras);
      case Part.Refusal(_, var extras) -> new Part.Refusal(text, extras);
      case Part.Reasoning(_, var signature, var extras) ->
          new Part.Reasoning(text, signature, extras);
      case Part.ToolCall _,
          Part.Image _,
          Part.Audio _,
          Part.File _,
          Part.ToolResult _,
          Part.Foreign _ ->
          known;
    };
  }

  void learn(ChatEvent.Learned learned) {
    flush();
    var number = calls.get(learned.part());
    var own = learned.extras().of(shape.dialect());
    var isNative =
        number != null && !own.isEmpty() && learned.signature().isEmpty() && shape == Shape.CHAT;
    chunks.write(
        number != null && isNative ? choice(callDelta(number, own)) : null, learned, isNative);
  }

  void end(ChatEvent.ChoiceEnded ended) {
    flush();
    var extras = ended.extras().of(shape.dialect());
    var choice =
        choice(extras.object(Answers.MESSAGE))
            .with(FinishReasons.MEMBER, new Json.Text(FinishReasons.write(ended.finishReason())))
            .with(extras.without(Answers.MESSAGE));
    chunks.write(choice, ended, isFaithful(ended.extras()));
  }

  // The shape of texts has no message whose members could come back.
  private boolean isFaithful(Extras extras) {
    if (extras.isEmpty() || extras.dialect() != shape.dialect()) {
      return extras.isEmpty();
    }
    return shape == Shape.CHAT
        ? ToolCalls.nonNull(extras.members()).equals(extras.members())
        : !extras.members().has(Answers.MESSAGE);
  }

  /// Writes a part that began without a text and got none.
  void flush() {
    var began = awaited;
    if (began != null) {
      awaited = null;
      open = members.getOrDefault(began.part(), NONE);
      openPart = began.part();
      chunks.write(null, began, false);
    }
  }

  private Json.Obj choice(String member, String text) {
    return choice(Json.Obj.of(member, new Json.Text(text)));
  }

  private Json.Obj choice(Json.Obj delta) {
    var out = new ObjectBuilder().put("index", index);
    if (shape == Shape.TEXT) {
      out.put("text", delta.text(CONTENT).orElse(""));
    } else {
      out.put("delta", begun ? delta : Json.Obj.of("role", new Json.Text("assistant")).with(delta));
    }
    begun = true;
    return out.put(FinishReasons.MEMBER, Json.NULL).build();
  }
}
