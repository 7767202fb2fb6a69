package dev.headgate.server.dialects;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.AnswerSink;
import dev.headgate.runtime.pipeline.calls.FeatureAnswer;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.server.features.AnswerJson;
import dev.headgate.server.features.WholeAnswer;
import dev.headgate.server.http.AnswerStream;
import dev.headgate.server.http.HttpCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Features as models, in any dialect that has a codec. Where an answer comes from stands under its
/// member `headgate`.
///
/// @param codec of the dialect
/// @param encoders write a streamed answer in it
/// @param idPrefix what ids of answers begin with
/// @param wholes write a whole answer in it
/// @param noTokens what an answer says that took none, where the dialect always says it
public record FeatureDoor(
    Pipeline pipeline,
    ChatCodec codec,
    Function<ByteSink, AnswerEncoder> encoders,
    String idPrefix,
    Function<ChatAnswer, Json.Obj> wholes,
    Json.Obj noTokens) {
  /// Whole answers are written by the codec.
  public FeatureDoor(
      Pipeline pipeline,
      ChatCodec codec,
      Function<ByteSink, AnswerEncoder> encoders,
      String idPrefix) {
    this(pipeline, codec, encoders, idPrefix, codec::writeAnswer, Json.Obj.EMPTY);
  }

  /// @param user the caller's own name for its user, empty for none
  public void answer(HttpCall call, ChatRequest request, String user) {
    var talk = FeatureTalk.of(request, codec.dialect());
    var feature =
        new FeatureCall(
            call.caller(),
            request.model().substring(Pipeline.FEATURE_PREFIX.length()),
            Map.of(Pipeline.QUESTION, talk.question()),
            talk.history(),
            user,
            request.stream(),
            Terms.of(call),
            talk.ignored());
    AnswerRelay.announceIgnored(call, talk.ignored());
    if (request.stream()) {
      stream(call, feature, request.model());
    } else {
      var answer = pipeline.answer(feature, new WholeAnswer(call), call.cancellation());
      call.trace(answer.traceId());
      call.answerJson(
          JsonBytes.write(wholes.apply(whole(answer, request.model(), talk.ignored()))));
    }
  }

  private ChatAnswer whole(FeatureAnswer answer, String model, List<String> ignored) {
    var message = new ChatMessage(Role.ASSISTANT, answer.answer().text());
    return new ChatAnswer(
        idPrefix + answer.traceId(),
        model,
        List.of(new ChatAnswer.Choice(0, message, answer.completion().finishReason(), Extras.NONE)),
        answer.completion().usage(),
        origin(answer, ignored));
  }

  private Extras origin(FeatureAnswer answer, List<String> ignored) {
    var json =
        JsonBytes.read(
            dev.headgate.server.http.Json.bytes(out -> {
              out.writeStartObject();
              AnswerJson.writeOrigin(out, answer, ignored);
              out.writeEndObject();
            }));
    var counts = answer.completion().usage().equals(Usage.NONE) ? noTokens : Json.Obj.EMPTY;
    return new Extras(codec.dialect(), counts.with(Carried.MEMBER, json));
  }

  private void stream(HttpCall call, FeatureCall feature, String model) {
    var pieces = new Pieces(call, model, feature.ignored());
    var answer = pipeline.answer(feature, pieces, call.cancellation());
    pieces.end(answer);
  }

  /// Writes an answer as it comes.
  private final class Pieces implements AnswerSink {
    private final HttpCall call;
    private final String model;
    private final List<String> ignored;
    private final AnswerEncoder encoder;
    private final AnswerStream stream;
    private String id = "";
    private boolean begun;

    Pieces(HttpCall call, String model, List<String> ignored) {
      this.call = call;
      this.model = model;
      this.ignored = ignored;
      this.encoder = encoders.apply(this::write);
      this.stream = call.begin(200, encoder.contentType());
    }

    private void write(byte[] bytes, int from, int length) {
      stream.write(bytes, from, length);
    }

    @Override
    public void begin(String traceId) {
      id = idPrefix + traceId;
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
      if (begun) {
        encoder.accept(new ChatEvent.Grew(0, 0, delta));
        return;
      }
      begun = true;
      encoder.accept(new ChatEvent.Began(id, model, Extras.NONE));
      encoder.accept(new ChatEvent.PartBegan(0, 0, new Part.Text(delta)));
    }

    void end(FeatureAnswer answer) {
      if (!begun) {
        accept("");
      }
      encoder.accept(new ChatEvent.ChoiceEnded(0, answer.completion().finishReason(), Extras.NONE));
      encoder.accept(new ChatEvent.Used(answer.completion().usage(), origin(answer, ignored)));
      encoder.end();
    }
  }
}
