package dev.headgate.providers.cohere;

import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CarriedError;
import dev.headgate.providers.wire.ErrorMeaning;

/// Cohere's errors: a message and nothing else.
final class Errors {
  private Errors() {}

  static WireError read(int status, Json.Obj body) {
    return CarriedError.of(status, body).orElseGet(() -> readOwn(status, body));
  }

  private static WireError readOwn(int status, Json.Obj body) {
    var message = body.text("message").orElse("");
    return new WireError(ErrorMeaning.of(status, message), status, "", "", "", message);
  }

  static Json.Obj write(WireError error) {
    var body = Json.Obj.of("message", new Json.Text(error.message()));
    return readOwn(error.status(), body).equals(error) ? body : CarriedError.put(body, error);
  }
}
