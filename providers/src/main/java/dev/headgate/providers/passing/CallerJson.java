package dev.headgate.providers.passing;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/// A caller's JSON as tokens, with errors that name the mistake.
public final class CallerJson {
  private CallerJson() {}

  /// Reads one object.
  @FunctionalInterface
  public interface Reading {
    /// @param parser at the object's brace; must be left at its end
    void read(JsonParser parser);
  }

  /// @throws CallFailed `INVALID_REQUEST` if it is no JSON object, or is followed by something
  public static void read(byte[] json, Reading reading) {
    refuseWhatIsNoText(json);
    try (var parser = JsonBytes.parser(json)) {
      var _ = parser.nextToken();
      reading.read(parser);
      if (parser.nextToken() != null) {
        throw CallFailed.invalid("body", "the body goes on after its JSON object");
      }
    } catch (JacksonException e) {
      throw notJson(e);
    }
  }

  /// Where the current value begins.
  public static int from(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /// Where the current value, which is no container, ends.
  public static int to(JsonParser parser) {
    parser.finishToken();
    return (int) parser.currentLocation().getByteOffset();
  }

  public static boolean flag(String param, JsonToken value) {
    return switch (value) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw CallFailed.invalid(param, "\"" + param + "\" must be true or false");
    };
  }

  /// The text as JSON.
  public static byte[] quoted(String text) {
    return JsonBytes.write(new Json.Text(text));
  }

  private static void refuseWhatIsNoText(byte[] json) {
    var mistake = Utf8.firstMistake(json);
    if (mistake >= 0) {
      throw CallFailed.invalid("body", "the body is not UTF-8: see byte " + mistake);
    }
    var start = 0;
    while (start < json.length && isSpace(json[start])) {
      start++;
    }
    // A zero byte behind the brace is UTF-16, which the parser would take for granted.
    if (start + 1 < json.length && json[start] == '{' && json[start + 1] != 0) {
      return;
    }
    throw CallFailed.invalid("body", "the body is not a JSON object: it must begin with {");
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private static CallFailed notJson(JacksonException e) {
    var text = String.valueOf(e.getOriginalMessage());
    var message =
        switch (e) {
          case StreamConstraintsException _ ->
              "the body is nested deeper than %d or holds a text longer than %d characters"
                  .formatted(JsonBytes.MAX_DEPTH, JsonBytes.MAX_TEXT_CHARACTERS);
          case UnexpectedEndOfInputException _ -> "the body is not complete: its JSON never ends";
          case JacksonException _ when text.startsWith("Duplicate") ->
              "the body has a key twice in one object, near byte " + offset(e);
          default -> "the body is not valid JSON, near byte " + offset(e);
        };
    return CallFailed.invalid("body", message);
  }

  private static long offset(JacksonException e) {
    return e.getLocation() == null ? 0 : Math.max(e.getLocation().getByteOffset(), 0);
  }
}
