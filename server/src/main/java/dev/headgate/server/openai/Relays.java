package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.providers.openai.codec.EmbeddingsCodec;
import dev.headgate.providers.openai.passing.OpenAiRelayReader;
import dev.headgate.providers.openai.passing.RequestScan;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.server.dialects.AnswerRelay;
import dev.headgate.server.dialects.CodecVectors;
import dev.headgate.server.http.HttpCall;

/// Calls in this dialect for whoever answers them.
final class Relays {
  private static final EmbeddingsCodec VECTORS = new EmbeddingsCodec();
  private static final String EMBEDDINGS = "/embeddings";

  private Relays() {}

  /// @param now epoch seconds
  static void chat(Pipeline pipeline, HttpCall call, byte[] body, RequestScan scan, long now) {
    relay(pipeline, call, Operation.CHAT, ChatTranslation.request(body, scan, now), scan);
  }

  static void embeddings(Pipeline pipeline, HttpCall call, byte[] body, RequestScan scan) {
    var translation = new CodecVectors(VECTORS, EMBEDDINGS, body);
    relay(
        pipeline,
        call,
        Operation.EMBEDDINGS,
        RelayRequest.ofVectors(Dialect.OPENAI_CHAT, body, scan, translation),
        scan);
  }

  private static void relay(
      Pipeline pipeline,
      HttpCall call,
      Operation operation,
      RelayRequest request,
      RequestScan scan) {
    AnswerRelay.relay(
        pipeline,
        call,
        operation,
        request,
        contentType -> new OpenAiRelayReader(operation, contentType, scan.addsUsage()));
  }
}
