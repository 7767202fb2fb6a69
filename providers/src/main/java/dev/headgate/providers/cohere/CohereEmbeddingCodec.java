package dev.headgate.providers.cohere;

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
import java.util.ArrayList;
import java.util.List;

/// Cohere's `/v2/embed`. Vectors of one type are canonical; of several, the others travel among the
/// extras.
public final class CohereEmbeddingCodec implements EmbeddingCodec {
  /// The most texts of one request.
  public static final int MAX_TEXTS = 96;

  private static final Dialect OWN = Dialect.COHERE;
  private static final String VECTORS = "embeddings";
  private static final String TYPES = "embedding_types";
  private static final String FLOAT = "float";

  @Override
  public String name() {
    return "cohere";
  }

  @Override
  public Dialect dialect() {
    return OWN;
  }

  @Override
  public int maxInputs(String model) {
    return MAX_TEXTS;
  }

  @Override
  public EmbeddingRequest readRequest(WireRequest wire) {
    var request = ObjectReader.ofRequest(wire.body(), "");
    var inputs = new ArrayList<Input>();
    request.texts("texts").forEach(text -> inputs.add(new Input.Words(text)));
    var dimension = request.integer("output_dimension");
    var purpose = request.text("input_type");
    var model = request.text("model");
    var types = request.object().array(TYPES);
    var encoding = "";
    if (types.size() == 1 && types.getFirst() instanceof Json.Text(var type)) {
      request.find(TYPES);
      encoding = type;
    }
    return new EmbeddingRequest(
        model, inputs, dimension, encoding, purpose, CarriedVectors.rest(request, OWN));
  }

  @Override
  public WireRequest writeRequest(EmbeddingRequest request, Wording wording) {
    var texts = new ArrayList<Json>();
    TextInputs.of(request, OWN).forEach(text -> texts.add(new Json.Text(text)));
    var extras = ForeignWords.own(request.extras(), OWN, "");
    var body =
        new ObjectBuilder()
            .put("model", request.model())
            .maybe("texts", texts)
            .put("input_type", purpose(request.purpose(), OWN))
            .maybe("output_dimension", request.dimension());
    if (!extras.has(TYPES)) {
      // Another format's base64 are the same numbers.
      var encoding =
          switch (request.encoding()) {
            case "", "base64" -> FLOAT;
            default -> request.encoding();
          };
      body.put(TYPES, new Json.Arr(List.of(new Json.Text(encoding))));
    }
    return new WireRequest("/embed", body.putAll(extras).build());
  }

  /// What vectors are for, in Cohere's words. One is demanded; a text that is to be found again is
  /// the usual one.
  ///
  /// @throws CallFailed `UNSUPPORTED_PARAMETER` for what Cohere has no word for
  public static String purpose(String word, Dialect own) {
    if (word.isEmpty()) {
      return "search_document";
    }
    return InputType.of(word)
        .map(type ->
            switch (type) {
              case QUERY -> "search_query";
              case DOCUMENT -> "search_document";
              case CLASSIFICATION -> "classification";
              case CLUSTERING -> "clustering";
              case SIMILARITY, QUESTION, FACT, CODE -> throw InputType.unsupported(word, own);
            })
        .orElseGet(() -> {
          if (word.equals("image")) {
            return word;
          }
          throw InputType.unsupported(word, own);
        });
  }

  @Override
  public EmbeddingAnswer readAnswer(Json.Obj answer) {
    return CarriedVectors.of(answer, CohereEmbeddingCodec::read);
  }

  private static EmbeddingAnswer read(Json.Obj object) {
    var answer = ObjectReader.ofAnswer(object, "");
    var byType = answer.object(VECTORS);
    if (byType.isEmpty()) {
      throw CarriedVectors.none();
    }
    var type = byType.has(FLOAT) ? FLOAT : byType.members().firstEntry().getKey();
    var vectors = new ArrayList<EmbeddingAnswer.Vector>();
    for (var value : byType.array(type)) {
      vectors.add(new EmbeddingAnswer.Vector(vectors.size(), value, Extras.NONE));
    }
    var counted = object.object("meta").object("billed_units").integer("input_tokens");
    var rest = answer.rest();
    if (byType.members().size() > 1 || !type.equals(FLOAT)) {
      rest = rest.with(VECTORS, byType.without(type)).with("type", new Json.Text(type));
    }
    return new EmbeddingAnswer(
        "",
        vectors,
        Usage.of(counted, 0, 0, 0),
        rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest));
  }

  @Override
  public Json.Obj writeAnswer(EmbeddingAnswer answer) {
    var own = answer.extras().of(OWN);
    var type = own.has(VECTORS) ? own.text("type").orElse(FLOAT) : FLOAT;
    var values = new ArrayList<Json>();
    answer.vectors().forEach(vector -> values.add(vector.value()));
    var byType = Json.Obj.of(type, new Json.Arr(values)).with(own.object(VECTORS));
    var rest = own.has(VECTORS) ? own.without(VECTORS, "type") : own;
    var body = Json.Obj.of(VECTORS, byType).with(rest);
    return CarriedVectors.put(body, answer, CohereEmbeddingCodec::read);
  }

  @Override
  public WireError readError(int status, Json.Obj body) {
    return Errors.read(status, body);
  }

  @Override
  public Json.Obj writeError(WireError error) {
    return Errors.write(error);
  }
}
