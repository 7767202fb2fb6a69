package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `toolConfig`, in both directions.
final class ToolWords {
  private static final String CONFIG = "toolConfig";
  private static final String SPEC = "toolSpec";
  private static final String CHOICE = "toolChoice";
  private static final Json.Obj NO_PARAMETERS = Json.Obj.of("type", new Json.Text("object"));

  private ToolWords() {}

  static Tools read(Json.Obj body) {
    var config = body.object(CONFIG);
    var all = new ArrayList<Tools.Tool>();
    for (var tool : config.array("tools")) {
      if (!(tool instanceof Json.Obj declared)) {
        throw CallFailed.invalid(
            "toolConfig.tools", "\"toolConfig.tools\" must be a list of objects");
      }
      all.add(tool(declared));
    }
    return new Tools(all, choice(config.object(CHOICE)), null);
  }

  private static Tools.Tool tool(Json.Obj declared) {
    if (!declared.has(SPEC)) {
      return new Tools.Hosted(BEDROCK, declared);
    }
    var spec = declared.object(SPEC);
    var schema = spec.object("inputSchema");
    return new Tools.Function(
        spec.text("name").orElse(""),
        spec.text("description").orElse(""),
        schema.has("json") ? schema.object("json") : null,
        spec.has("strict") ? spec.isTrue("strict") : null,
        Carried.of(spec, BEDROCK, "name", "description", "inputSchema", "strict"));
  }

  private static Tools.Choice choice(Json.Obj choice) {
    if (choice.isEmpty()) {
      return new Tools.Choice.Unsaid();
    }
    return switch (choice.members().firstEntry().getKey()) {
      case "auto" -> new Tools.Choice.Auto();
      case "any" -> new Tools.Choice.Required();
      case "tool" -> new Tools.Choice.Named(choice.object("tool").text("name").orElse(""));
      default -> new Tools.Choice.Foreign(BEDROCK, choice);
    };
  }

  /// @param toolsInHistory whether an earlier turn asked for one, so that they have to be declared
  static Json.@Nullable Obj write(Tools tools, boolean toolsInHistory) {
    if (Boolean.FALSE.equals(tools.parallel()) && !tools.all().isEmpty()) {
      throw ForeignWords.unsupported("parallel_tool_calls", BEDROCK);
    }
    if (tools.all().isEmpty()) {
      return null;
    }
    if (tools.choice() instanceof Tools.Choice.None) {
      if (toolsInHistory) {
        throw ForeignWords.unsupported("tool_choice", BEDROCK);
      }
      return null;
    }
    var all = new ArrayList<Json>(tools.all().size());
    for (int i = 0; i < tools.all().size(); i++) {
      add(tools.all().get(i), "tools[" + i + "]", all);
    }
    return new ObjectBuilder().maybe("tools", all).maybe(CHOICE, choice(tools.choice())).build();
  }

  private static void add(Tools.Tool tool, String where, List<Json> all) {
    switch (tool) {
      case Tools.Hosted(var dialect, var json) when dialect == BEDROCK -> all.add(json);
      case Tools.Hosted(_, var json) ->
          throw ForeignWords.unsupported(where + "." + json.text("type").orElse("type"), BEDROCK);
      case Tools.Function(var name, var description, var parameters, var strict, var extras) -> {
        all.add(
            Json.Obj.of(
                SPEC,
                new ObjectBuilder()
                    .put("name", name)
                    .maybe("description", description)
                    .put(
                        "inputSchema",
                        Json.Obj.of("json", parameters == null ? NO_PARAMETERS : parameters))
                    .maybe("strict", strict)
                    .putAll(
                        ForeignWords.own(extras, BEDROCK, where).without(BlockReader.CACHE_POINT))
                    .build()));
        if (extras.of(BEDROCK).has(BlockReader.CACHE_POINT)) {
          all.add(
              Json.Obj.of(
                  BlockReader.CACHE_POINT, extras.members().object(BlockReader.CACHE_POINT)));
        }
      }
    }
  }

  private static Json.@Nullable Obj choice(Tools.Choice choice) {
    return switch (choice) {
      case Tools.Choice.Unsaid _, Tools.Choice.None _ -> null;
      case Tools.Choice.Auto _ -> Json.Obj.of("auto", Json.Obj.EMPTY);
      case Tools.Choice.Required _ -> Json.Obj.of("any", Json.Obj.EMPTY);
      case Tools.Choice.Named(var name) ->
          Json.Obj.of("tool", Json.Obj.of("name", new Json.Text(name)));
      case Tools.Choice.Foreign(var dialect, Json.Obj json) when dialect == BEDROCK -> json;
      case Tools.Choice.Foreign _ -> throw ForeignWords.unsupported("tool_choice", BEDROCK);
    };
  }
}
