package dev.headgate.server.dialects;

import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingAnswer.Vector;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.vectors.InputType;
import dev.headgate.providers.vectors.VectorForm;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.runtime.pipeline.calls.VectorTranslation;
import tools.jackson.core.JacksonException;

/// One call for vectors between its dialect and the canonical form, by the dialect's format. The
/// body is taken apart only where its bytes alone do not do. Thread-safe.
public class CodecVectors implements VectorTranslation {
  private final EmbeddingCodec codec;
  private final String path;
  private final byte[] body;

  /// @param path behind the dialect's base address, as [WireRequest] has it
  public CodecVectors(EmbeddingCodec codec, String path, byte[] body) {
    this.codec = codec;
    this.path = path;
    this.body = body;
  }

  @Override
  public EmbeddingRequest request() {
    var request = codec.readRequest(new WireRequest(path, object()));
    var inputs = request.inputs().size();
    if (inputs == 0) {
      throw CallFailed.invalid("input", "\"input\" is missing or empty; send a text or texts");
    }
    if (inputs > EmbeddingCodec.MAX_INPUTS) {
      throw CallFailed.invalid(
          "input",
          "\"input\" has %d texts; send at most %d".formatted(inputs, EmbeddingCodec.MAX_INPUTS));
    }
    return request;
  }

  private Json.Obj object() {
    try {
      if (JsonBytes.read(body) instanceof Json.Obj object) {
        return object;
      }
    } catch (JacksonException e) {
      throw CallFailed.invalid("body", "the body is not valid JSON");
    }
    throw CallFailed.invalid("body", "the body is not a JSON object");
  }

  /// What a model of this process is asked for: only a query is read otherwise than any other text.
  public static EmbeddingPurpose purpose(String word) {
    if (word.isEmpty()) {
      return EmbeddingPurpose.DOCUMENT;
    }
    var type = InputType.of(word);
    if (type.isPresent()) {
      switch (type.get()) {
        case QUERY -> {
          return EmbeddingPurpose.QUERY;
        }
        case DOCUMENT, CLASSIFICATION, CLUSTERING, SIMILARITY -> {
          return EmbeddingPurpose.DOCUMENT;
        }
        case QUESTION, FACT, CODE -> {}
      }
    }
    throw CallFailed.unsupported(
        InputType.PARAM,
        "\"%s\" must be query or document for an embedded model".formatted(InputType.PARAM));
  }

  @Override
  public Vector inForm(String encoding, Vector vector) {
    return switch (encoding) {
      case "float" -> VectorForm.NUMBERS.of(vector);
      case "base64" -> VectorForm.BASE64.of(vector);
      default -> vector;
    };
  }

  @Override
  public byte[] whole(EmbeddingAnswer answer) {
    return JsonBytes.write(codec.writeAnswer(answer));
  }

  @Override
  public byte[] refusal(WireError error) {
    return JsonBytes.write(codec.writeError(error));
  }
}
