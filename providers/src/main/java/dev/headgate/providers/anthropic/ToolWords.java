package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `tools` and `tool_choice`, in both directions.
final class ToolWords {
  private static final String SERIAL = "disable_parallel_tool_use";
  private static final Json.Obj NO_PARAMETERS = Json.Obj.of("type", new Json.Text("object"));

  private ToolWords() {}

  static Tools read(Json.Obj body) {
    var all = new ArrayList<Tools.Tool>();
    for (var tool : body.array("tools")) {
      if (!(tool instanceof Json.Obj declared)) {
        throw CallFailed.invalid("tools", "\"tools\" must be a list of objects");
      }
      all.add(tool(declared));
    }
    var choice = body.object("tool_choice");
    var parallel = choice.find(SERIAL).map(serial -> !Json.TRUE.equals(serial)).orElse(null);
    return new Tools(all, choice(choice), parallel);
  }

  private static Tools.Tool tool(Json.Obj declared) {
    var type = declared.text("type").orElse("custom");
    if (!type.equals("custom")) {
      return new Tools.Hosted(ANTHROPIC, declared);
    }
    return new Tools.Function(
        declared.text("name").orElse(""),
        declared.text("description").orElse(""),
        declared.find("input_schema").isPresent() ? declared.object("input_schema") : null,
        declared.has("strict") ? declared.isTrue("strict") : null,
        Carried.of(declared, ANTHROPIC, "name", "description", "input_schema", "strict"));
  }

  private static Tools.Choice choice(Json.Obj choice) {
    if (choice.isEmpty()) {
      return new Tools.Choice.Unsaid();
    }
    return switch (choice.text("type").orElse("")) {
      case "auto" -> new Tools.Choice.Auto();
      case "any" -> new Tools.Choice.Required();
      case "none" -> new Tools.Choice.None();
      case "tool" -> new Tools.Choice.Named(choice.text("name").orElse(""));
      default -> new Tools.Choice.Foreign(ANTHROPIC, choice);
    };
  }

  static void write(Tools tools, ObjectBuilder out) {
    var all = new ArrayList<Json>(tools.all().size());
    for (int i = 0; i < tools.all().size(); i++) {
      all.add(tool(tools.all().get(i), "tools[" + i + "]"));
    }
    out.maybe("tools", List.copyOf(all)).maybe("tool_choice", choice(tools));
  }

  private static Json.Obj tool(Tools.Tool tool, String where) {
    return switch (tool) {
      case Tools.Hosted(var dialect, var json) when dialect == ANTHROPIC -> json;
      case Tools.Hosted(_, var json) ->
          throw ForeignWords.unsupported(where + "." + json.text("type").orElse("type"), ANTHROPIC);
      case Tools.Function(var name, var description, var parameters, var strict, var extras) ->
          new ObjectBuilder()
              .put("name", name)
              .maybe("description", description)
              .put("input_schema", parameters == null ? NO_PARAMETERS : parameters)
              .maybe("strict", strict)
              .putAll(ForeignWords.own(extras, ANTHROPIC, where))
              .build();
    };
  }

  private static Json.@Nullable Obj choice(Tools tools) {
    var parallel = tools.parallel();
    var type =
        switch (tools.choice()) {
          case Tools.Choice.Unsaid _ ->
              parallel == null || parallel || tools.all().isEmpty() ? "" : "auto";
          case Tools.Choice.Auto _ -> "auto";
          case Tools.Choice.None _ -> "none";
          case Tools.Choice.Required _ -> "any";
          case Tools.Choice.Named _ -> "tool";
          case Tools.Choice.Foreign(var dialect, Json.Obj json) when dialect == ANTHROPIC -> {
            yield json.text("type").orElse("");
          }
          case Tools.Choice.Foreign _ -> throw ForeignWords.unsupported("tool_choice", ANTHROPIC);
        };
    if (tools.choice() instanceof Tools.Choice.Foreign(_, Json.Obj json)) {
      return json;
    }
    if (type.isEmpty()) {
      return null;
    }
    var choice = new ObjectBuilder().put("type", type);
    if (tools.choice() instanceof Tools.Choice.Named(var name)) {
      choice.put("name", name);
    }
    // "none" takes no further word.
    if (parallel != null && !type.equals("none")) {
      choice.put(SERIAL, !parallel);
    }
    return choice.build();
  }
}
