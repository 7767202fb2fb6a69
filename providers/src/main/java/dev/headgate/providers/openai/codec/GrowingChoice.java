package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import org.jspecify.annotations.Nullable;

/// One choice of a streamed answer while it grows. Not thread-safe.
final class GrowingChoice {
  private static final Dialect OWN = Dialect.OPENAI_CHAT;
  private static final String CONTENT = "content";
  private static final String REFUSAL = "refusal";
  private static final String AUDIO = "audio";
  private static final String TOOL_CALLS = "tool_calls";
  private static final String TYPE = "type";
  private static final String TEXT = "text";

  private enum Kind {
    NONE,
    TEXT,
    REFUSAL,
    REASONING
  }

  private final int index;
  private final ChatSink sink;
  private final Shape shape;
  private final GrowingCalls calls;
  private int parts;
  private Kind open = Kind.NONE;
  private int openPart;
  private String held = "";
  private Json.Obj rest = Json.Obj.EMPTY;
  private Json.Obj messageRest = Json.Obj.EMPTY;
  private Json.Obj audio = Json.Obj.EMPTY;
  private @Nullable String reason;
  private ChatEvent.@Nullable ChoiceEnded carriedEnd;

  GrowingChoice(int index, ChatSink sink, Shape shape) {
    this.index = index;
    this.sink = sink;
    this.shape = shape;
    this.calls = new GrowingCalls(index, sink, this::nextPart);
  }

  boolean isFinished() {
    return reason != null || carriedEnd != null;
  }

  void accept(Json.Obj choice) {
    if (shape == Shape.TEXT) {
      grow(Kind.TEXT, choice.text(TEXT).orElse(""), Extras.NONE);
    } else {
      acceptDelta(
          choice.object("delta").isEmpty() ? choice.object("message") : choice.object("delta"));
    }
    var word = choice.text(FinishReasons.MEMBER);
    if (word.isPresent()) {
      reason = word.get();
    }
    rest =
        Accumulated.plus(
            rest, choice.without("index", "delta", "message", TEXT, FinishReasons.MEMBER));
  }

  private void acceptDelta(Json.Obj delta) {
    var reasoning = "";
    for (var member : ReasoningMember.NAMES) {
      reasoning = delta.text(member).orElse("");
      if (!reasoning.isEmpty()) {
        grow(Kind.REASONING, reasoning, ReasoningMember.extras(member));
        break;
      }
    }
    acceptContent(delta.members().get(CONTENT));
    grow(Kind.REFUSAL, delta.text(REFUSAL).orElse(""), Extras.NONE);
    for (var call : delta.array(TOOL_CALLS)) {
      if (call instanceof Json.Obj object) {
        calls.accept(object);
      }
    }
    if (delta.members().get(ToolCalls.OLDER) instanceof Json.Obj call) {
      calls.acceptOlder(call);
    }
    audio = Accumulated.text(audio, delta.object(AUDIO));
    messageRest =
        Accumulated.plus(
            messageRest,
            delta.without(
                "role",
                ReasoningMember.USUAL,
                ReasoningMember.SHORT,
                CONTENT,
                REFUSAL,
                TOOL_CALLS,
                ToolCalls.OLDER,
                AUDIO));
  }

  private void acceptContent(@Nullable Json content) {
    switch (content) {
      case null -> {}
      case Json.Text(var text) -> grow(Kind.TEXT, text, Extras.NONE);
      case Json.Arr(var pieces) -> {
        for (var piece : pieces) {
          if (piece instanceof Json.Obj object) {
            acceptPiece(object);
          }
        }
      }
      case Json.Obj _, Json.Num _, Json.Bool _, Json.Null _ -> {}
    }
  }

  private void acceptPiece(Json.Obj piece) {
    switch (piece.text(TYPE).orElse("")) {
      case TEXT -> {
        grow(Kind.TEXT, piece.text(TEXT).orElse(""), Extras.NONE);
        learn(Kind.TEXT, piece.without(TYPE, TEXT));
      }
      case ReasoningMember.THINKING -> {
        for (var thought : piece.array(ReasoningMember.THINKING)) {
          if (thought instanceof Json.Obj object) {
            grow(
                Kind.REASONING,
                object.text(TEXT).orElse(""),
                ReasoningMember.extras(ReasoningMember.THINKING));
          }
        }
        learn(Kind.REASONING, piece.without(TYPE, ReasoningMember.THINKING));
      }
      default -> {
        flush();
        open = Kind.NONE;
        sink.accept(new ChatEvent.PartBegan(index, parts++, new Part.Foreign(OWN, piece)));
      }
    }
  }

  private void learn(Kind kind, Json.Obj members) {
    var known = ToolCalls.nonNull(members);
    if (open == kind && !known.isEmpty()) {
      sink.accept(new ChatEvent.Learned(index, openPart, "", new Extras(OWN, known)));
    }
  }

  // A character outside the basic plane may come as two escapes in two events.
  private void grow(Kind kind, String delta, Extras extras) {
    if (delta.isEmpty()) {
      return;
    }
    if (open != kind) {
      flush();
    }
    var text = held + delta;
    held = "";
    if (Character.isHighSurrogate(text.charAt(text.length() - 1))) {
      held = text.substring(text.length() - 1);
      text = text.substring(0, text.length() - 1);
    }
    if (open == kind) {
      if (!text.isEmpty()) {
        sink.accept(new ChatEvent.Grew(index, openPart, text));
      }
    } else {
      begin(kind, text, extras);
    }
  }

  private void begin(Kind kind, String text, Extras extras) {
    open = kind;
    openPart = parts++;
    var known =
        switch (kind) {
          case TEXT, NONE -> new Part.Text(text);
          case REFUSAL -> new Part.Refusal(text, Extras.NONE);
          case REASONING -> new Part.Reasoning(text, "", extras);
        };
    sink.accept(new ChatEvent.PartBegan(index, openPart, known));
  }

  private int nextPart() {
    flush();
    open = Kind.NONE;
    return parts++;
  }

  private void flush() {
    if (!held.isEmpty()) {
      sink.accept(new ChatEvent.Grew(index, openPart, held));
      held = "";
    }
  }

  void acceptCarried(ChatEvent.PartBegan began) {
    flush();
    parts = began.part() + 1;
    openPart = began.part();
    open = Kind.NONE;
    switch (began.known()) {
      case Part.Text _ -> open = Kind.TEXT;
      case Part.Refusal _ -> open = Kind.REFUSAL;
      case Part.Reasoning _ -> open = Kind.REASONING;
      case Part.ToolCall _ -> calls.acceptCarried(began.part());
      case Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _, Part.Foreign _ -> {}
    }
    sink.accept(began);
  }

  void acceptCarried(ChatEvent.ChoiceEnded ended) {
    carriedEnd = ended;
  }

  /// Tells what is left, and that it has ended.
  void end() {
    flush();
    calls.end();
    if (!audio.isEmpty()) {
      sink.accept(new ChatEvent.PartBegan(index, parts++, AnswerMessages.audio(audio)));
    }
    sink.accept(carriedEnd == null ? ended() : carriedEnd);
  }

  private ChatEvent ended() {
    var word = reason == null ? "" : reason;
    var known = FinishReasons.read(word);
    var extras = rest;
    if (!FinishReasons.write(known).equals(word)) {
      extras = extras.with(FinishReasons.MEMBER, new Json.Text(word));
    }
    if (!messageRest.isEmpty()) {
      extras = extras.with(Answers.MESSAGE, messageRest);
    }
    return new ChatEvent.ChoiceEnded(index, known, shape.extras(extras));
  }
}
