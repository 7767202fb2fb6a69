package dev.headgate.server.openai;

import dev.headgate.kernel.chat.EndUser;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What is asked of an embedding model that runs in this process, in Cohere's words for a reranker.
///
/// @param most documents in the answer
record RerankRequest(
    String model,
    String query,
    List<String> documents,
    int most,
    boolean returnDocuments,
    String user) {
  /// As many as Cohere takes.
  private static final int MAX_DOCUMENTS = 1000;

  static RerankRequest read(byte[] body) {
    return Json.readObject(body, RerankRequest::read);
  }

  private static RerankRequest read(JsonParser in) {
    var model = "";
    var query = "";
    var documents = List.<String>of();
    var most = Integer.MAX_VALUE;
    var returnDocuments = false;
    var user = "";
    for (var name = Json.nextProperty(in); name != null; name = Json.nextProperty(in)) {
      switch (name) {
        case "model" -> model = Json.requireText(in, name);
        case "query" -> query = Json.requireText(in, name);
        case "documents" -> documents = documents(in);
        case "top_n" -> most = most(in);
        case "return_documents" -> returnDocuments = Json.requireBoolean(in, name);
        case "user" -> user = EndUser.checked(name, Json.requireText(in, name));
        default ->
            throw CallFailed.invalid(
                name, "\"" + name + "\" means nothing to an embedded model; leave it out");
      }
    }
    if (query.isEmpty()) {
      throw CallFailed.invalid("query", "\"query\" is missing or empty");
    }
    if (documents.isEmpty()) {
      throw CallFailed.invalid("documents", "\"documents\" is missing or empty; send texts");
    }
    return new RerankRequest(model, query, documents, most, returnDocuments, user);
  }

  private static int most(JsonParser in) {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT || in.getLongValue() < 1) {
      throw CallFailed.invalid("top_n", "\"top_n\" must be a whole number above 0");
    }
    return (int) Math.min(in.getLongValue(), Integer.MAX_VALUE);
  }

  private static List<String> documents(JsonParser in) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw CallFailed.invalid("documents", "\"documents\" must be a list");
    }
    var documents = new ArrayList<String>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (documents.size() == MAX_DOCUMENTS) {
        throw CallFailed.invalid(
            "documents", "\"documents\" has more than " + MAX_DOCUMENTS + " texts");
      }
      documents.add(document(in, "documents[" + documents.size() + "]"));
    }
    return documents;
  }

  // A text, or an object with nothing but one.
  private static String document(JsonParser in, String path) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      return text(in, path);
    }
    var text = "";
    while (in.nextToken() != JsonToken.END_OBJECT) {
      var name = in.currentName();
      in.nextToken();
      if (!name.equals("text")) {
        throw CallFailed.invalid(
            path + "." + name,
            "\"%s.%s\" means nothing to an embedded model; send a text".formatted(path, name));
      }
      text = text(in, path + ".text");
    }
    if (text.isEmpty()) {
      throw CallFailed.invalid(path, "\"" + path + "\" has no text");
    }
    return text;
  }

  private static String text(JsonParser in, String path) {
    var text = Json.requireText(in, path);
    if (text.isEmpty()) {
      throw CallFailed.invalid(path, "\"" + path + "\" is empty");
    }
    return text;
  }
}
