package dev.headgate.server.dialects;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The models that a caller may call, as the caller's dialect lists them. Three dialects list
/// theirs at `GET /v1/models`, and only their headers tell them apart.
public final class ModelList {
  private static final String GOOGLES_KEY = "x-goog-api-key";
  private static final String ANTHROPICS_VERSION = "anthropic-version";
  private static final String GOOGLES_PREFIX = "models/";

  private final Pipeline pipeline;
  private final Instant created;

  /// @param created what stands for the age of every model: nobody knows it
  public ModelList(Pipeline pipeline, Instant created) {
    this.pipeline = pipeline;
    this.created = created;
  }

  /// All models, in the form of whoever asks.
  public void list(HttpCall call) {
    if (call.header(GOOGLES_KEY).isPresent()) {
      listAsGoogle(call);
      return;
    }
    var models = pipeline.models(call.caller());
    var anthropic = call.header(ANTHROPICS_VERSION).isPresent();
    call.answerJson(
        Json.bytes(out -> {
          out.writeStartObject();
          if (!anthropic) {
            out.writeStringProperty("object", "list");
          }
          out.writeArrayPropertyStart("data");
          models.forEach(model -> {
            if (anthropic) {
              writeAsAnthropic(out, model);
            } else {
              writeAsOpenAi(out, model);
            }
          });
          out.writeEndArray();
          if (anthropic) {
            writeThatThisIsAll(out, models);
          }
          out.writeEndObject();
        }));
  }

  /// One model, in the form of whoever asks.
  ///
  /// @param parameter of the path, which names the model
  public void show(HttpCall call, String parameter) {
    if (call.header(GOOGLES_KEY).isPresent()) {
      showAsGoogle(call, parameter);
      return;
    }
    var model = require(call, parameter, "/v1/models");
    var anthropic = call.header(ANTHROPICS_VERSION).isPresent();
    call.answerJson(
        Json.bytes(out -> {
          if (anthropic) {
            writeAsAnthropic(out, model);
          } else {
            writeAsOpenAi(out, model);
          }
        }));
  }

  /// All models in Google's form.
  public void listAsGoogle(HttpCall call) {
    var models = pipeline.models(call.caller());
    call.answerJson(
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeArrayPropertyStart("models");
          models.forEach(model -> writeAsGoogle(out, model));
          out.writeEndArray();
          out.writeEndObject();
        }));
  }

  /// One model in Google's form.
  ///
  /// @param parameter of the path, which names the model
  public void showAsGoogle(HttpCall call, String parameter) {
    var model = require(call, parameter, "/v1beta/models");
    call.answerJson(Json.bytes(out -> writeAsGoogle(out, model)));
  }

  private String require(HttpCall call, String parameter, String list) {
    var name = call.parameter(parameter);
    return pipeline.models(call.caller()).stream()
        .filter(name::equals)
        .findAny()
        .orElseThrow(() ->
            new CallFailed(
                ErrorCode.MODEL_NOT_FOUND,
                "there is no model \"%s\"; GET %s lists those there are".formatted(name, list)));
  }

  private void writeAsOpenAi(JsonGenerator out, String model) {
    out.writeStartObject();
    out.writeStringProperty("id", model);
    out.writeStringProperty("object", "model");
    out.writeNumberProperty("created", created.getEpochSecond());
    out.writeStringProperty("owned_by", "headgate");
    out.writeEndObject();
  }

  private void writeAsAnthropic(JsonGenerator out, String model) {
    out.writeStartObject();
    out.writeStringProperty("type", "model");
    out.writeStringProperty("id", model);
    out.writeStringProperty("display_name", model);
    out.writeStringProperty("created_at", created.truncatedTo(ChronoUnit.SECONDS).toString());
    out.writeEndObject();
  }

  private static void writeThatThisIsAll(JsonGenerator out, List<String> models) {
    out.writeBooleanProperty("has_more", false);
    out.writeName("first_id");
    writeOrNull(out, models.isEmpty() ? null : models.getFirst());
    out.writeName("last_id");
    writeOrNull(out, models.isEmpty() ? null : models.getLast());
  }

  private static void writeOrNull(JsonGenerator out, @Nullable String text) {
    if (text == null) {
      out.writeNull();
    } else {
      out.writeString(text);
    }
  }

  private static void writeAsGoogle(JsonGenerator out, String model) {
    out.writeStartObject();
    out.writeStringProperty("name", GOOGLES_PREFIX + model);
    out.writeStringProperty("displayName", model);
    out.writeArrayPropertyStart("supportedGenerationMethods");
    List.of("generateContent", "streamGenerateContent", "countTokens", "embedContent")
        .forEach(out::writeString);
    out.writeEndArray();
    out.writeEndObject();
  }
}
