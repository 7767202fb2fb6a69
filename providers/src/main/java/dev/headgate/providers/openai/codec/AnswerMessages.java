package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalParts;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/// The `message` of an answer.
final class AnswerMessages {
  private static final Dialect OWN = Dialect.OPENAI_CHAT;
  private static final String PARTS = "parts";
  private static final String CONTENT = "content";
  private static final String REFUSAL = "refusal";
  private static final String AUDIO = "audio";
  private static final String TOOL_CALLS = "tool_calls";
  private static final String ROLE = "role";
  private static final String ASSISTANT = "assistant";

  private AnswerMessages() {}

  static List<Part> parts(Json.Obj message) {
    var carried = message.object(Carried.MEMBER).array(PARTS);
    return carried.isEmpty() ? own(message) : CanonicalParts.readAll(carried);
  }

  private static List<Part> own(Json.Obj message) {
    var parts = new ArrayList<Part>();
    reasoning(message, parts);
    parts.addAll(content(message));
    message.text(REFUSAL).ifPresent(text -> parts.add(new Part.Refusal(text, Extras.NONE)));
    var audio = message.object(AUDIO);
    if (!audio.isEmpty()) {
      parts.add(audio(audio));
    }
    for (var call : message.array(TOOL_CALLS)) {
      if (call instanceof Json.Obj object) {
        parts.add(ToolCalls.read(object));
      }
    }
    if (message.members().get(ToolCalls.OLDER) instanceof Json.Obj call) {
      parts.add(ToolCalls.readOlder(call));
    }
    return parts;
  }

  static Part audio(Json.Obj audio) {
    return new Part.Audio(
        new MediaSource.Inline("", audio.text("data").orElse("")),
        "",
        new Extras(OWN, audio.without("data")));
  }

  private static void reasoning(Json.Obj message, List<Part> parts) {
    for (var member : ReasoningMember.NAMES) {
      var text = message.text(member);
      if (text.isPresent()) {
        parts.add(new Part.Reasoning(text.get(), "", ReasoningMember.extras(member)));
        return;
      }
    }
  }

  private static List<Part> content(Json.Obj message) {
    try {
      return Parts.read(CONTENT, message.members().get(CONTENT)).stream()
          .map(AnswerMessages::marked)
          .toList();
    } catch (CallFailed e) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED, "the provider's answer is malformed: " + e.message(), e);
    }
  }

  private static Part marked(Part part) {
    return part instanceof Part.Reasoning(var text, var signature, var extras)
        ? new Part.Reasoning(
            text,
            signature,
            new Extras(
                OWN,
                extras.members().with(ReasoningMember.extras(ReasoningMember.THINKING).members())))
        : part;
  }

  /// What is left of a message that has no place in its parts.
  static Json.Obj rest(Json.Obj message) {
    var rest =
        ToolCalls.nonNull(
            message.without(CONTENT, REFUSAL, AUDIO, TOOL_CALLS, ToolCalls.OLDER, Carried.MEMBER));
    for (var member : ReasoningMember.NAMES) {
      if (message.text(member).isPresent()) {
        rest = rest.without(member);
        break;
      }
    }
    if (message.array(TOOL_CALLS).isEmpty() && message.find(TOOL_CALLS).isPresent()) {
      rest = rest.with(TOOL_CALLS, message.find(TOOL_CALLS).orElseThrow());
    }
    return switch (message.text(ROLE).orElse("")) {
      case ASSISTANT -> rest.without(ROLE);
      case "" -> rest.with(ROLE, Json.NULL);
      default -> rest;
    };
  }

  /// @param rest own members that belong to the message
  static Json.Obj write(List<Part> parts, Json.Obj rest) {
    var written = new Writing().message(parts, rest);
    return own(written).equals(parts)
        ? written
        : written.with(
            Carried.MEMBER,
            Json.Obj.of(
                PARTS, new Json.Arr(parts.stream().<Json>map(CanonicalParts::write).toList())));
  }

  private static final class Writing {
    private final ObjectBuilder out = new ObjectBuilder().put(ROLE, ASSISTANT);
    private final List<Json> content = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final List<Json> calls = new ArrayList<>();
    private boolean hasText;
    private boolean isList;

    Json.Obj message(List<Part> parts, Json.Obj rest) {
      parts.forEach(this::add);
      if (isList) {
        out.put(CONTENT, new Json.Arr(content));
      } else {
        out.put(CONTENT, hasText ? new Json.Text(text.toString()) : Json.NULL);
      }
      return out.maybe(TOOL_CALLS, calls).putAll(rest).build();
    }

    private void add(Part part) {
      switch (part) {
        case Part.Text(var more, var extras) -> {
          hasText = true;
          text.append(more);
          content.add(Parts.write(CONTENT, new Part.Text(more, own(extras))));
          isList |= !own(extras).isEmpty();
        }
        case Part.Refusal(var more, _) -> out.put(REFUSAL, more);
        case Part.Reasoning(var more, _, var extras) -> reasoning(more, extras);
        case Part.ToolCall call when ToolCalls.isOlder(call) ->
            out.put(ToolCalls.OLDER, ToolCalls.writeOlder(call));
        case Part.ToolCall call -> calls.add(ToolCalls.write(call));
        case Part.Audio(MediaSource.Inline(_, var data), _, var extras) ->
            out.put(AUDIO, extras.of(OWN).with("data", new Json.Text(data)));
        case Part.Foreign(var dialect, var json) when dialect == OWN -> {
          content.add(json);
          isList = true;
        }
        case Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _, Part.Foreign _ -> {}
      }
    }

    private void reasoning(String more, Extras extras) {
      var member = ReasoningMember.of(extras);
      if (member.equals(ReasoningMember.THINKING)) {
        isList = true;
        content.add(
            Parts.write(CONTENT, new Part.Reasoning(more, "", ReasoningMember.without(extras))));
      } else {
        out.put(member, more);
      }
    }

    private static Extras own(Extras extras) {
      return extras.dialect() == OWN ? extras : Extras.NONE;
    }
  }
}
