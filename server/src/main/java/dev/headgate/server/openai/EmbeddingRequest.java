package dev.headgate.server.openai;

import dev.headgate.kernel.chat.EndUser;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.pipeline.calls.EmbeddingCall;
import dev.headgate.server.dialects.CodecVectors;
import dev.headgate.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What is asked of an embedding model that runs in this process.
record EmbeddingRequest(
    String model, List<String> texts, boolean base64, EmbeddingCall.Wanted wanted, String user) {
  /// As many as OpenAI takes.
  private static final int MAX_TEXTS = 2048;

  static EmbeddingRequest read(byte[] body) {
    return Json.readObject(body, EmbeddingRequest::read);
  }

  private static EmbeddingRequest read(JsonParser in) {
    var model = "";
    var texts = List.<String>of();
    var base64 = false;
    var dimensions = 0;
    var purpose = EmbeddingPurpose.DOCUMENT;
    var user = "";
    for (var name = Json.nextProperty(in); name != null; name = Json.nextProperty(in)) {
      switch (name) {
        case "model" -> model = Json.requireText(in, name);
        case "input" -> texts = texts(in);
        case "encoding_format" -> base64 = isBase64(in);
        case "dimensions" -> {
          dimensions = positive(in);
        }
        case "input_type" -> purpose = CodecVectors.purpose(Json.requireText(in, name));
        case "user" -> user = EndUser.checked(name, Json.requireText(in, name));
        default ->
            throw CallFailed.invalid(
                name, "\"" + name + "\" means nothing to an embedded model; leave it out");
      }
    }
    if (texts.isEmpty()) {
      throw CallFailed.invalid("input", "\"input\" is missing or empty; send a text or texts");
    }
    return new EmbeddingRequest(
        model, texts, base64, new EmbeddingCall.Wanted(dimensions, purpose), user);
  }

  private static int positive(JsonParser in) {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT || in.getLongValue() < 1) {
      throw CallFailed.invalid("dimensions", "\"dimensions\" must be a whole number above 0");
    }
    return (int) Math.min(in.getLongValue(), Integer.MAX_VALUE);
  }

  private static boolean isBase64(JsonParser in) {
    return switch (Json.requireText(in, "encoding_format")) {
      case "float" -> false;
      case "base64" -> true;
      default ->
          throw CallFailed.invalid(
              "encoding_format", "\"encoding_format\" must be float or base64");
    };
  }

  private static List<String> texts(JsonParser in) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      return List.of(text(in, "input"));
    }
    var texts = new ArrayList<String>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (texts.size() == MAX_TEXTS) {
        throw CallFailed.invalid("input", "\"input\" has more than " + MAX_TEXTS + " texts");
      }
      texts.add(text(in, "input[" + texts.size() + "]"));
    }
    return texts;
  }

  private static String text(JsonParser in, String path) {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
        || in.currentToken() == JsonToken.START_ARRAY) {
      throw CallFailed.invalid(
          "input", "an embedded model has tokens of its own; send texts instead of token numbers");
    }
    var text = Json.requireText(in, path);
    if (text.isEmpty()) {
      throw CallFailed.invalid(path, "\"" + path + "\" is empty");
    }
    return text;
  }
}
