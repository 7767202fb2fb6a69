package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.providers.openai.passing.OtherRequestScan;
import dev.headgate.providers.openai.passing.UnreadAnswer;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.server.dialects.AnswerRelay;
import dev.headgate.server.http.Handler;
import dev.headgate.server.http.HttpCall;

/// What models are asked for besides texts and vectors: images, sounds, moderations, an order of
/// documents. Only passed on, unless a model of this process puts documents in order: of the body
/// the model is read, of the answer what it took.
record OtherCalls(Pipeline pipeline) {
  /// @param path behind a provider's base address
  Handler at(Operation operation, String path) {
    return call -> relay(call, operation, path);
  }

  private void relay(HttpCall call, Operation operation, String path) {
    var scan =
        takesForms(operation) && call.isForm() ? form(call, path) : json(call, operation, path);
    if (operation == Operation.RERANK) {
      var model = pipeline.embeddingModel(scan.model());
      if (model.isPresent()) {
        new Reranking(pipeline).answer(call, scan.recorded(), model.get());
        return;
      }
    }
    AnswerRelay.relay(
        pipeline,
        call,
        operation,
        new RelayRequest(Dialect.OPENAI_CHAT, scan.recorded(), scan, null),
        contentType -> UnreadAnswer.or(operation, contentType));
  }

  private static OtherRequestScan form(HttpCall call, String path) {
    return OtherRequestScan.ofForm(path, call.contentType(), call.formBody());
  }

  private static OtherRequestScan json(HttpCall call, Operation operation, String path) {
    return OtherRequestScan.ofJson(path, isBoundedByItsText(operation), call.jsonBody());
  }

  private static boolean takesForms(Operation operation) {
    return switch (operation) {
      case IMAGE, TRANSCRIPTION, OTHER -> true;
      case CHAT, EMBEDDINGS, MODERATION, RERANK, SPEECH -> false;
    };
  }

  private static boolean isBoundedByItsText(Operation operation) {
    return switch (operation) {
      case MODERATION, RERANK -> true;
      case CHAT, EMBEDDINGS, IMAGE, SPEECH, TRANSCRIPTION, OTHER -> false;
    };
  }
}
