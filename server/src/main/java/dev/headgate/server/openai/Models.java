package dev.headgate.server.openai;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Json;
import tools.jackson.core.JsonGenerator;

/// `GET /v1/models` and `GET /v1/models/{id}`.
final class Models {
  private final Pipeline pipeline;
  private final long created;

  /// @param created epoch seconds that stand for the age of every model: nobody knows it
  Models(Pipeline pipeline, long created) {
    this.pipeline = pipeline;
    this.created = created;
  }

  void list(HttpCall call) {
    var models = pipeline.models(call.caller());
    call.answerJson(
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeStringProperty("object", "list");
          out.writeArrayPropertyStart("data");
          models.forEach(model -> write(out, model));
          out.writeEndArray();
          out.writeEndObject();
        }));
  }

  void show(HttpCall call) {
    var id = call.parameter("id");
    var model =
        pipeline.models(call.caller()).stream()
            .filter(id::equals)
            .findAny()
            .orElseThrow(() ->
                new CallFailed(
                    ErrorCode.MODEL_NOT_FOUND,
                    "there is no model \"" + id + "\"; GET /v1/models lists those there are"));
    call.answerJson(Json.bytes(out -> write(out, model)));
  }

  private void write(JsonGenerator out, String id) {
    out.writeStartObject();
    out.writeStringProperty("id", id);
    out.writeStringProperty("object", "model");
    out.writeNumberProperty("created", created);
    out.writeStringProperty("owned_by", "headgate");
    out.writeEndObject();
  }
}
