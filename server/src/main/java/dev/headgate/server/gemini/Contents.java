package dev.headgate.server.gemini;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.conversations.CodecRelayReader;
import dev.headgate.providers.gemini.GeminiCodec;
import dev.headgate.providers.gemini.GeminiRequestScan;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.server.dialects.AnswerRelay;
import dev.headgate.server.dialects.CodecTranslation;
import dev.headgate.server.dialects.FeatureDoor;
import dev.headgate.server.dialects.Terms;
import dev.headgate.server.dialects.TokenCounts;
import dev.headgate.server.http.HttpCall;
import java.util.function.Function;

/// `POST /v1beta/models/{model}:operation`. The model `feature/<name>` is answered by a feature,
/// any other by a provider, or in this process where it makes vectors there.
final class Contents {
  private static final GeminiCodec CODEC = new GeminiCodec();
  private static final String COUNTED = "generateContentRequest";

  private final Pipeline pipeline;
  private final Vectors vectors;
  private final FeatureDoor asEvents;
  private final FeatureDoor asArray;

  Contents(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.vectors = new Vectors(pipeline);
    this.asEvents = features(pipeline, CODEC::encoder);
    this.asArray = features(pipeline, CODEC::arrayEncoder);
  }

  private static FeatureDoor features(
      Pipeline pipeline, Function<ByteSink, AnswerEncoder> encoders) {
    return new FeatureDoor(
        pipeline, CODEC, encoders, "", CODEC::writeAnswer, GeminiCodec.noTokens());
  }

  /// @param parameter of the route that holds the model and what is asked of it
  void handle(HttpCall call, String parameter) {
    var path = "/models/" + call.parameter(parameter);
    var body = call.jsonBody();
    var events = call.query("alt").filter("sse"::equals).isPresent();
    var scan = GeminiRequestScan.of(path, events, body);
    switch (scan.operation()) {
      case "generateContent", "streamGenerateContent" -> generate(call, path, body, scan);
      case "countTokens" -> countTokens(call, path, body, scan);
      case "embedContent", "batchEmbedContents" -> vectors.embed(call, path, body, scan);
      default ->
          throw new CallFailed(
              ErrorCode.ROUTE_NOT_FOUND,
              "\"%s\" is not served here; use generateContent, streamGenerateContent, countTokens, embedContent or batchEmbedContents"
                  .formatted(scan.operation()));
    }
  }

  private void generate(HttpCall call, String path, byte[] body, GeminiRequestScan scan) {
    if (scan.model().startsWith(Pipeline.FEATURE_PREFIX)) {
      var door = scan.isArray() ? asArray : asEvents;
      door.answer(call, CodecTranslation.read(CODEC, path, body), "");
      return;
    }
    AnswerRelay.relay(
        pipeline,
        call,
        Operation.CHAT,
        ContentTranslation.request(CODEC, path, body, scan),
        contentType -> new CodecRelayReader(CODEC, contentType, scan.isArray()));
  }

  // The contents stand in the request itself, or in one that would have them answered.
  private void countTokens(HttpCall call, String path, byte[] body, GeminiRequestScan scan) {
    var request =
        new RelayRequest(
            Dialect.GEMINI, body, scan, new CodecTranslation(CODEC, path, answered(body), scan));
    var counted =
        pipeline.countTokens(
            new RelayCall(call.caller(), Operation.CHAT, request, Terms.of(call)),
            TokenCounts::new,
            call.cancellation());
    call.trace(counted.traceId());
    call.answerJson(
        JsonBytes.write(Json.Obj.of("totalTokens", Json.Num.of(counted.inputTokens()))));
  }

  private static byte[] answered(byte[] body) {
    return JsonBytes.read(body) instanceof Json.Obj object && object.has(COUNTED)
        ? JsonBytes.write(object.object(COUNTED))
        : body;
  }
}
