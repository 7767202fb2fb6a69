package dev.headgate.runtime.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.errors.CallFailed;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/// Changes what is said in the body of a call to a model, whatever its dialect calls it. What is
/// not changed keeps its bytes. For one body.
final class BodyRewriting {
  /// Says what stands for a text.
  interface Rewriting {
    /// @param source where it stands, such as `messages[2].content`
    /// @param before what it is, such as `phone: `; empty if nothing is said of it
    String apply(String source, String before, String text);
  }

  private static final JsonFactory JSON = new JsonFactory();

  // Shorter numbers are amounts and the like; a longer one may be an account.
  private static final int SHORTEST_NUMBER = 7;

  private static final String DATA = "data";
  private static final int SHORTEST_ENCODED = 64;
  private static final int ENCODED_LOOKED_AT = 1_024;

  // How often a text that is JSON may hold a text that is JSON.
  private static final int MAX_TEXTS_IN_TEXTS = 3;

  // What the caller's program says to the model's, and no person to another.
  private static final Set<String> SETTINGS =
      Set.of(
          "model",
          "tools",
          "functions",
          "tool_choice",
          "toolConfig",
          "tool_config",
          "function_call",
          "response_format",
          "output_config",
          "output_format",
          "generationConfig",
          "generation_config",
          "safetySettings",
          "safety_settings",
          "cachedContent",
          "stop",
          "stop_sequences",
          "user",
          "safety_identifier",
          "prompt_cache_key",
          "metadata",
          "labels",
          "reasoning",
          "thinking",
          "reasoning_effort",
          "service_tier",
          "stream_options",
          "audio",
          "modalities",
          "headgate");

  // What holds a message together, and what is no text.
  private static final Set<String> STRUCTURE =
      Set.of(
          "role",
          "type",
          "id",
          "name",
          "tool_call_id",
          "tool_use_id",
          "call_id",
          "cache_control",
          "signature",
          "thoughtSignature",
          "thought_signature",
          "encrypted_content",
          "file_data",
          "file_id",
          "fileUri",
          "file_uri",
          "url",
          "image_url",
          "media_type",
          "mime_type",
          "mimeType",
          "format",
          "detail",
          "headgate");

  // What only the tool's own names are in.
  private static final Set<String> ARGUMENTS = Set.of("input", "args", "arguments", "response");

  private final byte[] body;
  private final Rewriting rewriting;
  private final int depth;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int copied;

  private BodyRewriting(byte[] body, Rewriting rewriting, int depth) {
    this.body = body;
    this.rewriting = rewriting;
    this.depth = depth;
  }

  /// The changed body, if anything was changed.
  ///
  /// @throws CallFailed `INVALID_REQUEST` if the body is no JSON: what cannot be read is not passed
  ///   on as it is
  static Optional<byte[]> rewrite(byte[] body, Rewriting rewriting) {
    try {
      return new BodyRewriting(body, rewriting, 0).whole("", false);
    } catch (JacksonException e) {
      throw CallFailed.invalid(
          "body",
          "the body is not valid JSON in UTF-8, so nothing personal can be taken out of it");
    }
  }

  private Optional<byte[]> whole(String source, boolean isFree) {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      var first = parser.nextToken();
      if (first == JsonToken.START_OBJECT && !isFree) {
        object(parser, source, false, true);
      } else {
        value(parser, first, source, "", isFree);
      }
      if (parser.nextToken() != null) {
        throw CallFailed.invalid("body", "the body holds more than one JSON value");
      }
    }
    if (copied == 0) {
      return Optional.empty();
    }
    out.write(body, copied, body.length - copied);
    return Optional.of(out.toByteArray());
  }

  /// @param isFree whether all of it may be said by somebody
  /// @param isCall whether it is the call itself
  private void object(JsonParser parser, String source, boolean isFree, boolean isCall) {
    var left = isCall ? SETTINGS : STRUCTURE;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      var token = parser.nextToken();
      if (!isFree && left.contains(name)) {
        parser.skipChildren();
      } else {
        var inside = isFree || (!isCall && ARGUMENTS.contains(name));
        value(parser, token, source.isEmpty() ? name : source + '.' + name, name, inside);
      }
    }
  }

  private void value(
      JsonParser parser, JsonToken token, String source, String name, boolean isFree) {
    switch (token) {
      case START_OBJECT -> object(parser, source, isFree, false);
      case START_ARRAY -> {
        var i = 0;
        for (var next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          value(parser, next, source + '[' + i++ + ']', name, isFree);
        }
      }
      case VALUE_STRING -> {
        var text = parser.getString();
        if (name.equals(DATA) && isEncoded(text)) {
          return;
        }
        change(parser, text, changed(source, name, isFree, text), '"');
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        var text = parser.getString();
        if (isFree && text.length() >= SHORTEST_NUMBER) {
          change(parser, text, rewriting.apply(source, before(name, true), text), text.charAt(0));
        }
      }
      default -> {}
    }
  }

  private String changed(String source, String name, boolean isFree, String text) {
    if (depth < MAX_TEXTS_IN_TEXTS && isDocument(text)) {
      try {
        return new BodyRewriting(text.getBytes(UTF_8), rewriting, depth + 1)
            .whole(source, true)
            .map(changed -> new String(changed, UTF_8))
            .orElse(text);
      } catch (JacksonException | CallFailed _) {
        // A text that only looks like JSON.
      }
    }
    return rewriting.apply(source, before(name, isFree), text);
  }

  private static boolean isDocument(String text) {
    var stripped = text.strip();
    return (stripped.startsWith("{") && stripped.endsWith("}"))
        || (stripped.startsWith("[") && stripped.endsWith("]"));
  }

  // A document may be plain text there; bytes are base64, and longer.
  private static boolean isEncoded(String text) {
    return text.length() >= SHORTEST_ENCODED
        && text.chars()
            .limit(ENCODED_LOOKED_AT)
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '+'
                    || c == '/'
                    || c == '='
                    || c == '\n');
  }

  private static String before(String name, boolean isFree) {
    return isFree && !name.isEmpty() ? name.replace('_', ' ') + ": " : "";
  }

  private void change(JsonParser parser, String text, String changed, char first) {
    if (changed.equals(text)) {
      return;
    }
    var start = (int) parser.currentTokenLocation().getByteOffset();
    var end = (int) parser.currentLocation().getByteOffset();
    if (start < copied || end > body.length || body[start] != first) {
      throw CallFailed.invalid("body", "the body is not in UTF-8");
    }
    out.write(body, copied, start - copied);
    out.write('"');
    out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(changed));
    out.write('"');
    copied = end;
  }
}
