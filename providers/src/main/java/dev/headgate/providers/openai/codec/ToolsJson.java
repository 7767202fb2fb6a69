package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `tools`, `tool_choice` and `parallel_tool_calls`.
final class ToolsJson {
  private static final Dialect OWN = Dialect.OPENAI_CHAT;
  private static final String TYPE = "type";
  private static final String FUNCTION = "function";

  private ToolsJson() {}

  static Tools read(Fields request) {
    var written = request.array("tools");
    var tools = new ArrayList<Tools.Tool>(written.size());
    for (int i = 0; i < written.size(); i++) {
      tools.add(tool("tools[" + i + "]", written.get(i)));
    }
    return new Tools(tools, choice(request), request.flag("parallel_tool_calls"));
  }

  private static Tools.Tool tool(String path, Json written) {
    var tool = Fields.of(path, written);
    if (!FUNCTION.equals(tool.text(TYPE)) || !tool.has(FUNCTION)) {
      return new Tools.Hosted(OWN, (Json.Obj) written);
    }
    var function = new Fields(tool.at(FUNCTION), tool.object(FUNCTION));
    var name = function.textOrEmpty("name");
    var description = function.textOrEmpty("description");
    var parameters = function.has("parameters") ? function.object("parameters") : null;
    var strict = function.flag("strict");
    var rest = function.left().with(tool.left());
    return new Tools.Function(
        name, description, parameters, strict, new Fields(path, rest).rest(OWN));
  }

  private static Tools.Choice choice(Fields request) {
    var written = request.take("tool_choice");
    return switch (written) {
      case null -> new Tools.Choice.Unsaid();
      case Json.Text(var word) ->
          switch (word) {
            case "auto" -> new Tools.Choice.Auto();
            case "none" -> new Tools.Choice.None();
            case "required", "any" -> new Tools.Choice.Required();
            default -> new Tools.Choice.Foreign(OWN, written);
          };
      case Json.Obj object when FUNCTION.equals(object.text(TYPE).orElse("")) ->
          new Tools.Choice.Named(object.object(FUNCTION).text("name").orElse(""));
      case Json _ -> new Tools.Choice.Foreign(OWN, written);
    };
  }

  static void write(ObjectBuilder out, Tools tools, Wording wording) {
    var written = new ArrayList<Json>(tools.all().size());
    for (int i = 0; i < tools.all().size(); i++) {
      written.add(write("tools[" + i + "]", tools.all().get(i)));
    }
    out.maybe("tools", List.copyOf(written))
        .maybe("tool_choice", write(tools.choice(), wording))
        .maybe("parallel_tool_calls", tools.parallel());
  }

  private static Json write(String path, Tools.Tool tool) {
    return switch (tool) {
      case Tools.Function(var name, var description, var parameters, var strict, var extras) -> {
        var words = ForeignWords.own(extras, OWN, path);
        yield new ObjectBuilder()
            .put(TYPE, FUNCTION)
            .put(
                FUNCTION,
                new ObjectBuilder()
                    .put("name", name)
                    .maybe("description", description)
                    .maybe("parameters", parameters)
                    .maybe("strict", strict)
                    .putAll(words)
                    .build())
            .build();
      }
      case Tools.Hosted(var dialect, var json) when dialect == OWN -> json;
      case Tools.Hosted _ -> throw ForeignWords.unsupported(path, OWN);
    };
  }

  private static @Nullable Json write(Tools.Choice choice, Wording wording) {
    return switch (choice) {
      case Tools.Choice.Unsaid _ -> null;
      case Tools.Choice.Auto _ -> new Json.Text("auto");
      case Tools.Choice.None _ -> new Json.Text("none");
      case Tools.Choice.Required _ -> new Json.Text(wording.of("required"));
      case Tools.Choice.Named(var name) ->
          new ObjectBuilder()
              .put(TYPE, FUNCTION)
              .put(FUNCTION, new ObjectBuilder().put("name", name).build())
              .build();
      case Tools.Choice.Foreign(var dialect, var json) when dialect == OWN -> json;
      case Tools.Choice.Foreign _ -> throw ForeignWords.unsupported("tool_choice", OWN);
    };
  }
}
