package dev.headgate.server.gemini;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.providers.gemini.GeminiEmbeddingCodec;
import dev.headgate.providers.gemini.GeminiRequestScan;
import dev.headgate.providers.vectors.TextInputs;
import dev.headgate.providers.vectors.VectorForm;
import dev.headgate.providers.vectors.VectorRelayReader;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.EmbeddingCall;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.server.dialects.AnswerRelay;
import dev.headgate.server.dialects.CodecVectors;
import dev.headgate.server.http.HttpCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `embedContent` and `batchEmbedContents`.
record Vectors(Pipeline pipeline) {
  private static final GeminiEmbeddingCodec CODEC = new GeminiEmbeddingCodec();
  private static final Pattern INPUT = Pattern.compile("input(\\[\\d+])(.*)");

  void embed(HttpCall call, String path, byte[] body, GeminiRequestScan scan) {
    var contents = new Translation(path, body, scan.operation().equals("embedContent"));
    try {
      var model = pipeline.embeddingModel(scan.model());
      if (model.isPresent()) {
        embedHere(call, contents, scan, model.get());
        return;
      }
      AnswerRelay.relay(
          pipeline,
          call,
          Operation.EMBEDDINGS,
          RelayRequest.ofVectors(Dialect.GEMINI, body, scan, contents),
          _ -> new VectorRelayReader(CODEC));
    } catch (CallFailed e) {
      throw e.param().map(contents::named).map(e::blaming).orElse(e);
    }
  }

  private void embedHere(
      HttpCall call, Translation contents, GeminiRequestScan scan, EmbeddingModel model) {
    var request = contents.request();
    var dimension = request.dimension();
    var wanted =
        new EmbeddingCall.Wanted(
            dimension == null ? 0 : dimension, CodecVectors.purpose(request.purpose()));
    var answer =
        pipeline.embed(
            new EmbeddingCall(call.caller(), scan.model(), model, texts(request), wanted, ""),
            call.cancellation());
    call.trace(answer.traceId());
    var vectors = new ArrayList<EmbeddingAnswer.Vector>();
    for (var vector : answer.vectors()) {
      vectors.add(
          new EmbeddingAnswer.Vector(vectors.size(), VectorForm.NUMBERS.of(vector), Extras.NONE));
    }
    call.answerJson(
        contents.whole(
            new EmbeddingAnswer(
                answer.model(), vectors, Usage.of(answer.inputTokens(), 0, 0, 0), Extras.NONE)));
  }

  private static List<String> texts(EmbeddingRequest request) {
    request
        .extras()
        .members()
        .members()
        .forEach((name, value) -> {
          if (!ForeignWords.saysNothing(value)) {
            throw meaningless(name);
          }
        });
    var texts = TextInputs.of(request, Vectors::meaningless);
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).isEmpty()) {
        throw CallFailed.invalid("input[" + i + "]", "an embedded model reads no empty text");
      }
    }
    return texts;
  }

  private static CallFailed meaningless(String part) {
    return CallFailed.unsupported(
        part, "\"" + part + "\" means nothing to an embedded model; leave it out");
  }

  /// Contents between this dialect and the canonical form.
  private static final class Translation extends CodecVectors {
    private final boolean one;

    Translation(String path, byte[] body, boolean one) {
      super(CODEC, path, body);
      this.one = one;
    }

    // Vectors are numbers here, whatever the provider sends by itself.
    @Override
    public EmbeddingRequest request() {
      var request = super.request();
      return new EmbeddingRequest(
          request.model(),
          request.inputs(),
          request.dimension(),
          "float",
          request.purpose(),
          request.extras());
    }

    // One text's vector stands alone.
    @Override
    public byte[] whole(EmbeddingAnswer answer) {
      var written = CODEC.writeAnswer(answer);
      return JsonBytes.write(
          one
              ? written
                  .without("embeddings")
                  .with("embedding", written.array("embeddings").getFirst())
              : written);
    }

    /// How this dialect calls a part of a request.
    String named(String part) {
      return switch (part) {
        case "input_type" -> "taskType";
        case "dimensions" -> "outputDimensionality";
        case "input" -> one ? "content" : "requests";
        default -> {
          var input = INPUT.matcher(part);
          if (!input.matches()) {
            yield part;
          }
          var rest = input.group(2).isEmpty() ? ".content" : input.group(2);
          yield one ? rest.substring(1) : "requests" + input.group(1) + rest;
        }
      };
    }
  }
}
