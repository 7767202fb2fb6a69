package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CallIds;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The blocks of a streamed message, one after the other: in other dialects parts may grow side by
/// side. What belongs to a later block waits until the arguments of the tool call before it are
/// whole; a text that goes on behind another part becomes a block of its own. Not thread-safe.
final class BlockSequence {
  private final EventWriter out;
  private final Supplier<String> seed;
  private final List<Block> parts = new ArrayList<>();
  private final Queue<Block> waiting = new ArrayDeque<>();
  private @Nullable Block open;
  private int written;

  /// @param seed for the ids of calls that have none: the answer's own
  BlockSequence(EventWriter out, Supplier<String> seed) {
    this.out = out;
    this.seed = seed;
  }

  void begin(Part part) {
    var block = new Block(part);
    parts.add(block);
    enter(block);
  }

  void grow(int part, String delta) {
    var block = parts.get(part);
    if (block.closed && !delta.isEmpty()) {
      block = goOn(part, block);
    }
    if (block == open) {
      write(block, delta);
      advance();
    } else {
      block.pieces.add(new Piece.More(delta));
    }
  }

  void learn(int part, String signature, Extras extras) {
    var block = parts.get(part);
    if (block.closed && block.mayGoOn()) {
      block = goOn(part, block);
    }
    if (block == open || block.closed) {
      write(block, signature, extras);
    } else {
      block.pieces.add(new Piece.Known(signature, extras));
    }
  }

  /// Nothing more will come.
  void finish() {
    while (open != null) {
      close(open);
      openNext();
    }
  }

  private Block goOn(int part, Block block) {
    var continuation = block.continuation();
    parts.set(part, continuation);
    enter(continuation);
    return continuation;
  }

  private void enter(Block block) {
    waiting.add(block);
    advance();
  }

  private void advance() {
    while (!waiting.isEmpty() && (open == null || open.mayEnd())) {
      if (open != null) {
        close(open);
      }
      openNext();
    }
  }

  private void openNext() {
    open = waiting.poll();
    if (open == null) {
      return;
    }
    var block = open;
    block.index = written++;
    start(block);
    for (var piece : block.pieces) {
      switch (piece) {
        case Piece.More(var delta) -> write(block, delta);
        case Piece.Known(var signature, var extras) -> write(block, signature, extras);
      }
    }
    block.pieces.clear();
  }

  // A block starts empty; what is known of its text already follows as its first piece.
  private void start(Block block) {
    var whole = BlockWriter.block(block.part, CallIds.invented(seed.get() + "/0", block.index));
    var empty = whole;
    var first = "";
    if (block.kind == Kind.FOREIGN) {
      if (whole.members().get("input") instanceof Json.Obj input) {
        empty = whole.with("input", Json.Obj.EMPTY);
        first = JsonBytes.text(input);
      }
    } else if (block.part instanceof Part.ToolCall call) {
      empty = withoutArguments(whole);
      first = call.arguments();
    } else if (block.kind != Kind.WHOLE) {
      first = whole.text(block.kind.member).orElse("");
      empty = whole.with(block.kind.member, new Json.Text(""));
    }
    out.write(
        new ObjectBuilder()
            .put("type", "content_block_start")
            .put("index", block.index)
            .put("content_block", empty)
            .build());
    write(block, first);
  }

  private static Json.Obj withoutArguments(Json.Obj call) {
    var carried = call.object(Carried.MEMBER).without(BlockWriter.ARGUMENTS);
    var rest = call.with("input", Json.Obj.EMPTY);
    return carried.isEmpty() ? rest.without(Carried.MEMBER) : rest.with(Carried.MEMBER, carried);
  }

  private void write(Block block, String delta) {
    if (!delta.isEmpty()) {
      block.text.append(block.part instanceof Part.ToolCall ? delta : "");
      delta(block, block.kind.delta(delta));
    }
  }

  private void write(Block block, String signature, Extras extras) {
    if (!signature.isEmpty()) {
      delta(
          block,
          new ObjectBuilder().put("type", "signature_delta").put("signature", signature).build());
    }
    var own = extras.of(ANTHROPIC);
    var citations = own.array("citations");
    for (; block.citations < citations.size(); block.citations++) {
      delta(
          block,
          new ObjectBuilder()
              .put("type", "citations_delta")
              .put("citation", citations.get(block.citations))
              .build());
    }
    var rest = new Extras(extras.dialect(), extras.members().without("citations"));
    if (extras.dialect() != ANTHROPIC) {
      rest = extras;
    }
    if (!rest.isEmpty()) {
      delta(block, Carried.put(block.kind.delta(""), ANTHROPIC, rest));
    }
  }

  private void delta(Block block, Json.Obj delta) {
    out.write(
        new ObjectBuilder()
            .put("type", "content_block_delta")
            .put("index", block.index)
            .put("delta", delta)
            .build());
  }

  private void close(Block block) {
    block.closed = true;
    out.write(
        new ObjectBuilder().put("type", "content_block_stop").put("index", block.index).build());
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

  private sealed interface Piece {
    record More(String delta) implements Piece {}

    record Known(String signature, Extras extras) implements Piece {}
  }

  private static final class Block {
    final Part part;
    final Kind kind;
    final List<Piece> pieces = new ArrayList<>();
    final StringBuilder text = new StringBuilder();
    int index;
    int citations;
    boolean closed;

    Block(Part part) {
      this.part = part;
      this.kind = Kind.of(part);
      this.citations = part.extras().of(ANTHROPIC).array("citations").size();
    }

    boolean mayEnd() {
      return kind != Kind.CALL || JsonBytes.findObject(text.toString()).isPresent();
    }

    boolean mayGoOn() {
      return kind == Kind.TEXT || kind == Kind.THINKING;
    }

    Block continuation() {
      return switch (part) {
        case Part.Text _ -> new Block(new Part.Text(""));
        case Part.Refusal _ -> new Block(new Part.Refusal("", Extras.NONE));
        case Part.Reasoning _ -> new Block(new Part.Reasoning("", "", Extras.NONE));
        default ->
            throw new CallFailed(
                ErrorCode.PROVIDER_MALFORMED,
                "the provider sent more of a part of its answer that was complete");
      };
    }
  }
}
