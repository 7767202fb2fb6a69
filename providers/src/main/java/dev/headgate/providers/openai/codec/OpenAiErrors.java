package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.dialects.ErrorCodec;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CarriedError;
import dev.headgate.providers.wire.ErrorMeaning;
import dev.headgate.providers.wire.ObjectBuilder;

/// Errors in OpenAI's form, `{"error": {"message", "type", "param", "code"}}`, and in the forms of
/// servers that speak its dialect otherwise: `{"detail": …}`, `{"message": …}`, `{"error": "…"}`.
final class OpenAiErrors implements ErrorCodec {
  private static final String ERROR = "error";

  @Override
  public WireError readError(int status, Json.Obj body) {
    var error = body.object(ERROR);
    return CarriedError.of(status, error).orElseGet(() -> own(status, body, error));
  }

  private static WireError own(int status, Json.Obj body, Json.Obj error) {
    var from = error.isEmpty() ? body : error;
    var type = scalar(from, "type");
    var reason = scalar(from, "code");
    var message =
        from.text("message").or(() -> body.text(ERROR)).or(() -> body.text("detail")).orElse("");
    var meant = status >= 400 ? status : statusOf(from, status);
    return new WireError(
        ErrorMeaning.of(meant, type, reason, message),
        status,
        type,
        reason,
        scalar(from, "param"),
        message);
  }

  // In an answer that began well, the error itself may say what its status would have been.
  private static int statusOf(Json.Obj error, int status) {
    for (var member : new String[] {"status", "status_code", "code"}) {
      var said = error.integer(member);
      if (said >= 400 && said < 600) {
        return (int) said;
      }
    }
    return status;
  }

  private static String scalar(Json.Obj object, String name) {
    return switch (object.members().get(name)) {
      case Json.Text(var text) -> text;
      case Json.Num(var literal) -> literal;
      case null -> "";
      case Json _ -> "";
    };
  }

  @Override
  public Json.Obj writeError(WireError error) {
    var written =
        new ObjectBuilder()
            .put("message", error.message())
            .put("type", error.type().isEmpty() ? error.code().wireName() : error.type())
            .put("param", error.param().isEmpty() ? Json.NULL : new Json.Text(error.param()))
            .put("code", error.reason().isEmpty() ? Json.NULL : new Json.Text(error.reason()))
            .build();
    var plain = Json.Obj.of(ERROR, written);
    return readError(error.status(), plain).equals(error)
        ? plain
        : Json.Obj.of(ERROR, CarriedError.put(written, error));
  }
}
