package dev.headgate.evals.recordings;

import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;

/// One spelling of a request to OpenAI's `/v1/responses`, which reads several, as its documents
/// say:
/// - `input: "x"` and one message of the user;
/// - a content that is a text and a list of one text; an output likewise;
/// - `type: "message"`, said or not; a function's empty description;
/// - `instructions` and a system message at the beginning, the same within one call.
final class ResponsesSpelling {
  private ResponsesSpelling() {}

  static Json.Obj usual(Json.Obj body) {
    var items = new ArrayList<Json>();
    body.find("instructions").ifPresent(it -> items.add(message("system", it)));
    switch (body.find("input").orElse(Json.NULL)) {
      case Json.Text text -> items.add(message("user", text));
      case Json.Arr(var elements) -> elements.forEach(it -> items.add(item(it)));
      case Json.Obj _, Json.Num _, Json.Bool _, Json.Null _ -> {}
    }
    var tools = body.array("tools").stream().map(ResponsesSpelling::tool).toList();
    return body.without("instructions")
        .with("input", new Json.Arr(items))
        .with("tools", new Json.Arr(tools));
  }

  private static Json message(String role, Json content) {
    return Json.Obj.of("role", new Json.Text(role)).with("content", contents(content));
  }

  private static Json item(Json item) {
    if (!(item instanceof Json.Obj object)) {
      return item;
    }
    var usual = object.text("type").orElse("").equals("message") ? object.without("type") : object;
    for (var name : List.of("content", "output")) {
      var content = usual.find(name);
      if (content.isPresent()) {
        usual = usual.with(name, contents(content.get()));
      }
    }
    return usual;
  }

  private static Json contents(Json content) {
    return switch (content) {
      case Json.Text text -> new Json.Arr(List.of(Json.Obj.of("text", text)));
      case Json.Arr(var elements) ->
          new Json.Arr(elements.stream().map(ResponsesSpelling::piece).toList());
      case Json.Obj _, Json.Num _, Json.Bool _, Json.Null _ -> content;
    };
  }

  private static Json piece(Json piece) {
    return piece instanceof Json.Obj object && object.text("type").orElse("").endsWith("put_text")
        ? object.without("type")
        : piece;
  }

  private static Json tool(Json tool) {
    return tool instanceof Json.Obj object && object.text("description").orElse(" ").isEmpty()
        ? object.without("description")
        : tool;
  }
}
