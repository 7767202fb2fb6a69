package dev.headgate.server.gemini;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Json;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `GET /v1beta/models` and `GET /v1beta/models/{model}`.
final class Models {
  private static final String PREFIX = "models/";

  private final Pipeline pipeline;

  Models(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  void list(HttpCall call) {
    var models = pipeline.models(call.caller());
    call.answerJson(
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeArrayPropertyStart("models");
          models.forEach(model -> write(out, model));
          out.writeEndArray();
          out.writeEndObject();
        }));
  }

  void show(HttpCall call) {
    var name = call.parameter("model");
    var model =
        pipeline.models(call.caller()).stream()
            .filter(name::equals)
            .findAny()
            .orElseThrow(() ->
                new CallFailed(
                    ErrorCode.MODEL_NOT_FOUND,
                    "there is no model \""
                        + name
                        + "\"; GET /v1beta/models lists those there are"));
    call.answerJson(Json.bytes(out -> write(out, model)));
  }

  private static void write(JsonGenerator out, String model) {
    out.writeStartObject();
    out.writeStringProperty("name", PREFIX + model);
    out.writeStringProperty("displayName", model);
    out.writeArrayPropertyStart("supportedGenerationMethods");
    List.of("generateContent", "streamGenerateContent", "countTokens", "embedContent")
        .forEach(out::writeString);
    out.writeEndArray();
    out.writeEndObject();
  }
}
