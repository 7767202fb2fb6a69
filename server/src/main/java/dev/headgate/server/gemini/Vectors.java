package dev.headgate.server.gemini;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.embeddings.EmbeddingRequest.Input;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.gemini.GeminiEmbeddingCodec;
import dev.headgate.providers.gemini.GeminiRequestScan;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.VectorRelayReader;
import dev.headgate.runtime.pipeline.EmbeddingCall;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.RelayRequest;
import dev.headgate.server.dialects.AnswerRelay;
import dev.headgate.server.http.HttpCall;
import java.util.ArrayList;
import java.util.List;

/// `embedContent` and `batchEmbedContents`.
record Vectors(Pipeline pipeline) {
  private static final GeminiEmbeddingCodec CODEC = new GeminiEmbeddingCodec();

  void embed(HttpCall call, String path, byte[] body, GeminiRequestScan scan) {
    var model = pipeline.embeddingModel(scan.model());
    if (model.isPresent()) {
      embedHere(call, path, body, scan, model.get());
      return;
    }
    AnswerRelay.relay(
        pipeline,
        call,
        Operation.EMBEDDINGS,
        new RelayRequest(Dialect.GEMINI, body, scan, null),
        _ -> new VectorRelayReader(CODEC));
  }

  private void embedHere(
      HttpCall call, String path, byte[] body, GeminiRequestScan scan, EmbeddingModel model) {
    var request = request(path, body);
    var dimension = request.dimension();
    var answer =
        pipeline.embed(
            new EmbeddingCall(
                call.caller(),
                scan.model(),
                model,
                texts(request),
                dimension == null ? 0 : dimension,
                ""),
            call.cancellation());
    call.trace(answer.traceId());
    var vectors = new ArrayList<EmbeddingAnswer.Vector>();
    for (var vector : answer.vectors()) {
      vectors.add(new EmbeddingAnswer.Vector(vectors.size(), numbers(vector), Extras.NONE));
    }
    var written =
        CODEC.writeAnswer(
            new EmbeddingAnswer(
                answer.model(), vectors, Usage.of(answer.inputTokens(), 0, 0, 0), Extras.NONE));
    call.answerJson(
        JsonBytes.write(scan.operation().equals("embedContent") ? one(written) : written));
  }

  // One text's vector stands alone.
  private static Json.Obj one(Json.Obj written) {
    return written.without("embeddings").with("embedding", written.array("embeddings").getFirst());
  }

  private static EmbeddingRequest request(String path, byte[] body) {
    return JsonBytes.read(body) instanceof Json.Obj object
        ? CODEC.readRequest(new WireRequest(path, object))
        : CODEC.readRequest(new WireRequest(path, Json.Obj.EMPTY));
  }

  private static List<String> texts(EmbeddingRequest request) {
    var texts = new ArrayList<String>();
    for (var input : request.inputs()) {
      var text = text(input);
      if (text.isEmpty()) {
        throw CallFailed.invalid(
            "content", "an embedded model reads one text a content, and no empty one");
      }
      texts.add(text);
    }
    return texts;
  }

  private static String text(Input input) {
    return switch (input) {
      case Input.Words(var text) -> text;
      case Input.Mixed(var parts, _)
          when parts.size() == 1 && parts.getFirst() instanceof Part.Text(var text, _) ->
          text;
      case Input.Mixed _, Input.Tokens _ -> "";
    };
  }

  private static Json numbers(float[] vector) {
    var numbers = new ArrayList<Json>(vector.length);
    for (var value : vector) {
      numbers.add(new Json.Num(Float.toString(value)));
    }
    return new Json.Arr(numbers);
  }
}
