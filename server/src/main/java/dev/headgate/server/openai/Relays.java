package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.providers.openai.OpenAiRelayReader;
import dev.headgate.providers.openai.RequestScan;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.RelayRequest;
import dev.headgate.server.dialects.AnswerRelay;
import dev.headgate.server.http.HttpCall;

/// Calls in this dialect for whoever answers them.
final class Relays {
  private Relays() {}

  static void relay(
      Pipeline pipeline, HttpCall call, Operation operation, byte[] body, RequestScan scan) {
    var translation = operation == Operation.CHAT ? new ChatTranslation(body, scan) : null;
    AnswerRelay.relay(
        pipeline,
        call,
        operation,
        new RelayRequest(Dialect.OPENAI_CHAT, body, scan, translation),
        contentType -> new OpenAiRelayReader(operation, contentType, scan.addsUsage()));
  }
}
