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
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.cohere.CohereEmbeddingCodec;
import dev.headgate.providers.vectors.CarriedVectors;
import dev.headgate.providers.vectors.TextInputs;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;

/// Cohere's embeddings on Bedrock: its older answer, a list of vectors, or its newer one, by their
/// type. A header says how many tokens were read. Source: AWS, "Cohere Embed models"; recorded
/// exchanges.
public final class CohereOnBedrockCodec implements EmbeddingCodec {
  private static final Dialect OWN = Dialect.BEDROCK;
  private static final String VECTORS = "embeddings";
  private static final String FLOAT = "float";

  @Override
  public String name() {
    return "bedrock-cohere";
  }

  @Override
  public Dialect dialect() {
    return OWN;
  }

  @Override
  public int maxInputs(String model) {
    return CohereEmbeddingCodec.MAX_TEXTS;
  }

  @Override
  public EmbeddingRequest readRequest(WireRequest wire) {
    var request = ObjectReader.ofRequest(wire.body(), "");
    var inputs = new ArrayList<Input>();
    request.texts("texts").forEach(text -> inputs.add(new Input.Words(text)));
    var purpose = request.text("input_type");
    var dimension = request.integer("output_dimension");
    return new EmbeddingRequest(
        InvokePath.model(wire.path()),
        inputs,
        dimension,
        "",
        purpose,
        CarriedVectors.rest(request, OWN));
  }

  @Override
  public WireRequest writeRequest(EmbeddingRequest request, Wording wording) {
    CarriedVectors.requireNumbers(request, OWN);
    var texts = new ArrayList<Json>();
    TextInputs.of(request, OWN).forEach(text -> texts.add(new Json.Text(text)));
    return new WireRequest(
        InvokePath.of(request.model()),
        new ObjectBuilder()
            .maybe("texts", texts)
            .put("input_type", CohereEmbeddingCodec.purpose(request.purpose(), OWN))
            .maybe("output_dimension", request.dimension())
            .putAll(ForeignWords.own(request.extras(), OWN, ""))
            .build());
  }

  @Override
  public EmbeddingAnswer readAnswer(Json.Obj answer) {
    return CarriedVectors.of(answer, CohereOnBedrockCodec::read);
  }

  private static EmbeddingAnswer read(Json.Obj object) {
    var answer = ObjectReader.ofAnswer(object, "");
    var byType =
        answer.find(VECTORS).orElse(Json.NULL) instanceof Json.Obj types ? types : Json.Obj.EMPTY;
    var values = byType.isEmpty() ? object.array(VECTORS) : byType.array(FLOAT);
    var vectors = new ArrayList<EmbeddingAnswer.Vector>();
    for (var value : values) {
      vectors.add(new EmbeddingAnswer.Vector(vectors.size(), value, Extras.NONE));
    }
    if (vectors.isEmpty()) {
      throw CarriedVectors.none();
    }
    var rest = answer.rest();
    if (!byType.isEmpty()) {
      rest = rest.with(VECTORS, byType.without(FLOAT));
    }
    return new EmbeddingAnswer(
        "", vectors, Usage.NONE, rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest));
  }

  @Override
  public Json.Obj writeAnswer(EmbeddingAnswer answer) {
    var values = new ArrayList<Json>();
    answer.vectors().forEach(vector -> values.add(CarriedVectors.numbers(vector)));
    var own = answer.extras().of(OWN);
    var all = new Json.Arr(values);
    var written = own.has(VECTORS) ? Json.Obj.of(FLOAT, all).with(own.object(VECTORS)) : (Json) all;
    return CarriedVectors.put(
        Json.Obj.of(VECTORS, written).with(own.without(VECTORS)),
        answer,
        CohereOnBedrockCodec::read);
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
