package dev.headgate.server.openai;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.RerankAnswer;
import dev.headgate.runtime.pipeline.calls.RerankCall;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Json;
import tools.jackson.core.JsonGenerator;

/// `POST /v1/rerank` for an embedding model of this process: in Cohere's shape, the cosines of the
/// documents' vectors with the query's. That is no reranker, which reads a query and a document
/// together.
record Reranking(Pipeline pipeline) {
  void answer(HttpCall call, byte[] body, EmbeddingModel model) {
    var request = RerankRequest.read(body);
    var answer =
        pipeline.rerank(
            new RerankCall(
                call.caller(),
                request.model(),
                model,
                request.query(),
                request.documents(),
                request.user()),
            call.cancellation());
    call.trace(answer.traceId());
    call.answerJson(Json.bytes(out -> write(out, request, answer)));
  }

  private static void write(JsonGenerator out, RerankRequest request, RerankAnswer answer) {
    out.writeStartObject();
    out.writeStringProperty("id", answer.traceId());
    out.writeStringProperty("model", answer.model());
    out.writeArrayPropertyStart("results");
    answer.ranked().stream()
        .limit(request.most())
        .forEach(ranked -> {
          out.writeStartObject();
          out.writeNumberProperty("index", ranked.index());
          out.writeNumberProperty("relevance_score", ranked.cosine());
          if (request.returnDocuments()) {
            out.writeObjectPropertyStart("document");
            out.writeStringProperty("text", request.documents().get(ranked.index()));
            out.writeEndObject();
          }
          out.writeEndObject();
        });
    out.writeEndArray();
    out.writeObjectPropertyStart("meta");
    out.writeObjectPropertyStart("tokens");
    out.writeNumberProperty("input_tokens", answer.inputTokens());
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndObject();
  }
}
