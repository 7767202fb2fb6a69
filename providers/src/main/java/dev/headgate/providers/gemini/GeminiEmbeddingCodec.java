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
import dev.headgate.providers.vectors.InputType;
import dev.headgate.providers.wire.CarriedUsage;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Google's `batchEmbedContents`, and its `embedContent` of one text.
public final class GeminiEmbeddingCodec implements EmbeddingCodec {
  private static final Dialect OWN = Dialect.GEMINI;
  private static final String BATCH = "batchEmbedContents";
  private static final String ONE = "embedContent";

  // Of Google's own, by its error message for more.
  private static final int MAX_BATCH = 100;

  private static final String DIMENSION = "outputDimensionality";
  private static final String CONFIG = "embedContentConfig";
  private static final String PURPOSE = "taskType";
  private static final String USAGE = "usageMetadata";

  private final boolean alone;

  public GeminiEmbeddingCodec() {
    this(false);
  }

  private GeminiEmbeddingCodec(boolean alone) {
    this.alone = alone;
  }

  /// The format of one text a request, as newer models on Vertex AI are asked.
  static GeminiEmbeddingCodec ofOne() {
    return new GeminiEmbeddingCodec(true);
  }

  @Override
  public String name() {
    return "gemini";
  }

  @Override
  public Dialect dialect() {
    return OWN;
  }

  @Override
  public Optional<Dialect> callers() {
    return alone ? Optional.empty() : Optional.of(OWN);
  }

  @Override
  public int maxInputs(String model) {
    return alone ? 1 : MAX_BATCH;
  }

  @Override
  public EmbeddingRequest readRequest(WireRequest wire) {
    var address = ModelAddress.of(wire.path());
    var body = ObjectReader.ofRequest(Spelling.camel(wire.body()), "");
    var batch = address.operation().equals(BATCH);
    var all = batch ? body.each("requests") : List.of(body);
    if (all.isEmpty()) {
      throw CallFailed.invalid("requests", "\"requests\" needs at least one content");
    }
    var inputs = new ArrayList<Input>();
    var first = settings(all.getFirst());
    var dimension = first.integer(DIMENSION);
    var purpose = first.text(PURPOSE);
    for (var one : all) {
      // One dimension and one purpose for all is what every other format can say.
      var settings = settings(one);
      if (!Objects.equals(settings.integer(DIMENSION), dimension)
          || !settings.text(PURPOSE).equals(purpose)) {
        throw CallFailed.invalid(
            "requests", "all \"requests\" must have the same outputDimensionality and taskType");
      }
      one.text("model");
      inputs.add(input(one, settings == one ? Json.Obj.EMPTY : settings.rest()));
    }
    return new EmbeddingRequest(
        address.model(),
        inputs,
        dimension,
        "",
        purpose,
        batch ? CarriedVectors.rest(body, OWN) : Extras.NONE);
  }

  // Newer requests have them in an object of their own, older ones beside the content.
  private static ObjectReader settings(ObjectReader one) {
    return one.object().has(CONFIG) ? one.members(CONFIG) : one;
  }

