package dev.headgate.providers.ollama;

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
import dev.headgate.providers.vectors.CarriedVectors;
import dev.headgate.providers.vectors.InputType;
import dev.headgate.providers.vectors.TextInputs;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/// Ollama's `/api/embed`.
public final class OllamaEmbeddingCodec implements EmbeddingCodec {
  private static final Dialect OWN = Dialect.OLLAMA;
  private static final String PATH = "/api/embed";
  private static final String INPUT = "input";
  private static final String VECTORS = "embeddings";
  private static final String COUNT = "prompt_eval_count";

  private final OllamaCodec errors = new OllamaCodec();

  @Override
  public String name() {
    return "ollama";
  }

  @Override
  public Dialect dialect() {
    return OWN;
  }

  @Override
  public EmbeddingRequest readRequest(WireRequest wire) {
    var request = ObjectReader.ofRequest(wire.body(), "");
    var model = request.text("model");
    var dimension = request.integer("dimensions");
    var inputs = new ArrayList<Input>();
    if (request.object().members().get(INPUT) instanceof Json.Text) {
      inputs.add(new Input.Words(request.text(INPUT)));
    } else {
      request.texts(INPUT).forEach(text -> inputs.add(new Input.Words(text)));
    }
    return new EmbeddingRequest(
        model, inputs, dimension, "", "", CarriedVectors.rest(request, OWN));
  }

  @Override
  public WireRequest writeRequest(EmbeddingRequest request, Wording wording) {
    CarriedVectors.requireNumbers(request, OWN);
    if (!request.purpose().isEmpty()) {
      throw InputType.unsupported(request.purpose(), OWN);
    }
    return new WireRequest(
        PATH,
        new ObjectBuilder()
            .put("model", request.model())
            .put(INPUT, texts(TextInputs.of(request, OWN)))
            .maybe("dimensions", request.dimension())
            .putAll(ForeignWords.own(request.extras(), OWN, ""))
            .build());
  }

  private static Json texts(List<String> texts) {
    return new Json.Arr(texts.stream().<Json>map(Json.Text::new).toList());
  }

  @Override
  public EmbeddingAnswer readAnswer(Json.Obj answer) {
    return CarriedVectors.of(answer, OllamaEmbeddingCodec::read);
  }

  private static EmbeddingAnswer read(Json.Obj object) {
    var answer = ObjectReader.ofAnswer(object, "");
    var vectors = new ArrayList<EmbeddingAnswer.Vector>();
    for (var value : answer.array(VECTORS)) {
      vectors.add(new EmbeddingAnswer.Vector(vectors.size(), value, Extras.NONE));
    }
    if (vectors.isEmpty()) {
      throw CarriedVectors.none();
    }
    var model = answer.text("model");
    var count = answer.integer(COUNT);
    var usage = count == null ? Usage.NONE : Usage.of(count, 0, 0, 0);
    return new EmbeddingAnswer(model, vectors, usage, CarriedVectors.rest(answer, OWN));
  }

  @Override
  public Json.Obj writeAnswer(EmbeddingAnswer answer) {
    var values = new ArrayList<Json>();
    answer.vectors().forEach(vector -> values.add(CarriedVectors.numbers(vector)));
    var body =
        new ObjectBuilder()
            .maybe("model", answer.responseModel())
            .put(VECTORS, new Json.Arr(values));
    if (!answer.usage().equals(Usage.NONE)) {
      body.put(COUNT, answer.usage().input().total());
    }
    return CarriedVectors.put(
        body.putAll(answer.extras().of(OWN)).build(), answer, OllamaEmbeddingCodec::read);
  }

  @Override
  public WireError readError(int status, Json.Obj body) {
    return errors.readError(status, body);
  }

  @Override
  public Json.Obj writeError(WireError error) {
    return errors.writeError(error);
  }
}
