package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Operation;
import dev.headgate.providers.openai.passing.RequestScan;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.EmbeddingAnswer;
import dev.headgate.runtime.pipeline.calls.EmbeddingCall;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import tools.jackson.core.JsonGenerator;

/// `POST /v1/embeddings`. Some models run in this process, the others at a provider.
final class Embeddings {
  private final Pipeline pipeline;

  Embeddings(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  void handle(HttpCall call) {
    var bytes = call.jsonBody();
    var scan = RequestScan.of(Operation.EMBEDDINGS, bytes);
    var model = pipeline.embeddingModel(scan.model());
    if (model.isEmpty()) {
      Relays.embeddings(pipeline, call, bytes, scan);
      return;
    }
    var request = EmbeddingRequest.read(bytes);
    var answer =
        pipeline.embed(
            new EmbeddingCall(
                call.caller(),
                request.model(),
                model.get(),
                request.texts(),
                request.wanted(),
                request.user()),
            call.cancellation());
    call.trace(answer.traceId());
    call.answerJson(Json.bytes(out -> write(out, answer, request.base64())));
  }

  private static void write(JsonGenerator out, EmbeddingAnswer answer, boolean base64) {
    out.writeStartObject();
    out.writeStringProperty("object", "list");
    out.writeArrayPropertyStart("data");
    for (int i = 0; i < answer.vectors().size(); i++) {
      out.writeStartObject();
      out.writeStringProperty("object", "embedding");
      out.writeNumberProperty("index", i);
      out.writeName("embedding");
      writeVector(out, answer.vectors().get(i), base64);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringProperty("model", answer.model());
    out.writeObjectPropertyStart("usage");
    out.writeNumberProperty("prompt_tokens", answer.inputTokens());
    out.writeNumberProperty("total_tokens", answer.inputTokens());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void writeVector(JsonGenerator out, float[] vector, boolean base64) {
    if (base64) {
      var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vector);
      out.writeString(Base64.getEncoder().encodeToString(bytes.array()));
      return;
    }
    out.writeStartArray();
    for (var value : vector) {
      out.writeNumber(value);
    }
    out.writeEndArray();
  }
}
