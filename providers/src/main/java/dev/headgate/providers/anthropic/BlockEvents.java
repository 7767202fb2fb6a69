package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CallIds;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.PartSequence;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The events of the blocks of a streamed message. A block starts empty; what is known of its text
/// already follows as its first piece. Not thread-safe.
final class BlockEvents implements PartSequence.Writer {
  private static final String CITATIONS = "citations";

  private final EventWriter out;
  private final Supplier<String> seed;
  private final Map<Integer, Integer> citations = new HashMap<>();

  /// @param seed for the ids of calls that have none: the answer's own
  BlockEvents(EventWriter out, Supplier<String> seed) {
    this.out = out;
    this.seed = seed;
  }

  @Override
  public void open(int index, Part known) {
    var whole = BlockWriter.block(known, CallIds.invented(seed.get() + "/0", index));
    var empty = whole;
    var first = "";
    var kind = Kind.of(known);
    if (kind == Kind.FOREIGN) {
      if (whole.members().get("input") instanceof Json.Obj input) {
        empty = whole.with("input", Json.Obj.EMPTY);
        first = JsonBytes.text(input);
      }
    } else if (known instanceof Part.ToolCall call) {
      empty = withoutArguments(whole);
      first = call.arguments();
    } else if (kind != Kind.WHOLE) {
      first = whole.text(kind.member).orElse("");
      empty = whole.with(kind.member, new Json.Text(""));
    }
    citations.put(index, whole.array(CITATIONS).size());
    out.write(
        new ObjectBuilder()
            .put("type", "content_block_start")
            .put("index", index)
            .put("content_block", empty)
            .build());
    if (!first.isEmpty()) {
      grow(index, known, first);
    }
  }

  private static Json.Obj withoutArguments(Json.Obj call) {
    var carried = call.object(Carried.MEMBER).without(BlockWriter.ARGUMENTS);
    var rest = call.with("input", Json.Obj.EMPTY);
    return carried.isEmpty() ? rest.without(Carried.MEMBER) : rest.with(Carried.MEMBER, carried);
  }

  @Override
  public void grow(int index, Part known, String delta) {
    delta(index, Kind.of(known).delta(delta));
  }

  @Override
  public void learn(int index, Part known, String signature, Extras extras) {
    if (!signature.isEmpty()) {
      delta(
          index,
          new ObjectBuilder().put("type", "signature_delta").put("signature", signature).build());
    }
    var rest = extras;
    if (extras.dialect() == ANTHROPIC) {
      var all = extras.members().array(CITATIONS);
      for (int i = citations.getOrDefault(index, 0); i < all.size(); i++) {
        delta(
            index,
            new ObjectBuilder().put("type", "citations_delta").put("citation", all.get(i)).build());
      }
      citations.merge(index, all.size(), Math::max);
      rest = new Extras(ANTHROPIC, extras.members().without(CITATIONS));
    }
    if (!rest.isEmpty()) {
      delta(index, Carried.put(Kind.of(known).delta(""), ANTHROPIC, rest));
    }
  }

  @Override
  public void close(int index, Part known, boolean isEmpty) {
    var stop = new ObjectBuilder().put("type", "content_block_stop").put("index", index).build();
    out.write(isEmpty ? Carried.attach(stop, BlockWriter.ARGUMENTS, new Json.Text("")) : stop);
  }

  private void delta(int index, Json.Obj delta) {
    out.write(
        new ObjectBuilder()
            .put("type", "content_block_delta")
            .put("index", index)
            .put("delta", delta)
            .build());
  }

  private enum Kind {
    TEXT("text", "text_delta"),
    THINKING("thinking", "thinking_delta"),
    CALL("partial_json", "input_json_delta"),
    FOREIGN("partial_json", "input_json_delta"),
    WHOLE("text", "text_delta");

    private final String member;
    private final String delta;

    Kind(String member, String delta) {
      this.member = member;
      this.delta = delta;
    }

    Json.Obj delta(String text) {
      return new ObjectBuilder().put("type", delta).put(member, text).build();
    }

    static Kind of(Part part) {
      return switch (part) {
        case Part.Text _, Part.Refusal _ -> TEXT;
        case Part.Reasoning _ -> BlockWriter.isRedacted(part) ? WHOLE : THINKING;
        case Part.ToolCall _ -> CALL;
        case Part.Foreign(var dialect, _) -> dialect == ANTHROPIC ? FOREIGN : WHOLE;
        case Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _ -> WHOLE;
      };
    }
  }
}
