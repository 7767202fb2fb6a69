package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Operation;
import dev.headgate.providers.openai.passing.RequestScan;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.server.dialects.AnswerRelay;
import dev.headgate.server.dialects.Terms;
import dev.headgate.server.features.WholeAnswer;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/// `POST /v1/chat/completions`. The model `feature/<name>` is answered by a feature, any other by a
/// provider.
final class ChatCompletions {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final Pipeline pipeline;
  private final InstantSource clock;

  ChatCompletions(Pipeline pipeline, InstantSource clock) {
    this.pipeline = pipeline;
    this.clock = clock;
  }

  void handle(HttpCall call) {
    var bytes = call.jsonBody();
    var scan = RequestScan.of(Operation.CHAT, bytes);
    if (scan.model().startsWith(Pipeline.FEATURE_PREFIX)) {
      answer(call, FeatureChat.read(bytes));
    } else {
      Relays.chat(pipeline, call, bytes, scan, clock.instant().getEpochSecond());
    }
  }

  private void answer(HttpCall call, FeatureChat chat) {
    var json = new CompletionJson(chat, clock.instant().getEpochSecond());
    var request =
        new FeatureCall(
            call.caller(),
            chat.model().substring(Pipeline.FEATURE_PREFIX.length()),
            Map.of(Pipeline.QUESTION, chat.question()),
            chat.history(),
            chat.user(),
            chat.stream(),
            Terms.of(call),
            chat.ignored());
    AnswerRelay.announceIgnored(call, chat.ignored());
    if (chat.stream()) {
      stream(call, request, json);
    } else {
      var answer = pipeline.answer(request, new WholeAnswer(call), call.cancellation());
      call.trace(answer.traceId());
      call.answerJson(Json.bytes(out -> json.completion(out, answer)));
    }
  }

  private void stream(HttpCall call, FeatureCall request, CompletionJson json) {
    var events = call.events();
    var deltas = new ChunkSink(call, json, events);
    var answer = pipeline.answer(request, deltas, call.cancellation());
    deltas.open();
    events.send(Json.bytes(out -> json.lastChunk(out, answer)));
    if (json.includesUsage()) {
      events.send(Json.bytes(out -> json.usageChunk(out, answer)));
    }
    events.send(DONE);
  }
}
