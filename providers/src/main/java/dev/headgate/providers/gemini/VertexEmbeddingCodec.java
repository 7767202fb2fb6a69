package dev.headgate.providers.gemini;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
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
import dev.headgate.providers.vectors.TextInputs;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Vertex AI's `predict` of a text embedding model.
public final class VertexEmbeddingCodec implements EmbeddingCodec {
  private static final Dialect OWN = Dialect.GEMINI;
  private static final int MAX_TEXTS = 250;
  private static final String TITLE = "title";
  private static final String PURPOSE = "task_type";
  private static final String DIMENSION = "outputDimensionality";

  @Override
  public String name() {
    return "vertex";
  }

  @Override
  public Dialect dialect() {
    return OWN;
  }

  // Google, "Text embeddings API": 250 texts a request, and one of gemini-embedding-001.
  @Override
  public int maxInputs(String model) {
    return model.startsWith("gemini-embedding") ? 1 : MAX_TEXTS;
  }

  @Override
  public EmbeddingRequest readRequest(WireRequest wire) {
    var request = ObjectReader.ofRequest(wire.body(), "");
    var inputs = new ArrayList<Input>();
    String purpose = null;
    for (var instance : request.each("instances")) {
      var mine = instance.text(PURPOSE);
      if (purpose != null && !Objects.equals(purpose, mine)) {
        throw CallFailed.invalid("instances", "all \"instances\" must have the same task_type");
      }
      purpose = mine;
      var text = instance.requireText("content");
      var title = instance.text(TITLE);
      if (!instance.rest().isEmpty()) {
        throw CallFailed.invalid(
            instance.path(instance.rest().members().firstEntry().getKey()),
            "an instance holds content, title and task_type; send others to the provider's own address");
      }
      inputs.add(title.isEmpty() ? new Input.Words(text) : titled(text, title));
    }
    if (inputs.isEmpty()) {
      throw CallFailed.invalid("instances", "\"instances\" needs at least one text");
    }
    var parameters = request.members("parameters");
    var dimension = parameters.integer(DIMENSION);
    var rest = request.rest();
    if (!parameters.rest().isEmpty()) {
      rest = rest.with("parameters", parameters.rest());
    }
    return new EmbeddingRequest(
        ModelAddress.of(wire.path()).model(),
        inputs,
        dimension,
        "",
        purpose == null ? "" : purpose,
        rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest));
  }

  @Override
  public WireRequest writeRequest(EmbeddingRequest request, Wording wording) {
    CarriedVectors.requireNumbers(request, OWN);
    var purpose = GeminiEmbeddingCodec.purpose(request.purpose());
    var instances = new ArrayList<Json>();
    for (var input : request.inputs()) {
      var text =
          TextInputs.of(
              untitled(input),
              "input[" + instances.size() + "]",
              part -> ForeignWords.unsupported(part, OWN));
      instances.add(
          new ObjectBuilder()
              .put("content", text)
              .maybe(TITLE, title(input))
              .maybe(PURPOSE, purpose)
              .build());
    }
    var extras = ForeignWords.own(request.extras(), OWN, "");
    var parameters =
        new ObjectBuilder()
            .maybe(DIMENSION, request.dimension())
            .putAll(extras.object("parameters"))
            .build();
    var body = new ObjectBuilder().put("instances", new Json.Arr(instances));
    if (!parameters.isEmpty()) {
      body.put("parameters", parameters);
    }
    return new WireRequest(
        new ModelAddress(request.model(), "predict").path(),
        body.putAll(extras.without("parameters")).build());
  }

  private static Input titled(String text, String title) {
    var word = new Extras(OWN, Json.Obj.of(TITLE, new Json.Text(title)));
    return new Input.Mixed(List.of(new Part.Text(text)), word);
  }

  private static String title(Input input) {
    return input instanceof Input.Mixed(_, var extras) ? extras.of(OWN).text(TITLE).orElse("") : "";
  }

  private static Input untitled(Input input) {
    return input instanceof Input.Mixed(var parts, var extras) && !title(input).isEmpty()
        ? new Input.Mixed(parts, new Extras(OWN, extras.members().without(TITLE)))
        : input;
  }

  @Override
  public EmbeddingAnswer readAnswer(Json.Obj answer) {
    return CarriedVectors.of(answer, VertexEmbeddingCodec::read);
  }

  private static EmbeddingAnswer read(Json.Obj object) {
    var answer = ObjectReader.ofAnswer(object, "");
    var vectors = new ArrayList<EmbeddingAnswer.Vector>();
    var tokens = 0L;
    for (var prediction : answer.each("predictions")) {
      var embeddings = prediction.members("embeddings");
      var values = new Json.Arr(embeddings.array("values"));
      tokens += embeddings.object().object("statistics").integer("token_count");
      vectors.add(
          new EmbeddingAnswer.Vector(vectors.size(), values, CarriedVectors.rest(embeddings, OWN)));
    }
    if (vectors.isEmpty()) {
      throw CarriedVectors.none();
    }
    return new EmbeddingAnswer(
        "", vectors, Usage.of(tokens, 0, 0, 0), CarriedVectors.rest(answer, OWN));
  }

  @Override
  public Json.Obj writeAnswer(EmbeddingAnswer answer) {
    var predictions = new ArrayList<Json>();
    for (var vector : answer.vectors()) {
      predictions.add(
          Json.Obj.of(
              "embeddings",
              Json.Obj.of("values", CarriedVectors.numbers(vector)).with(vector.extras().of(OWN))));
    }
    var body = Json.Obj.of("predictions", new Json.Arr(predictions)).with(answer.extras().of(OWN));
    return CarriedVectors.put(body, answer, VertexEmbeddingCodec::read);
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
