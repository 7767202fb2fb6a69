package dev.headgate.providers.anthropic;

import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.sse.EventDecoder;
import dev.headgate.providers.wire.JsonBytes;
import org.jspecify.annotations.Nullable;

/// Which block of content was open where a stream broke. Not thread-safe.
final class ToldBlocks implements ByteSink {
  private final EventDecoder events = new EventDecoder();
  private boolean begun;
  private @Nullable String open;

  @Override
  public void write(byte[] bytes, int from, int length) {
    events.accept(
        bytes,
        from,
        from + length,
        (_, data, size) -> {
          if (JsonBytes.read(data, 0, size) instanceof Json.Obj event) {
            see(event);
          }
        });
  }

  private void see(Json.Obj event) {
    switch (event.text("type").orElse("")) {
      case "message_start" -> begun = true;
      case "content_block_start" -> open = event.object("content_block").text("type").orElse("");
      case "content_block_stop" -> open = null;
      default -> {}
    }
  }

  /// Whether the message can be written on: a tool call cannot be ended by another model, and
  /// neither can a thought, which its own signs.
  boolean canGoOn() {
    return begun && (open == null || open.equals("text"));
  }

  boolean hasOpen() {
    return open != null;
  }
}
