package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectBuilder;

/// What a model asks for: `tool_calls`, and the older `function_call`.
final class ToolCalls {
  static final String OLDER = "function_call";

  private static final Dialect OWN = Dialect.OPENAI_CHAT;
  private static final String TYPE = "type";
  private static final String FUNCTION = "function";
  private static final String CUSTOM = "custom";

  private ToolCalls() {}

  static Part.ToolCall read(Json.Obj call) {
    var type = call.text(TYPE).orElse("");
    var custom = type.equals(CUSTOM);
    var body = call.object(custom ? CUSTOM : FUNCTION);
    var argument = custom ? "input" : "arguments";
    var rest = nonNull(call.without("id", TYPE, FUNCTION, CUSTOM));
    var bodyRest = nonNull(body.without("name", argument));
    if (!bodyRest.isEmpty()) {
      rest = rest.with(FUNCTION, bodyRest);
    }
    if (!type.equals(FUNCTION)) {
      rest = rest.with(TYPE, type.isEmpty() ? Json.NULL : new Json.Text(type));
    }
    return new Part.ToolCall(
        call.text("id").orElse(""),
        body.text("name").orElse(""),
        arguments(body, argument),
        rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest));
  }

  /// The older form: one call, without an id.
  static Part.ToolCall readOlder(Json.Obj call) {
    return new Part.ToolCall(
        "",
        call.text("name").orElse(""),
        arguments(call, "arguments"),
        new Extras(OWN, Json.Obj.of(OLDER, Json.TRUE)));
  }

  static boolean isOlder(Part.ToolCall call) {
    return call.extras().of(OWN).has(OLDER);
  }

  static Json.Obj write(Part.ToolCall call) {
    var extras = call.extras().of(OWN);
    var custom = extras.text(TYPE).orElse("").equals(CUSTOM);
    var body =
        new ObjectBuilder()
            .put("name", call.name())
            .put(custom ? "input" : "arguments", call.arguments())
            .putAll(extras.object(FUNCTION))
            .build();
    return new ObjectBuilder()
        .maybe("id", call.id())
        .put(TYPE, FUNCTION)
        .putAll(extras.without(FUNCTION, OLDER))
        .put(custom ? CUSTOM : FUNCTION, body)
        .build();
  }

  static Json.Obj writeOlder(Part.ToolCall call) {
    return new ObjectBuilder().put("name", call.name()).put("arguments", call.arguments()).build();
  }

  // Some servers send the object itself.
  private static String arguments(Json.Obj body, String name) {
    return switch (body.members().get(name)) {
      case null -> "";
      case Json.Null _ -> "";
      case Json.Text(var text) -> text;
      case Json value -> JsonBytes.text(value);
    };
  }

  static Json.Obj nonNull(Json.Obj object) {
    return object.without(
        object.members().entrySet().stream()
            .filter(member -> member.getValue() instanceof Json.Null)
            .map(member -> member.getKey())
            .toArray(String[]::new));
  }
}
