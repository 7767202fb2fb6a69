package dev.headgate.server.responses;

import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import java.util.List;

/// What goes into a conversation of this dialect: items in a list, or one text.
final class Items {
  static final String INPUT = "input";

  private Items() {}

  /// Those of a request.
  static List<Json> of(Json.Obj request) {
    return switch (request.find(INPUT).orElse(Json.NULL)) {
      case Json.Arr(var items) -> items;
      case Json.Text text ->
          List.of(Json.Obj.of("role", new Json.Text("user")).with("content", text));
      case Json.Null _, Json.Bool _, Json.Num _, Json.Obj _ -> List.of();
    };
  }

  /// Those that were kept.
  static List<Json> stored(byte[] json) {
    return JsonBytes.read(json) instanceof Json.Arr(var items) ? items : List.of();
  }

  /// An item in the long form in which it is given back.
  static Json shown(Json item, String id) {
    if (!(item instanceof Json.Obj object)) {
      return item;
    }
    var named = object.has("id") ? object : object.with("id", new Json.Text(id));
    var typed = named.has("type") ? named : named.with("type", new Json.Text("message"));
    if (!(typed.members().get("content") instanceof Json.Text text)) {
      return typed;
    }
    var isAnswer = typed.text("role").filter("assistant"::equals).isPresent();
    var part =
        Json.Obj.of("type", new Json.Text(isAnswer ? "output_text" : "input_text"))
            .with("text", text);
    return typed.with(
        "content",
        new Json.Arr(List.of(isAnswer ? part.with("annotations", new Json.Arr(List.of())) : part)));
  }
}
