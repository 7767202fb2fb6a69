package dev.headgate.providers.responses;

import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CarriedError;
import dev.headgate.providers.wire.ErrorMeaning;
import dev.headgate.providers.wire.ObjectBuilder;

/// OpenAI's errors.
final class Errors {
  private Errors() {}

  static WireError read(int status, Json.Obj body) {
    // Some servers write the error itself, or only a text.
    var error = body.members().get("error") instanceof Json.Obj object ? object : body;
    return CarriedError.of(status, error).orElseGet(() -> readOwn(status, error));
  }

  private static WireError readOwn(int status, Json.Obj error) {
    var type = error.text("type").orElse("");
    var reason =
        error.members().get("code") instanceof Json.Num(var number)
            ? number
            : error.text("code").orElse("");
    var message =
        error
            .text("message")
            .or(() -> error.text("error"))
            .or(() -> error.text("detail"))
            .orElse("");
    return new WireError(
        ErrorMeaning.of(status, type, reason, message),
        status,
        type,
        reason,
        error.text("param").orElse(""),
        message);
  }

  static Json.Obj write(WireError error) {
    var body = body(error);
    return Json.Obj.of(
        "error",
        readOwn(error.status(), body).equals(error) ? body : CarriedError.put(body, error));
  }

  private static Json.Obj body(WireError error) {
    return new ObjectBuilder()
        .put("message", error.message())
        .put("type", error.type())
        .put("param", error.param().isEmpty() ? Json.NULL : new Json.Text(error.param()))
        .put("code", error.reason().isEmpty() ? Json.NULL : new Json.Text(error.reason()))
        .build();
  }

  /// The members of the event `error`.
  static Json.Obj event(WireError error) {
    return CarriedError.put(body(error).without("type"), error);
  }

  /// An error in the middle of an answer.
  static CallFailed inAnswer(Json.Obj error) {
    var read = read(200, error);
    return new CallFailed(
        read.code(), "the provider reported an error in the middle of its answer");
  }
}
