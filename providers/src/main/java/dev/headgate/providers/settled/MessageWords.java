package dev.headgate.providers.settled;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What becomes of another dialect's words in messages, tools and schemas. Not thread-safe.
final class MessageWords {
  private static final String MARK = "cache_control";
  private static final String BEDROCK_MARK = "cachePoint";

  // No word says that a tool failed, so its text does.
  private static final String FAILED = "Error: ";

  // What clients send back of an earlier answer: it describes that answer and asks for nothing.
  private static final Set<String> ECHOES =
      Set.of(
          "annotations",
          "finish_reason",
          "id",
          "index",
          "logprobs",
          "object",
          "phase",
          "refusal",
          "status",
          "thoughtSignature");

  // In an earlier answer everything describes it but what stands for content, or asks the model to
  // go on from it.
  private static final Set<String> ASKING = Set.of("audio", "partial", "prefix");

  // Marks of the canonical form itself.
  private static final Set<String> MARKS = Set.of("function_call", "thought", "type");

  private final Dialect to;
  private final boolean takesThoughts;
  private final Ignored ignored;

  private enum Place {
    ASKED("messages[]."),
    ANSWERED("messages[]."),
    TOOL("tools[]."),
    FORMAT("response_format.");

    private final String prefix;

    Place(String prefix) {
      this.prefix = prefix;
    }
  }

  MessageWords(Dialect to, Wording wording, Ignored ignored) {
    this.to = to;
    this.takesThoughts = !wording.of("reasoning_content").isEmpty();
    this.ignored = ignored;
  }

  ChatMessage message(ChatMessage message, String path) {
    var place = message.role() == Role.ASSISTANT ? Place.ANSWERED : Place.ASKED;
    return new ChatMessage(
        message.role(),
        parts(message.parts(), path + ".content", place),
        words(message.extras(), path, place));
  }

  Extras ofTool(Extras extras, String path) {
    return words(extras, path, Place.TOOL);
  }

  Extras ofFormat(Extras extras) {
    return words(extras, "response_format", Place.FORMAT);
  }

