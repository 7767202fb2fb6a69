package dev.headgate.providers.passing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.headgate.providers.wire.JsonBytes;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Finds what a request does not hold but names: conversations, files, caches and whatever else a
/// provider keeps for everybody who uses its key. In any dialect, also where one dialect's words
/// travel in another's. Not thread-safe.
///
/// What a caller may write as it likes is passed over: arguments, schemas and results of its tools.
/// So are quotations of an answer, from which a provider looks up nothing.
public final class KeptObjects {
  private static final Set<String> TEXTS =
      Set.of(
          "conversation",
          "container",
          "container_id",
          "previous_response_id",
          "input_file_id",
          "cachedContent",
          "cached_content");
  private static final Set<String> LISTS =
      Set.of(
          "file_ids",
          "vector_store_ids",
          "collection_ids",
          "fileSearchStoreNames",
          "file_search_store_names");
  private static final Set<String> ADDRESSES =
      Set.of("url", "uri", "image_url", "file_url", "fileUri", "file_uri");
  private static final Set<String> STORES =
      Set.of(
          "vertexAiSearch", "vertex_ai_search", "vertexRagStore", "vertex_rag_store", "retrieval");
  // Objects of which the id is looked up.
  private static final Set<String> NAMED = Set.of("audio", "container", "conversation", "prompt");

  private static final Set<String> FREE =
      Set.of(
          "args",
          "arguments",
          "input",
          "inputSchema",
          "input_schema",
          "json_schema",
          "labels",
          "metadata",
          "parameters",
          "parametersJsonSchema",
          "parameters_json_schema",
          "responseJsonSchema",
          "responseSchema",
          "response_json_schema",
          "response_schema",
          "schema");
  private static final Set<String> QUOTED = Set.of("annotations", "citations");
  private static final Set<String> RESULTS =
      Set.of("code_execution_output", "bash_code_execution_output");
  private static final int DATA = "\"data:".length();

  private final byte[] json;
  private final Set<String> keptHere;
  private @Nullable String found;

  private KeptObjects(byte[] json, Set<String> keptHere) {
    this.json = json;
    this.keptHere = keptHere;
  }

  /// The name of the first, as the caller wrote it.
  ///
  /// @param json which was read without mistake before
  /// @param keptHere members that mean what the gateway keeps
  public static Optional<String> in(byte[] json, String... keptHere) {
    var reading = new KeptObjects(json, Set.of(keptHere));
    try (var parser = JsonBytes.parser(json)) {
      var _ = parser.nextToken();
      reading.readObject(parser, "", 1);
    }
    return Optional.ofNullable(reading.found);
  }

  /// Whether a field of a form names something that is kept.
  public static boolean isName(String field) {
    return TEXTS.contains(field) || LISTS.contains(field) || field.equals("file_id");
  }

  private void readObject(JsonParser parser, String place, int depth) {
    var object = new Members();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      var value = parser.nextToken();
      switch (value) {
        case VALUE_STRING -> readText(parser, name, object);
        case VALUE_TRUE -> {
          if (name.equals("store") && (depth == 1 || place.equals("members"))) {
            found(name);
          }
        }
        case START_ARRAY -> readList(parser, name, object, depth);
        case START_OBJECT -> {
          if (isFree(name, place)) {
            parser.skipChildren();
          } else {
            object.hasContent |= name.equals("content");
            if (STORES.contains(name)) {
              found(name);
            }
            readObject(parser, name, depth + 1);
          }
        }
        default -> {}
      }
    }
    judge(object, place);
  }

  private static boolean isFree(String name, String place) {
    return FREE.contains(name)
        || QUOTED.contains(name)
        || (name.equals("response") && place.toLowerCase(Locale.ROOT).startsWith("function"));
  }

  private void readText(JsonParser parser, String name, Members object) {
    switch (name) {
      case "type" -> object.type = parser.getString();
      case "id" -> object.hasId = isSaid(parser);
      case "role" -> object.hasContent = true;
      case "content", "result" -> object.hasContent |= isSaid(parser);
      case "encrypted_content" -> object.isSealed = isSaid(parser);
      case "file_id" -> object.hasFile = isSaid(parser);
      case "skill_id" -> object.hasSkill = isSaid(parser);
      default -> {
        if ((TEXTS.contains(name) && isSaid(parser))
            || (ADDRESSES.contains(name) && !isData(parser) && isKept(parser.getString()))) {
          found(name);
        }
      }
    }
  }

  private void readList(JsonParser parser, String name, Members object, int depth) {
    if (QUOTED.contains(name)) {
      parser.skipChildren();
      return;
    }
    var items = depth == 1 && name.equals("input");
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      object.hasContent |= name.equals("content");
      if (LISTS.contains(name)) {
        found(name);
      }
      if (token == JsonToken.START_OBJECT) {
        readObject(parser, items ? "input[]" : name, depth + 1);
      } else if (token == JsonToken.START_ARRAY) {
        readList(parser, name, object, depth + 1);
      }
    }
  }

  private void judge(Members object, String place) {
    if (object.hasFile && !RESULTS.contains(object.type)) {
      found("file_id");
    }
    if (object.hasSkill && !object.type.equals("anthropic")) {
      found("skill_id");
    }
    if (object.hasId && NAMED.contains(place)) {
      found(place + ".id");
    }
    // An item without a type may be a message, which says something, or a mere reference.
    var isBare = object.hasId && !object.hasContent;
    if (object.type.equals("item_reference")
        || (isBare && object.type.isEmpty() && place.equals("input[]"))) {
      found("item_reference");
    }
    if (isBare && !object.isSealed && object.type.equals("reasoning")) {
      found("reasoning.id");
    }
    if (isBare && object.type.equals("image_generation_call")) {
      found("image_generation_call.id");
    }
  }

  private static boolean isSaid(JsonParser parser) {
    return parser.getStringLength() > 0;
  }

  // An image may be long, so that its text is not made only to see that it is one.
  private boolean isData(JsonParser parser) {
    var from = CallerJson.from(parser);
    return from + DATA <= json.length
        && new String(json, from, DATA, ISO_8859_1).equalsIgnoreCase("\"data:");
  }

  /// Whether an address can be read with the gateway's own credentials alone.
  private static boolean isKept(String address) {
    var url = address.strip().toLowerCase(Locale.ROOT);
    if (url.startsWith("gs:") || url.startsWith("s3:") || url.startsWith("files/")) {
      return true;
    }
    var authority = url.indexOf("://");
    if (authority < 0) {
      return false;
    }
    var rest = url.substring(authority + 3).split("[/?#\\\\]", 2)[0];
    var host = rest.substring(rest.lastIndexOf('@') + 1).split(":", 2)[0];
    return host.startsWith("generativelanguage.googleapis.com")
        || host.endsWith("aiplatform.googleapis.com");
  }

  private void found(String name) {
    if (found == null && !keptHere.contains(name)) {
      found = name;
    }
  }

  /// What was seen of one object.
  private static final class Members {
    String type = "";
    boolean hasId;
    boolean hasContent;
    boolean isSealed;
    boolean hasFile;
    boolean hasSkill;
  }
}
