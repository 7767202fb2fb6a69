package dev.headgate.providers.responses;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.conversations.CodecRelayReader;
import dev.headgate.providers.sse.EventDecoder;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Reads an answer of this dialect on its way through, and shows it, whole, before its last event
/// goes on. Not thread-safe.
public final class ResponsesRelayReader implements RelayReader {
  /// Longest answer that is shown; a longer one only passes.
  public static final int MAX_SHOWN_BYTES = 16 * 1024 * 1024;

  private static final Set<String> ENDS = Set.of("response.completed", "response.incomplete");
  private static final String UNNAMED = "message";

  private final CodecRelayReader reader;
  private final Consumer<Json.Obj> beforeEnd;
  private final EventDecoder events = new EventDecoder();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final ByteArrayOutputStream end = new ByteArrayOutputStream();
  private boolean isTooLong;
  private Json.@Nullable Obj response;

  /// @param beforeEnd is shown the whole answer, unless it is too long
  public ResponsesRelayReader(String contentType, Consumer<Json.Obj> beforeEnd) {
    this.reader = new CodecRelayReader(new ResponsesCodec(), contentType, false);
    this.beforeEnd = beforeEnd;
  }

  @Override
  public boolean isStreamed() {
    return reader.isStreamed();
  }

  @Override
  public void accept(byte[] bytes, int from, int length, ByteSink out) {
    if (reader.isStreamed()) {
      events.accept(bytes, from, from + length, this::see);
    } else if (body.size() + length <= MAX_SHOWN_BYTES) {
      body.write(bytes, from, length);
    } else {
      isTooLong = true;
    }
    ByteSink held = end::write;
    reader.accept(
        bytes, from, length, (piece, at, size) -> (isDone() ? held : out).write(piece, at, size));
  }

  private void see(String event, byte[] data, int length) {
    if (ENDS.contains(event) || event.equals(UNNAMED)) {
      var read = object(data, length);
      if (ENDS.contains(read.text(Items.TYPE).orElse(event))) {
        response = read.object("response");
      }
    }
  }

  // What is no JSON is refused by the reader.
  private static Json.Obj object(byte[] data, int length) {
    try {
      return JsonBytes.read(data, 0, length) instanceof Json.Obj read ? read : Json.Obj.EMPTY;
    } catch (JacksonException _) {
      return Json.Obj.EMPTY;
    }
  }

  @Override
  public boolean hasBegun() {
    return reader.hasBegun();
  }

  @Override
  public boolean isBetweenEvents() {
    return reader.isBetweenEvents();
  }

  @Override
  public boolean isWhole() {
    return reader.isWhole();
  }

  @Override
  public boolean isDone() {
    return reader.isDone();
  }

  @Override
  public Completion completion() {
    return reader.completion();
  }

  @Override
  public long outputTokens() {
    return reader.outputTokens();
  }

  @Override
  public CallFailed incomplete() {
    return reader.incomplete();
  }

  @Override
  public void finish(ByteSink out) {
    if (!reader.isStreamed() && !isTooLong) {
      response = object(body.toByteArray(), body.size());
    }
    if (response != null) {
      beforeEnd.accept(response);
    }
    var last = end.toByteArray();
    out.write(last, 0, last.length);
    reader.finish(out);
  }
}