  private static Input input(ObjectReader one, Json.Obj config) {
    var content = one.members("content");
    var reader = new PartReader(new CallMatching(""));
    var parts = new ArrayList<Part>();
    content.each("parts").forEach(part -> parts.add(reader.read(part)));
    var plain =
        content.rest().isEmpty()
            && config.isEmpty()
            && one.rest().isEmpty()
            && parts.size() == 1
            && parts.getFirst() instanceof Part.Text(_, var more)
            && more.isEmpty();
    if (plain && parts.getFirst() instanceof Part.Text(var text, _)) {
      return new Input.Words(text);
    }
    var rest = config.isEmpty() ? one.rest() : one.rest().with(CONFIG, config);
    if (!content.rest().isEmpty()) {
      rest = rest.with("content", content.rest());
    }
    return new Input.Mixed(parts, rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest));
  }

  @Override
  public WireRequest writeRequest(EmbeddingRequest request, Wording wording) {
    CarriedVectors.requireNumbers(request, OWN);
    var requests = new ArrayList<Json>();
    for (var input : request.inputs()) {
      requests.add(request(request, input, "input[" + requests.size() + "]"));
    }
    if (alone && requests.getFirst() instanceof Json.Obj one) {
      return new WireRequest(
          new ModelAddress(request.model(), ONE).path(),
          one.without("model").with(ForeignWords.own(request.extras(), OWN, "")));
    }
    var body =
        new ObjectBuilder()
            .put("requests", new Json.Arr(requests))
            .putAll(ForeignWords.own(request.extras(), OWN, ""))
            .build();
    return new WireRequest(new ModelAddress(request.model(), BATCH).path(), body);
  }

  private static Json request(EmbeddingRequest request, Input input, String path) {
    var content = new ObjectBuilder();
    var more = Json.Obj.EMPTY;
    switch (input) {
      case Input.Words(var text) -> content.put("parts", parts(List.of(new Part.Text(text)), path));
      case Input.Mixed(var parts, var extras) -> {
        more = ForeignWords.own(extras, OWN, path);
        content.put("parts", parts(parts, path)).putAll(more.object("content"));
      }
      case Input.Tokens _ -> throw ForeignWords.unsupported(path, OWN);
    }
    var model = request.model();
    return new ObjectBuilder()
        .put("model", model.contains("/") ? model : "models/" + model)
        .put("content", content.build())
        .maybe(PURPOSE, purpose(request.purpose()))
        .maybe(DIMENSION, request.dimension())
        .putAll(more.without("content"))
        .build();
  }

  /// What vectors are for, in Google's words, which are written in capital letters.
  static String purpose(String word) {
    if (word.equals(word.toUpperCase(Locale.ROOT))) {
      return word;
    }
    return switch (InputType.of(word).orElseThrow(() -> InputType.unsupported(word, OWN))) {
      case QUERY -> "RETRIEVAL_QUERY";
      case DOCUMENT -> "RETRIEVAL_DOCUMENT";
      case CLASSIFICATION -> "CLASSIFICATION";
      case CLUSTERING -> "CLUSTERING";
      case SIMILARITY -> "SEMANTIC_SIMILARITY";
      case QUESTION -> "QUESTION_ANSWERING";
      case FACT -> "FACT_VERIFICATION";
      case CODE -> "CODE_RETRIEVAL_QUERY";
    };
  }

  private static Json parts(List<Part> parts, String path) {
    var writer = new PartWriter(true);
    var written = new ArrayList<Json>();
    for (var part : parts) {
      written.add(writer.write(part, path));
    }
    return new Json.Arr(written);
  }

  @Override
  public EmbeddingAnswer readAnswer(Json.Obj answer) {
    return CarriedVectors.of(answer, GeminiEmbeddingCodec::read);
  }

  private static EmbeddingAnswer read(Json.Obj object) {
    var answer = ObjectReader.ofAnswer(object, "");
    var all =
        object.has("embedding") ? List.of(answer.members("embedding")) : answer.each("embeddings");
    if (all.isEmpty()) {
      throw CarriedVectors.none();
    }
    var vectors = new ArrayList<EmbeddingAnswer.Vector>();
    for (var one : all) {
      vectors.add(
          new EmbeddingAnswer.Vector(
              vectors.size(), new Json.Arr(one.array("values")), CarriedVectors.rest(one, OWN)));
    }
    var counts = answer.object(USAGE);
    var usage = usage(counts);
    var rest = answer.rest();
    if (!counts.isEmpty() && !counts.equals(counts(usage))) {
      rest = rest.with(USAGE, counts);
    }
    return new EmbeddingAnswer(
        "", vectors, usage, rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest));
  }

  private static Usage usage(Json.Obj counts) {
    return CarriedUsage.of(counts, own -> Usage.of(own.integer("promptTokenCount"), 0, 0, 0));
  }

  private static Json.Obj counts(Usage usage) {
    return Json.Obj.of("promptTokenCount", Json.Num.of(usage.input().total()));
  }

  @Override
  public Json.Obj writeAnswer(EmbeddingAnswer answer) {
    var vectors = new ArrayList<Json>();
    for (var vector : answer.vectors()) {
      vectors.add(
          Json.Obj.of("values", CarriedVectors.numbers(vector)).with(vector.extras().of(OWN)));
    }
    var body = new ObjectBuilder().put("embeddings", new Json.Arr(vectors));
    if (!answer.usage().equals(Usage.NONE)) {
      body.put(USAGE, counts(answer.usage()));
    }
    return CarriedVectors.put(
        body.putAll(answer.extras().of(OWN)).build(), answer, GeminiEmbeddingCodec::read);
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
