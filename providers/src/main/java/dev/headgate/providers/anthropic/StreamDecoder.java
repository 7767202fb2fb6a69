package dev.headgate.providers.anthropic;

import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.sse.EventDecoder;
import dev.headgate.providers.wire.JsonBytes;
import tools.jackson.core.JacksonException;

/// Reads a stream of server-sent events.
final class StreamDecoder implements AnswerDecoder {
  private static final byte[] END_OF_EVENT = {'\n', '\n'};

  private final EventDecoder events = new EventDecoder();
  private final MessageEvents message;

  StreamDecoder(ChatSink sink) {
    this.message = new MessageEvents(sink);
  }

  @Override
  public void accept(byte[] bytes, int from, int length) {
    events.accept(bytes, from, from + length, (_, data, size) -> accept(data, size));
  }

  private void accept(byte[] data, int length) {
    Json event;
    try {
      event = JsonBytes.read(data, 0, length);
    } catch (JacksonException e) {
      throw AnswerWords.malformed("an event that is not JSON", e);
    }
    if (!(event instanceof Json.Obj object)) {
      throw AnswerWords.malformed("an event that is no JSON object");
    }
    message.accept(object);
  }

  @Override
  public boolean isWhole() {
    return message.isWhole();
  }

  @Override
  public void end() {
    if (!isWhole()) {
      endLastEvent();
    }
    if (!isWhole()) {
      throw new CallFailed(
          ErrorCode.PROVIDER_TRUNCATED,
          "the provider's answer broke off before it said that it is complete");
    }
  }

  // Some servers end their last event with the stream and not with an empty line.
  private void endLastEvent() {
    try {
      accept(END_OF_EVENT, 0, END_OF_EVENT.length);
    } catch (CallFailed e) {
      if (e.code() != ErrorCode.PROVIDER_MALFORMED) {
        throw e;
      }
      // The event was cut in its middle.
    }
  }
}
