package dev.headgate.providers.responses;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalParts;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/// Reads the items that a model writes, in an answer and where they come back in a request.
final class Items {
  /// What is known of the message that a part stands in, or `true` if that is the part's before.
  static final String ITEM = "item";

  /// Marks thoughts that are shown as they are, not summarised.
  static final String CONTENT = "content";

  static final String TYPE = "type";

  private static final String BETWEEN = "\n\n";

  private Items() {}

  /// The parts of an item; a foreign one if it is nothing that others know.
  static List<Part> read(ObjectReader item) {
    var carried = CanonicalParts.read(item.object().object(Carried.MEMBER));
    if (carried.isPresent()) {
      return List.of(carried.get());
    }
    return switch (item.object().text(TYPE).orElse("message")) {
      case "message" -> message(item);
      case "reasoning" -> List.of(reasoning(item));
      case "function_call" -> List.of(functionCall(item));
      default -> List.of(foreign(item.object()));
    };
  }

  static Part.Foreign foreign(Json.Obj item) {
    return new Part.Foreign(Dialect.OPENAI_RESPONSES, item);
  }

  private static List<Part> message(ObjectReader item) {
    item.text(TYPE);
    item.text("role");
    if (item.object().members().get(CONTENT) instanceof Json.Text(var text)) {
      item.find(CONTENT);
      return List.of(new Part.Text(text, extras(item, Json.Obj.EMPTY, rest(item))));
    }
    var contents = item.each(CONTENT);
    var rest = rest(item);
    var parts = new ArrayList<Part>();
    for (var content : contents) {
      parts.add(content(content, parts.isEmpty() ? rest : Json.TRUE));
    }
    return parts.isEmpty() ? List.of(foreign(item.object())) : parts;
  }

  private static Json rest(ObjectReader item) {
    return item.object().has(Carried.MEMBER) ? Json.Obj.EMPTY : item.rest();
  }

  /// A piece of a message.
  ///
  /// @param item of the message
  static Part content(ObjectReader content, Json item) {
    var carried = CanonicalParts.read(content.object().object(Carried.MEMBER));
    if (carried.isPresent()) {
      return carried.get();
    }
    return switch (content.text(TYPE)) {
      case "output_text", "input_text", "text" -> {
        var text = content.text("text");
        yield new Part.Text(text, extras(content, content.rest(), item));
      }
      case "refusal" -> {
        var text = content.text("refusal");
        yield new Part.Refusal(text, extras(content, content.rest(), item));
      }
      default -> foreign(Json.Obj.of(CONTENT, content.object()).with(ITEM, item));
    };
  }

  private static Extras extras(ObjectReader content, Json.Obj rest, Json item) {
    if (content.object().has(Carried.MEMBER)) {
      return carried(content.object());
    }
    var members = item.equals(Json.Obj.EMPTY) ? rest : rest.with(ITEM, item);
    return members.isEmpty() ? Extras.NONE : new Extras(Dialect.OPENAI_RESPONSES, members);
  }

  /// Another dialect's words that came through this one.
  static Extras carried(Json.Obj object) {
    return ObjectReader.carried(object, Dialect.OPENAI_RESPONSES);
  }

  static Part.ToolCall functionCall(ObjectReader item) {
    item.text(TYPE);
    return new Part.ToolCall(
        item.text("call_id"), item.text("name"), item.text("arguments"), own(item, Json.Obj.EMPTY));
  }

  static Part.Reasoning reasoning(ObjectReader item) {
    var signature = item.text("encrypted_content");
    var text = shownText(item.object());
    var more = Json.Obj.EMPTY;
    var shown = text.isEmpty() ? List.<Json>of() : List.<Json>of(textOf("reasoning_text", text));
    if (!text.isEmpty()
        && item.object().array(CONTENT).equals(shown)
        && item.object().array("summary").isEmpty()) {
      item.find(CONTENT);
      item.find("summary");
      more = Json.Obj.of(CONTENT, Json.TRUE);
    } else if (item.object().array("summary").equals(summary(text))) {
      item.find("summary");
    }
    return new Part.Reasoning(text, signature, own(item, more));
  }

  /// Everything that is shown of the thoughts.
  private static String shownText(Json.Obj item) {
    var content = texts(item.array(CONTENT));
    return content.isEmpty() ? texts(item.array("summary")) : content;
  }

  private static String texts(List<Json> parts) {
    var texts = new ArrayList<String>();
    for (var part : parts) {
      if (part instanceof Json.Obj object) {
        object.text("text").ifPresent(texts::add);
      }
    }
    return String.join(BETWEEN, texts);
  }

  static List<Json> summary(String text) {
    return text.isEmpty() ? List.of() : List.of(textOf("summary_text", text));
  }

  static Json.Obj textOf(String type, String text) {
    return Json.Obj.of(TYPE, new Json.Text(type)).with("text", new Json.Text(text));
  }

  // Thoughts always keep their type, by which they are told from others'.
  private static Extras own(ObjectReader item, Json.Obj more) {
    if (item.object().has(Carried.MEMBER)) {
      return carried(item.object());
    }
    var rest = item.rest().with(more);
    return rest.isEmpty() ? Extras.NONE : new Extras(Dialect.OPENAI_RESPONSES, rest);
  }
}