  private List<Part> parts(List<Part> parts, String path, Place place) {
    var settled = new ArrayList<Part>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      part(parts.get(i), path + "[" + i + "]", place).ifPresent(settled::add);
    }
    return settled;
  }

  private Optional<Part> part(Part part, String path, Place place) {
    return switch (part) {
      case Part.Text(var text, var extras) ->
          Optional.of(new Part.Text(text, words(extras, path, place)));
      case Part.Refusal(var text, var extras) ->
          Optional.of(new Part.Refusal(text, words(extras, path, place)));
      case Part.Reasoning reasoning -> reasoning(reasoning, path);
      case Part.Image(var source, var detail, var extras) -> {
        requireDetail(detail, path);
        yield Optional.of(new Part.Image(source, detail, words(extras, path, place)));
      }
      case Part.Audio(var source, var format, var extras) ->
          Optional.of(new Part.Audio(source, format, words(extras, path, place)));
      case Part.File(var source, var name, var extras) ->
          Optional.of(new Part.File(source, name, ofDocument(extras, path, place)));
      case Part.ToolCall(var id, var name, var arguments, var extras) ->
          Optional.of(new Part.ToolCall(id, name, arguments, words(extras, path, place)));
      case Part.ToolResult(var id, var name, var content, var failed, var extras) ->
          Optional.of(
              new Part.ToolResult(
                  id,
                  name,
                  parts(failed ? told(content) : content, path + ".content", place),
                  failed,
                  words(extras, path, place)));
      case Part.Foreign _ -> Optional.of(part);
    };
  }

  /// Thoughts are taken back only by whose models had them; those of earlier turns may be left out.
  private Optional<Part> reasoning(Part.Reasoning thought, String path) {
    if (!isTaken(thought)) {
      ignored.add("messages[].reasoning");
      return Optional.empty();
    }
    ignored.addIf(
        to == Dialect.OPENAI_CHAT && !thought.signature().isEmpty(), "messages[].signature");
    var extras =
        to == Dialect.OPENAI_CHAT
            ? words(thought.extras(), path, Place.ANSWERED)
            : thought.extras();
    return Optional.of(new Part.Reasoning(thought.text(), thought.signature(), extras));
  }

  private boolean isTaken(Part.Reasoning thought) {
    var extras = thought.extras();
    return switch (to) {
      case ANTHROPIC ->
          extras.of(Dialect.ANTHROPIC).has("data")
              || extras.of(Dialect.BEDROCK).has("redactedContent")
              || (!thought.signature().isEmpty()
                  && (extras.isEmpty() || extras.dialect() == Dialect.ANTHROPIC));
      case BEDROCK ->
          extras.isEmpty()
              || extras.dialect() == Dialect.BEDROCK
              || extras.dialect() == Dialect.ANTHROPIC;
      case GEMINI, COHERE, OLLAMA, OPENAI_RESPONSES -> extras.dialect() == to;
      case OPENAI_CHAT -> takesThoughts && !(thought.text().isEmpty() && !isOwn(extras));
      case OPENAI_COMPLETIONS -> true;
    };
  }

  private boolean isOwn(Extras extras) {
    return extras.isEmpty() || extras.dialect() == to;
  }

  private void requireDetail(String detail, String path) {
    if (detail.isEmpty() || detail.equals("auto")) {
      return;
    }
    switch (to) {
      case ANTHROPIC, BEDROCK -> {
        if (detail.equals("low")) {
          throw ForeignWords.unsupported(path + ".detail", to);
        }
        ignored.add("messages[].detail");
      }
      case GEMINI ->
          ignored.addIf(!detail.equals("low") && !detail.equals("high"), "messages[].detail");
      case OLLAMA -> ignored.add("messages[].detail");
      case OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_COMPLETIONS, COHERE -> {}
    }
  }

  private List<Part> told(List<Part> content) {
    switch (to) {
      case ANTHROPIC, BEDROCK, GEMINI -> {
        return content;
      }
      case OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_COMPLETIONS, COHERE, OLLAMA -> {}
    }
    var told = new ArrayList<>(content);
    if (!content.isEmpty() && content.getFirst() instanceof Part.Text(var text, var extras)) {
      told.set(0, new Part.Text(FAILED + text, extras));
    } else {
      told.addFirst(new Part.Text(FAILED.strip()));
    }
    return told;
  }

  // Anthropic and Bedrock ask for citations in the same words.
  private Extras ofDocument(Extras extras, String path, Place place) {
    if (to != Dialect.BEDROCK || extras.dialect() != Dialect.ANTHROPIC) {
      return words(extras, path, place);
    }
    var said = new LinkedHashMap<String, Json>();
    for (var name : List.of("context", "citations")) {
      extras.members().find(name).ifPresent(value -> said.put(name, value));
    }
    var rest = new Extras(extras.dialect(), extras.members().without("context", "citations"));
    words(rest, path, place).of(to).members().forEach(said::put);
    return own(said);
  }

  private Extras words(Extras extras, String path, Place place) {
    if (extras.isEmpty() || extras.dialect() == to) {
      return extras;
    }
    var said = new LinkedHashMap<String, Json>();
    extras
        .members()
        .members()
        .forEach((name, value) -> {
          if (name.equals(MARK) || name.equals(BEDROCK_MARK)) {
            mark(value, place, said);
          } else if (!MARKS.contains(name) && !ForeignWords.saysNothing(value)) {
            word(name, value, path, place);
          }
        });
    return own(said);
  }

  private Extras own(Map<String, Json> said) {
    return said.isEmpty() ? Extras.NONE : new Extras(to, new Json.Obj(new LinkedHashMap<>(said)));
  }

  private void word(String name, Json value, String path, Place place) {
    var stays =
        switch (place) {
          case ASKED -> ECHOES.contains(name);
          case ANSWERED -> !ASKING.contains(name) || value.equals(Json.FALSE);
          case TOOL, FORMAT -> false;
        };
    if (!stays) {
      throw ForeignWords.unsupported(path + "." + name, to);
    }
    ignored.add(place.prefix + name);
  }

  private void mark(Json mark, Place place, Map<String, Json> said) {
    var ttl = mark instanceof Json.Obj object ? object.text("ttl").orElse("") : "";
    switch (to) {
      case ANTHROPIC ->
          said.put(
              MARK,
              mark instanceof Json.Obj object && object.text("type").orElse("").equals("ephemeral")
                  ? object
                  : new ObjectBuilder().put("type", "ephemeral").maybe("ttl", ttl).build());
      case BEDROCK ->
          said.put(
              BEDROCK_MARK, new ObjectBuilder().put("type", "default").maybe("ttl", ttl).build());
      case OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_COMPLETIONS, GEMINI, COHERE, OLLAMA ->
          ignored.add(place.prefix + MARK);
    }
  }
}
