package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

import dev.headgate.kernel.chat.ChatEvent.Grew;
import dev.headgate.kernel.chat.ChatEvent.Learned;
import dev.headgate.kernel.chat.ChatEvent.PartBegan;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.WholeCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/// One block of content as it grows. A block that only this dialect knows becomes a part when it is
/// complete. Not thread-safe.
final class StreamedBlock {
  private static final String CITATIONS = "citations";

  private final ChatSink sink;
  private final IntSupplier numbers;
  private final WholeCharacters characters = new WholeCharacters();
  private final StringBuilder input = new StringBuilder();
  private final List<Json> citations = new ArrayList<>();
  private Json.Obj block;
  private final boolean foreign;
  private final boolean call;
  private int part = -1;
  private boolean stopped;

  /// @param numbers gives the number of the next part
  StreamedBlock(Json.Obj block, ChatSink sink, IntSupplier numbers) {
    this.block = block;
    this.sink = sink;
    this.numbers = numbers;
    var known = BlockReader.part(block);
    this.foreign = known instanceof Part.Foreign(var dialect, _) && dialect == ANTHROPIC;
    this.call = known instanceof Part.ToolCall;
    citations.addAll(block.array(CITATIONS));
    if (known instanceof Part.ToolCall(var id, var name, var arguments, var extras)) {
      begin(new Part.ToolCall(id, name, arguments.equals("{}") ? "" : arguments, extras));
      input.append(arguments.equals("{}") ? "" : arguments);
    } else if (!foreign) {
      begin(known);
    }
  }

  private void begin(Part known) {
    part = numbers.getAsInt();
    sink.accept(new PartBegan(0, part, known));
  }

  void grow(Json.Obj delta) {
    if (stopped) {
      throw AnswerWords.malformed("more of a block of content that has ended");
    }
    switch (delta.text("type").orElse("")) {
      case "text_delta" -> grow(delta, "text");
      case "thinking_delta" -> grow(delta, "thinking");
      case "input_json_delta" -> growInput(delta);
      case "signature_delta" -> learn(delta.text("signature").orElse(""), delta, "signature");
      case "citations_delta" -> {
        delta.find("citation").ifPresent(citations::add);
        learnMembers(Json.Obj.of(CITATIONS, new Json.Arr(citations)));
      }
      case "" -> throw AnswerWords.malformed("a delta without a type");
      default -> learnMembers(delta.without("type"));
    }
  }

  private void grow(Json.Obj delta, String name) {
    if (foreign) {
      block =
          block.with(
              name, new Json.Text(block.text(name).orElse("") + delta.text(name).orElse("")));
      return;
    }
    say(characters.next(delta.text(name).orElse("")));
    learn("", delta, name);
  }

  private void growInput(Json.Obj delta) {
    var more = delta.text("partial_json").orElse("");
    input.append(more);
    if (!foreign) {
      say(characters.next(more));
      learn("", delta, "partial_json");
    }
  }

  private void learn(String signature, Json.Obj delta, String known) {
    var extras = Carried.of(delta, ANTHROPIC, "type", known);
    if (foreign) {
      block = block.with(delta.without("type"));
    } else if (!signature.isEmpty() || !extras.isEmpty()) {
      sink.accept(new Learned(0, part, signature, extras));
    }
  }

  private void learnMembers(Json.Obj members) {
    if (foreign) {
      block = block.with(members);
    } else {
      sink.accept(new Learned(0, part, "", new Extras(ANTHROPIC, members)));
    }
  }

  private void say(String text) {
    if (!text.isEmpty()) {
      sink.accept(new Grew(0, part, text));
    }
  }

  void learnLate(String signature, Extras extras) {
    if (part >= 0) {
      sink.accept(new Learned(0, part, signature, extras));
    }
  }

  /// The block is complete; a second time it is nothing new.
  ///
  /// @param isEmpty whether a call without a word has no arguments, not even empty ones
  void stop(boolean isEmpty) {
    if (stopped) {
      return;
    }
    stopped = true;
    if (foreign) {
      begin(new Part.Foreign(ANTHROPIC, withInput()));
      return;
    }
    say(characters.rest());
    if (call && input.isEmpty() && !isEmpty) {
      say("{}");
    }
  }

  private Json.Obj withInput() {
    if (input.isEmpty()) {
      return block;
    }
    return JsonBytes.findObject(input.toString())
        .map(whole -> block.with("input", whole))
        // Cut at max_tokens: the text is all there is.
        .orElseGet(() -> block.with("input", new Json.Text(input.toString())));
  }
}
