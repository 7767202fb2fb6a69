package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CallIds;
import dev.headgate.providers.wire.CanonicalParts;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.PartSequence;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The messages of the blocks of a stream. A block starts empty; what is known of its text already
/// follows as its first piece. Not thread-safe.
final class BlockEvents implements PartSequence.Writer {
  private static final String INDEX = "contentBlockIndex";

  private final FrameWriter out;
  private final Supplier<String> seed;
  private final Map<Integer, Integer> citations = new HashMap<>();

  /// @param seed for the ids of calls that have none: the answer's own
  BlockEvents(FrameWriter out, Supplier<String> seed) {
    this.out = out;
    this.seed = seed;
  }

  @Override
  public void open(int index, Part known) {
    switch (known) {
      case Part.Text(var text, var extras) -> {
        start(index, Carried.put(Json.Obj.EMPTY, BEDROCK, foreign(extras)));
        learn(index, known, "", own(extras));
        text(index, known, text);
      }
      case Part.Refusal(var text, var extras) -> {
        var carried = CanonicalParts.write(new Part.Refusal("", extras));
        start(index, Carried.attach(Json.Obj.EMPTY, BlockWriter.PART, carried));
        text(index, known, text);
      }
      case Part.Reasoning(var text, var signature, var extras) -> {
        if (BlockWriter.isRedacted(known)) {
          delta(index, Json.Obj.of("reasoningContent", extras.members()));
        } else {
          if (!extras.isEmpty()) {
            var carried = CanonicalParts.write(new Part.Reasoning("", "", extras));
            start(index, Carried.attach(Json.Obj.EMPTY, BlockWriter.PART, carried));
          }
          text(index, known, text);
          learn(index, known, signature, Extras.NONE);
        }
      }
      case Part.ToolCall(var id, var name, var arguments, var extras) -> {
        var call =
            new ObjectBuilder()
                .put("toolUseId", id.isEmpty() ? CallIds.invented(seed.get() + "/0", index) : id)
                .put("name", name)
                .putAll(extras.of(BEDROCK))
                .build();
        var event = Json.Obj.of("start", Json.Obj.of("toolUse", call));
        start(index, Carried.put(event, BEDROCK, foreign(extras)));
        text(index, known, arguments);
      }
      case Part.Foreign _, Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _ ->
          start(
              index, Carried.attach(Json.Obj.EMPTY, BlockWriter.PART, CanonicalParts.write(known)));
    }
  }

  private static Extras foreign(Extras extras) {
    return extras.dialect() == BEDROCK ? Extras.NONE : extras;
  }

  private static Extras own(Extras extras) {
    return extras.dialect() == BEDROCK ? extras : Extras.NONE;
  }

  private void start(int index, Json.Obj event) {
    if (!event.isEmpty()) {
      out.event("contentBlockStart", new ObjectBuilder().put(INDEX, index).putAll(event).build());
    }
  }

  private void text(int index, Part known, String text) {
    // A text without a word still is one.
    if (!text.isEmpty() || known instanceof Part.Text || known instanceof Part.Reasoning) {
      grow(index, known, text);
    }
  }

  @Override
  public void grow(int index, Part known, String delta) {
    delta(index, piece(known, delta));
  }

  private static Json.Obj piece(Part known, String delta) {
    return switch (known) {
      case Part.Reasoning _ -> Json.Obj.of("reasoningContent", BlockWriter.text(delta));
      case Part.ToolCall _ -> Json.Obj.of("toolUse", Json.Obj.of("input", new Json.Text(delta)));
      case Part.Text _,
          Part.Refusal _,
          Part.Image _,
          Part.Audio _,
          Part.File _,
          Part.ToolResult _,
          Part.Foreign _ ->
          BlockWriter.text(delta);
    };
  }

  @Override
  public void learn(int index, Part known, String signature, Extras extras) {
    if (!signature.isEmpty()) {
      delta(
          index,
          Json.Obj.of("reasoningContent", Json.Obj.of("signature", new Json.Text(signature))));
    }
    if (extras.dialect() == BEDROCK) {
      var all = extras.members().array(BlockReader.CITATIONS);
      for (int i = citations.getOrDefault(index, 0); i < all.size(); i++) {
        delta(index, Json.Obj.of("citation", all.get(i)));
      }
      citations.merge(index, all.size(), Math::max);
    } else if (!extras.isEmpty()) {
      delta(index, Carried.put(piece(known, ""), BEDROCK, extras));
    }
  }

  @Override
  public void close(int index, Part known, boolean isEmpty) {
    var stop = new ObjectBuilder().put(INDEX, index).build();
    out.event(
        "contentBlockStop",
        isEmpty ? Carried.attach(stop, BlockWriter.ARGUMENTS, new Json.Text("")) : stop);
  }

  private void delta(int index, Json.Obj delta) {
    out.event(
        "contentBlockDelta", new ObjectBuilder().put("delta", delta).put(INDEX, index).build());
  }
}
