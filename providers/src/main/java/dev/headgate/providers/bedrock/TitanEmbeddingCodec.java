package dev.headgate.providers.bedrock;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.embeddings.EmbeddingRequest.Input;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.vectors.CarriedVectors;
import dev.headgate.providers.vectors.InputType;
import dev.headgate.providers.vectors.TextInputs;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.List;

/// Amazon Titan's text embeddings on Bedrock: one text a request. Source: AWS, "Amazon Titan Text
/// Embeddings models", request and response.
public final class TitanEmbeddingCodec implements EmbeddingCodec {
  private static final Dialect OWN = Dialect.BEDROCK;
  private static final String TEXT = "inputText";
  private static final String VECTOR = "embedding";
  private static final String BY_TYPE = "embeddingsByType";
  private static final String FLOAT = "float";
  private static final String COUNT = "inputTextTokenCount";

  @Override
  public String name() {
    return "bedrock-titan";
  }

  @Override
  public Dialect dialect() {
    return OWN;
  }

  @Override
  public int maxInputs(String model) {
    return 1;
  }

  @Override
  public EmbeddingRequest readRequest(WireRequest wire) {
    var request = ObjectReader.ofRequest(wire.body(), "");
    var text = request.requireText(TEXT);
    var dimension = request.integer("dimensions");
    return new EmbeddingRequest(
        InvokePath.model(wire.path()),
        List.of(new Input.Words(text)),
        dimension,
        "",
        "",
        CarriedVectors.rest(request, OWN));
  }

  @Override
  public WireRequest writeRequest(EmbeddingRequest request, Wording wording) {
    CarriedVectors.requireNumbers(request, OWN);
    if (!request.purpose().isEmpty()) {
      throw InputType.unsupported(request.purpose(), OWN);
    }
    var texts = TextInputs.of(request, OWN);
    if (texts.size() != 1) {
      throw CallFailed.unsupported("input", "\"input\" must be one text for a model of Titan's");
    }
    return new WireRequest(
        InvokePath.of(request.model()),
        new ObjectBuilder()
            .put(TEXT, texts.getFirst())
            .maybe("dimensions", request.dimension())
            .putAll(ForeignWords.own(request.extras(), OWN, ""))
            .build());
  }

  @Override
  public EmbeddingAnswer readAnswer(Json.Obj answer) {
    return CarriedVectors.of(answer, TitanEmbeddingCodec::read);
  }

  // The same numbers may stand there twice: once is enough.
  private static EmbeddingAnswer read(Json.Obj object) {
    var answer = ObjectReader.ofAnswer(object, "");
    var byType = object.object(BY_TYPE);
    var value = answer.find(VECTOR).or(() -> byType.find(FLOAT)).orElseThrow(CarriedVectors::none);
    var count = answer.integer(COUNT);
    var rest = answer.rest();
    if (byType.equals(Json.Obj.of(FLOAT, value))) {
      rest = rest.with(BY_TYPE, Json.of(object.has(VECTOR)));
    }
    return new EmbeddingAnswer(
        "",
        List.of(new EmbeddingAnswer.Vector(0, value, Extras.NONE)),
        count == null ? Usage.NONE : Usage.of(count, 0, 0, 0),
        rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest));
  }

  @Override
  public Json.Obj writeAnswer(EmbeddingAnswer answer) {
    if (answer.vectors().size() != 1) {
      throw CallFailed.unsupported("input", "an answer of Titan's holds one vector");
    }
    var numbers = CarriedVectors.numbers(answer.vectors().getFirst());
    var own = answer.extras().of(OWN);
    var body = new ObjectBuilder();
    if (!Json.FALSE.equals(own.members().get(BY_TYPE))) {
      body.put(VECTOR, numbers);
    }
    if (!answer.usage().equals(Usage.NONE)) {
      body.put(COUNT, answer.usage().input().total());
    }
    body.putAll(own);
    if (own.members().get(BY_TYPE) instanceof Json.Bool) {
      body.put(BY_TYPE, Json.Obj.of(FLOAT, numbers));
    }
    return CarriedVectors.put(body.build(), answer, TitanEmbeddingCodec::read);
  }

  @Override
  public WireError readError(int status, Json.Obj body) {
    return new BedrockCodec().readError(status, body);
  }

  @Override
  public Json.Obj writeError(WireError error) {
    return new BedrockCodec().writeError(error);
  }
}
