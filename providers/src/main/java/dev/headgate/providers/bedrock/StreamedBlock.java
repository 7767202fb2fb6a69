package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

import dev.headgate.kernel.chat.ChatEvent.Grew;
import dev.headgate.kernel.chat.ChatEvent.Learned;
import dev.headgate.kernel.chat.ChatEvent.PartBegan;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalParts;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.WholeCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// One block of content as it grows. Only tool calls say what they are when they begin; of others
/// the first piece tells. A block that only this dialect knows becomes a part when it is complete.
/// Not thread-safe.
final class StreamedBlock {
  private static final String DELTAS = "deltas";

  private final ChatSink sink;
  private final IntSupplier numbers;
  private final WholeCharacters characters = new WholeCharacters();
  private final List<Json> citations = new ArrayList<>();
  private final List<Json> deltas = new ArrayList<>();
  private final Json.Obj start;
  private @Nullable Part known;
  private int part = -1;
  private boolean grown;
  private boolean stopped;

  /// @param event that began it, without its index; empty if it had none
  /// @param numbers gives the number of the next part
  StreamedBlock(Json.Obj event, ChatSink sink, IntSupplier numbers) {
    this.sink = sink;
    this.numbers = numbers;
    this.start = event.object("start");
    var carried =
        Carried.attached(event, BlockWriter.PART).orElse(Json.NULL) instanceof Json.Obj written
            ? CanonicalParts.read(written)
            : Optional.<Part>empty();
    var extras = Carried.of(event, BEDROCK, "start");
    if (carried.isPresent()) {
      begin(carried.get());
    } else if (start.has("toolUse")) {
      begin(call(start.object("toolUse"), extras));
    } else if (!extras.isEmpty()) {
      begin(new Part.Text("", extras));
    }
  }

  private static Part call(Json.Obj call, Extras carried) {
    var own = Carried.of(call, BEDROCK, "toolUseId", "name");
    return new Part.ToolCall(
        call.text("toolUseId").orElse(""),
        call.text("name").orElse(""),
        "",
        own.isEmpty() ? carried : own);
  }

  private void begin(Part begun) {
    known = begun;
    part = numbers.getAsInt();
    sink.accept(new PartBegan(0, part, begun));
  }

  void grow(Json.Obj delta) {
    if (stopped) {
      throw AnswerWords.malformed("more of a block of content that has ended", null);
    }
    var extras = Carried.of(delta, BEDROCK, delta.members().keySet().toArray(String[]::new));
    if (delta.text("text").isPresent()) {
      say(new Part.Text(""), delta.text("text").orElse(""));
    } else if (delta.has("toolUse")) {
      say(null, delta.object("toolUse").text("input").orElse(""));
    } else if (delta.has("reasoningContent")) {
      think(delta.object("reasoningContent"));
    } else if (delta.has("citation")) {
      require(new Part.Text(""));
      citations.add(delta.object("citation"));
      learn(new Extras(BEDROCK, Json.Obj.of(BlockReader.CITATIONS, new Json.Arr(citations))));
    } else if (extras.isEmpty()) {
      deltas.add(delta);
    }
    if (!extras.isEmpty()) {
      learn(extras);
    }
  }

  private void think(Json.Obj content) {
    if (content.has(BlockReader.REDACTED)) {
      begin(new Part.Reasoning("", "", new Extras(BEDROCK, content)));
      return;
    }
    say(new Part.Reasoning("", "", Extras.NONE), content.text("text").orElse(""));
    var signature = content.text("signature").orElse("");
    if (!signature.isEmpty()) {
      sink.accept(new Learned(0, part, signature, Extras.NONE));
    }
  }

  private void require(@Nullable Part first) {
    if (part < 0) {
      if (first == null) {
        throw AnswerWords.malformed("the arguments of a tool call that has not begun", null);
      }
      begin(first);
    }
  }

  private void say(@Nullable Part first, String text) {
    require(first);
    var whole = characters.next(text);
    if (!whole.isEmpty()) {
      grown = true;
      sink.accept(new Grew(0, part, whole));
    }
  }

  private void learn(Extras extras) {
    if (part >= 0) {
      sink.accept(new Learned(0, part, "", extras));
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
    if (part < 0) {
      begin(known());
      return;
    }
    var rest = characters.rest();
    if (!rest.isEmpty()) {
      sink.accept(new Grew(0, part, rest));
    } else if (known instanceof Part.ToolCall && !grown && !isEmpty) {
      sink.accept(new Grew(0, part, "{}"));
    }
  }

  private Part known() {
    return start.isEmpty() && deltas.isEmpty()
        ? new Part.Text("")
        : new Part.Foreign(
            BEDROCK, deltas.isEmpty() ? start : start.with(DELTAS, new Json.Arr(deltas)));
  }
}
