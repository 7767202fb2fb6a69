package dev.headgate.providers.openai.codec;

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
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.vectors.InputType;
import dev.headgate.providers.vectors.TextInputs;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.CarriedUsage;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// OpenAI's `/embeddings`, which Voyage, Perplexity, Mistral and most servers speak too.
public final class EmbeddingsCodec implements EmbeddingCodec {
  private static final Dialect OWN = Dialect.OPENAI_CHAT;
  private static final String PATH = "/embeddings";
  private static final String INPUT = "input";
  private static final String DIMENSIONS = "dimensions";
  private static final String VOYAGE_DIMENSIONS = "output_dimension";
  private static final String ENCODING = "encoding_format";
  private static final String PURPOSE = "input_type";
  private static final String OBJECT = "object";
  private static final String INDEX = "index";
  private static final String VECTOR = "embedding";
  private static final String USAGE = "usage";
  private static final String PROMPT = "prompt_tokens";
  private static final String TOTAL = "total_tokens";

  private final OpenAiErrors errors = new OpenAiErrors();

  @Override
  public String name() {
    return "openai";
  }

  @Override
  public Dialect dialect() {
    return OWN;
  }

  @Override
  public Optional<Dialect> callers() {
    return Optional.of(OWN);
  }

  @Override
  public EmbeddingRequest readRequest(WireRequest wire) {
    var request = new Fields("", wire.body());
    var model = request.textOrEmpty("model");
    var inputs = inputs(request);
    var dimensions = request.count(DIMENSIONS);
    var voyageDimensions = request.count(VOYAGE_DIMENSIONS);
    if (dimensions != null && voyageDimensions != null && !dimensions.equals(voyageDimensions)) {
      throw CallFailed.invalid(
          VOYAGE_DIMENSIONS, "\"dimensions\" and \"output_dimension\" differ; send one of them");
    }
    return new EmbeddingRequest(
        model,
        inputs,
        dimensions == null ? voyageDimensions : dimensions,
        request.textOrEmpty(ENCODING),
        request.textOrEmpty(PURPOSE),
        request.rest(OWN));
  }

  private static List<Input> inputs(Fields request) {
    var written = request.take(INPUT);
    return switch (written) {
      case Json.Text(var text) -> List.of(new Input.Words(text));
      case Json.Arr(var all) when !all.isEmpty() && all.getFirst() instanceof Json.Num ->
          List.of(tokens(request, all));
      case Json.Arr(var all) -> {
        var inputs = new ArrayList<Input>(all.size());
        for (var one : all) {
          inputs.add(
              switch (one) {
                case Json.Text(var text) -> new Input.Words(text);
                case Json.Arr(var ids) -> tokens(request, ids);
                case Json _ -> throw request.wrong(INPUT, "texts or lists of tokens");
              });
        }
        yield inputs;
      }
      case null -> throw request.wrong(INPUT, "a text or a list of texts");
      case Json _ -> throw request.wrong(INPUT, "a text or a list of texts");
    };
  }

  private static Input tokens(Fields request, List<Json> ids) {
    var tokens = new ArrayList<Long>(ids.size());
    for (var id : ids) {
      if (!(id instanceof Json.Num number)) {
        throw request.wrong(INPUT, "texts or lists of tokens");
      }
      tokens.add(number.asLong());
    }
    return new Input.Tokens(tokens);
  }

  @Override
  public WireRequest writeRequest(EmbeddingRequest request, Wording wording) {
    var inputs = new ArrayList<Json>(request.inputs().size());
    for (int i = 0; i < request.inputs().size(); i++) {
      inputs.add(
          switch (request.inputs().get(i)) {
            case Input.Words(var text) -> new Json.Text(text);
            case Input.Tokens(var ids) ->
                new Json.Arr(ids.stream().<Json>map(Json.Num::of).toList());
            case Input.Mixed mixed ->
                new Json.Text(
                    TextInputs.of(
                        mixed, "input[" + i + "]", part -> ForeignWords.unsupported(part, OWN)));
          });
    }
    return new WireRequest(
        PATH,
        new ObjectBuilder()
            .maybe("model", request.model())
            .put(INPUT, new Json.Arr(inputs))
            .maybe(wording.of(DIMENSIONS), request.dimension())
            .maybe(ENCODING, wording.of(request.encoding()))
            .maybe(PURPOSE, purpose(request.purpose(), wording))
            .putAll(ForeignWords.own(request.extras(), OWN, ""))
            .build());
  }

