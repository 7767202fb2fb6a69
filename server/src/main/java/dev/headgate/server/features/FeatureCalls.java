package dev.headgate.server.features;

import dev.headgate.kernel.chat.EndUser;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.AnswerSink;
import dev.headgate.runtime.pipeline.calls.CallTerms;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.server.http.ErrorShape;
import dev.headgate.server.http.EventStream;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Json;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// `POST /v1/features/{name}/calls`.
public final class FeatureCalls {
  private final Pipeline pipeline;
  private final Function<HttpCall, CallTerms> terms;

  private FeatureCalls(Pipeline pipeline, Function<HttpCall, CallTerms> terms) {
    this.pipeline = pipeline;
    this.terms = terms;
  }

  /// @param terms reads what a call's headers ask of its way
  public static void addTo(Routes routes, Pipeline pipeline, Function<HttpCall, CallTerms> terms) {
    var calls = new FeatureCalls(pipeline, terms);
    routes.add(
        "POST",
        "/v1/features/{name}/calls",
        Permission.CALL,
        calls::handle,
        ErrorShape.NAMED_EVENT);
  }

  private void handle(HttpCall call) {
    var body = Json.readObject(call.jsonBody(), FeatureCalls::read);
    var stream = call.acceptsEvents();
    var request =
        new FeatureCall(
            call.caller(),
            call.parameter("name"),
            body.input,
            List.of(),
            body.user,
            stream,
            terms.apply(call),
            List.of());
    if (stream) {
      stream(call, request);
    } else {
      var answer = pipeline.answer(request, new WholeAnswer(call), call.cancellation());
      call.trace(answer.traceId());
      call.answerJson(Json.bytes(out -> AnswerJson.write(out, answer)));
    }
  }

  private void stream(HttpCall call, FeatureCall request) {
    var events = call.events();
    var answer = pipeline.answer(request, new Deltas(call, events), call.cancellation());
    events.send("answer", Json.bytes(out -> AnswerJson.write(out, answer)));
  }

  /// Sends the text on as it comes.
  private record Deltas(HttpCall call, EventStream events) implements AnswerSink {
    @Override
    public void begin(String traceId) {
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
      events.send("delta", deltaJson(delta));
    }
  }

  private static byte[] deltaJson(String delta) {
    return Json.bytes(out -> {
      out.writeStartObject();
      out.writeStringProperty("text", delta);
      out.writeEndObject();
    });
  }

  private record Body(Map<String, Object> input, String user) {}

  private static Body read(JsonParser in) {
    @Nullable Map<String, Object> input = null;
    var user = "";
    for (var name = Json.nextProperty(in); name != null; name = Json.nextProperty(in)) {
      switch (name) {
        case "input" -> {
          if (in.currentToken() != JsonToken.START_OBJECT) {
            throw CallFailed.invalid("input", "\"input\" must be an object");
          }
          input = Json.readMap(in, "input");
        }
        case "user" -> user = EndUser.checked("user", Json.requireText(in, "user"));
        default ->
            throw CallFailed.invalid(
                name, "unknown property \"" + name + "\"; a feature's call has input and user");
      }
    }
    if (input == null) {
      throw CallFailed.invalid(
          "input", "\"input\" is missing; send {\"input\": {\"question\": \"…\"}}");
    }
    return new Body(input, user);
  }
}
