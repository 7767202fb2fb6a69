package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The parts of a streamed answer one after the other, for a dialect in which a part ends before
/// the next begins: in others they may grow side by side. What belongs to a later part waits until
/// the arguments of the tool call before it are whole; a text that goes on behind another part
/// becomes a part of its own. Not thread-safe.
public final class PartSequence {
  /// Writes one part after the other.
  public interface Writer {
    /// @param index counted from 0, without a gap
    /// @param known with what is known of its text already
    void open(int index, Part known);

    void grow(int index, Part known, String delta);

    void learn(int index, Part known, String signature, Extras extras);

    /// @param isEmpty whether it is a tool call without a sign of arguments
    void close(int index, Part known, boolean isEmpty);
  }

  private final Writer out;
  private final List<Entry> parts = new ArrayList<>();
  private final Queue<Entry> waiting = new ArrayDeque<>();
  private final List<Json> late = new ArrayList<>();
  private @Nullable Entry open;
  private int written;

  public PartSequence(Writer out) {
    this.out = out;
  }

  public void begin(Part part) {
    var entry = new Entry(part);
    parts.add(entry);
    enter(entry);
  }

  public void grow(int part, String delta) {
    var entry = parts.get(part);
    if (entry.closed && !delta.isEmpty()) {
      entry = goOn(part, entry);
    }
    if (entry == open) {
      write(entry, new Piece.More(delta));
      advance();
    } else {
      entry.pieces.add(new Piece.More(delta));
    }
  }

  public void learn(int part, String signature, Extras extras) {
    var entry = parts.get(part);
    var piece = new Piece.Known(signature, extras);
    if (entry.closed) {
      late.add(LateWords.write(entry.index, signature, extras));
    } else if (entry == open) {
      write(entry, piece);
    } else {
      entry.pieces.add(piece);
    }
  }

  /// What was learned of parts that had ended: the end of the answer carries it as
  /// [LateWords#NAME].
  public List<Json> late() {
    return late;
  }

  /// Nothing more will come.
  public void finish() {
    while (open != null) {
      close(open);
      openNext();
    }
  }

  private Entry goOn(int part, Entry entry) {
    var more = entry.continuation();
    if (more == null) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "the provider sent more of a part of its answer that was complete");
    }
    var continuation = new Entry(more);
    parts.set(part, continuation);
    enter(continuation);
    return continuation;
  }

  private void enter(Entry entry) {
    waiting.add(entry);
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
    if (open != null) {
      open.index = written++;
      out.open(open.index, open.known);
      for (var piece : open.pieces) {
        write(open, piece);
      }
      open.pieces.clear();
    }
  }

  private void write(Entry entry, Piece piece) {
    switch (piece) {
      case Piece.More(var delta) -> {
        if (!delta.isEmpty()) {
          entry.grow(delta);
          out.grow(entry.index, entry.known, delta);
        }
      }
      case Piece.Known(var signature, var extras) ->
          out.learn(entry.index, entry.known, signature, extras);
    }
  }

  private void close(Entry entry) {
    entry.closed = true;
    out.close(entry.index, entry.known, entry.isEmpty());
  }

  private sealed interface Piece {
    record More(String delta) implements Piece {}

    record Known(String signature, Extras extras) implements Piece {}
  }

  private static final class Entry {
    final Part known;
    final List<Piece> pieces = new ArrayList<>();
    final StringBuilder arguments = new StringBuilder();
    int index;
    boolean closed;

    Entry(Part known) {
      this.known = known;
      if (known instanceof Part.ToolCall call) {
        arguments.append(call.arguments());
      }
    }

    void grow(String delta) {
      if (known instanceof Part.ToolCall) {
        arguments.append(delta);
      }
    }

    boolean isEmpty() {
      return known instanceof Part.ToolCall && arguments.isEmpty();
    }

    boolean mayEnd() {
      return !(known instanceof Part.ToolCall)
          || JsonBytes.findObject(arguments.toString()).isPresent();
    }

    @Nullable Part continuation() {
      return switch (known) {
        case Part.Text _ -> new Part.Text("");
        case Part.Refusal _ -> new Part.Refusal("", Extras.NONE);
        case Part.Reasoning _ -> new Part.Reasoning("", "", Extras.NONE);
        case Part.ToolCall _,
            Part.Image _,
            Part.Audio _,
            Part.File _,
            Part.ToolResult _,
            Part.Foreign _ ->
            null;
      };
    }
  }
}
