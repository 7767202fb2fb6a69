package dev.headgate.providers.gemini;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalParts;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.Set;

/// Reads the parts of a `content`. Not thread-safe.
final class PartReader {
  private static final Set<String> KNOWN =
      Set.of("text", "inlineData", "fileData", "functionCall", "functionResponse");

  private static final Json.Obj THOUGHT = Json.Obj.of("thought", Json.TRUE);

  private final CallMatching calls;

  PartReader(CallMatching calls) {
    this.calls = calls;
  }

  Part read(ObjectReader part) {
    var carried = CanonicalParts.read(part.object().object(Carried.MEMBER));
    if (carried.isPresent()) {
      return carried.get();
    }
    if (part.object().members().keySet().stream().noneMatch(KNOWN::contains)) {
      return new Part.Foreign(Dialect.GEMINI, part.object());
    }
    if (part.object().has("functionCall")) {
      return toolCall(part);
    }
    if (part.object().has("functionResponse")) {
      return toolResult(part);
    }
    if (part.object().has("inlineData")) {
      var data = part.members("inlineData");
      var source = new MediaSource.Inline(data.text("mimeType"), data.text("data"));
      return media(part, data, source, source.mediaType());
    }
    if (part.object().has("fileData")) {
      var data = part.members("fileData");
      var source = new MediaSource.Url(data.text("mimeType"), data.text("fileUri"));
      return media(part, data, source, source.mediaType());
    }
    return text(part);
  }

  private static Part text(ObjectReader part) {
    var text = part.text("text");
    if (Boolean.TRUE.equals(part.flag("thought"))) {
      // The mark stays among the extras: by it Google's own thoughts are told from others'.
      var signature = part.text("thoughtSignature");
      return new Part.Reasoning(text, signature, extras(part, THOUGHT));
    }
    return new Part.Text(text, extras(part, Json.Obj.EMPTY));
  }

  private Part toolCall(ObjectReader part) {
    var call = part.members("functionCall");
    var name = call.text("name");
    var id = calls.call(call.text("id"), name);
    var raw = call.members(Carried.MEMBER).text("arguments");
    var written = call.find("args").map(JsonBytes::text).orElse("");
    var arguments = raw.isEmpty() ? written : raw;
    return new Part.ToolCall(id, name, arguments, extras(part, inner("functionCall", call)));
  }

  private Part toolResult(ObjectReader part) {
    var result = part.members("functionResponse");
    var name = result.text("name");
    var id = calls.result(result.text("id"), name);
    var content = new ArrayList<Part>();
    var response = result.object("response");
    var failed = isAlone(response, "error");
    if (failed || (isAlone(response, "output") && response.text("output").isPresent())) {
      var said = response.members().firstEntry().getValue();
      content.add(new Part.Text(said instanceof Json.Text(var text) ? text : JsonBytes.text(said)));
    } else if (part.object().object("functionResponse").has("response")) {
      content.add(new Part.Text(JsonBytes.text(response)));
    }
    result.each("parts").forEach(inner -> content.add(read(inner)));
    return new Part.ToolResult(
        id, name, content, failed, extras(part, inner("functionResponse", result)));
  }

  private static Part media(ObjectReader part, ObjectReader data, MediaSource source, String type) {
    var extras = extras(part, Json.Obj.EMPTY);
    if (type.startsWith("image/")) {
      return new Part.Image(source, "", withInner(extras, source, data));
    }
    if (type.startsWith("audio/")) {
      var format = type.substring("audio/".length());
      return new Part.Audio(source, format, withInner(extras, source, data));
    }
    var name = data.text("displayName");
    return new Part.File(source, name, withInner(extras, source, data));
  }

  private static Extras withInner(Extras extras, MediaSource source, ObjectReader data) {
    var rest = data.rest();
    if (rest.isEmpty()) {
      return extras;
    }
    var member = source instanceof MediaSource.Inline ? "inlineData" : "fileData";
    var mine = extras.isEmpty() ? new Extras(Dialect.GEMINI, Json.Obj.EMPTY) : extras;
    return mine.with(member, rest);
  }

  // What is left within the member that says what the part is, under that member's name.
  private static Json.Obj inner(String name, ObjectReader inner) {
    var rest = inner.rest();
    return rest.isEmpty() ? Json.Obj.EMPTY : Json.Obj.of(name, rest);
  }

  private static Extras extras(ObjectReader part, Json.Obj inner) {
    if (part.object().has(Carried.MEMBER)) {
      return Answers.carried(part.object());
    }
    var rest = part.rest().with(inner);
    return rest.isEmpty() ? Extras.NONE : new Extras(Dialect.GEMINI, rest);
  }

  private static boolean isAlone(Json.Obj object, String name) {
    return object.members().size() == 1 && object.has(name);
  }
}