  // OpenAI itself has no word for it; those that do write it in small letters, as the caller did
  // who asked in this format.
  private static String purpose(String word, Wording wording) {
    if (word.equals(word.toLowerCase(Locale.ROOT))) {
      return word;
    }
    if (wording.names().containsKey(PURPOSE)) {
      switch (InputType.of(word).orElseThrow(() -> InputType.unsupported(word, OWN))) {
        case QUERY -> {
          return "query";
        }
        case DOCUMENT -> {
          return "document";
        }
        case CLASSIFICATION, CLUSTERING, SIMILARITY, QUESTION, FACT, CODE -> {}
      }
    }
    throw InputType.unsupported(word, OWN);
  }

  @Override
  public EmbeddingAnswer readAnswer(Json.Obj answer) {
    if (!(answer.members().get("data") instanceof Json.Arr(var data))) {
      throw new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider's answer holds no vectors");
    }
    var vectors = new ArrayList<EmbeddingAnswer.Vector>(data.size());
    for (var element : data) {
      if (!(element instanceof Json.Obj vector) || vector.find(VECTOR).isEmpty()) {
        throw new CallFailed(
            ErrorCode.PROVIDER_MALFORMED,
            "the provider's answer holds something that is no vector");
      }
      vectors.add(
          new EmbeddingAnswer.Vector(
              (int) vector.integer(INDEX),
              vector.find(VECTOR).orElseThrow(),
              extras(vector, VECTOR, VECTOR, INDEX)));
    }
    var usage = answer.object(USAGE);
    var rest = extras(answer, "list", "data", "model", USAGE);
    if (!usage.isEmpty() && !usage.equals(writeUsage(readUsage(usage)))) {
      rest = rest.isEmpty() ? new Extras(OWN, Json.Obj.of(USAGE, usage)) : rest.with(USAGE, usage);
    }
    return new EmbeddingAnswer(answer.text("model").orElse(""), vectors, readUsage(usage), rest);
  }

  private static Extras extras(Json.Obj object, String kind, String... known) {
    if (!object.object(Carried.MEMBER).isEmpty()) {
      return Carried.of(object, OWN);
    }
    var rest = ToolCalls.nonNull(object.without(known));
    var said = rest.text(OBJECT).orElse("");
    rest = said.equals(kind) ? rest.without(OBJECT) : rest;
    rest = said.isEmpty() ? rest.with(OBJECT, Json.NULL) : rest;
    return rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest);
  }

  private static Usage readUsage(Json.Obj usage) {
    return CarriedUsage.of(usage, UsageJson::read);
  }

  private static Json.Obj writeUsage(Usage usage) {
    var read = usage.input().total();
    return CarriedUsage.put(
        new ObjectBuilder().put(PROMPT, read).put(TOTAL, read).build(), usage, UsageJson::read);
  }

  @Override
  public Json.Obj writeAnswer(EmbeddingAnswer answer) {
    var data = new ArrayList<Json>(answer.vectors().size());
    for (var vector : answer.vectors()) {
      data.add(
          Carried.put(
              new ObjectBuilder()
                  .put(OBJECT, VECTOR)
                  .put(INDEX, vector.index())
                  .put(VECTOR, vector.value())
                  .build(),
              OWN,
              vector.extras()));
    }
    var own = answer.extras().of(OWN).object(USAGE);
    var out =
        new ObjectBuilder()
            .put(OBJECT, "list")
            .put("data", new Json.Arr(data))
            .put("model", answer.responseModel())
            .put(USAGE, own.isEmpty() ? writeUsage(answer.usage()) : own)
            .build();
    return Carried.put(out, OWN, answer.extras());
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
