package dev.headgate.server.openai;

import dev.headgate.runtime.pipeline.calls.AnswerSink;
import dev.headgate.server.http.EventStream;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Json;
import java.time.Duration;

/// Sends an answer's text on as chunks, after one that opens the message.
final class ChunkSink implements AnswerSink {
  private final HttpCall call;
  private final CompletionJson json;
  private final EventStream events;
  private String traceId = "";
  private boolean opened;

  ChunkSink(HttpCall call, CompletionJson json, EventStream events) {
    this.call = call;
    this.json = json;
    this.events = events;
  }

  @Override
  public void begin(String traceId) {
    this.traceId = traceId;
    call.trace(traceId);
  }

  @Override
  public void attempted(String attempts) {
    call.attempted(attempts);
  }

  @Override
  public void remembered(Duration age) {
    call.remembered(age);
  }

  @Override
  public void accept(String delta) {
    open();
    events.send(Json.bytes(out -> json.deltaChunk(out, traceId, delta)));
  }

  /// Opens the message, once.
  void open() {
    if (!opened) {
      opened = true;
      events.send(Json.bytes(out -> json.firstChunk(out, traceId)));
    }
  }
}
