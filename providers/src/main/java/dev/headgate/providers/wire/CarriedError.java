package dev.headgate.providers.wire;

import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import java.util.Arrays;
import java.util.Optional;

/// An error on its way through a dialect with other words for it: under the member `headgate` of
/// its error object.
public final class CarriedError {
  private CarriedError() {}

  /// The object with the member.
  public static Json.Obj put(Json.Obj object, WireError error) {
    return object.with(
        Carried.MEMBER,
        new ObjectBuilder()
            .put("code", error.code().wireName())
            .put("type", error.type())
            .put("reason", error.reason())
            .put("param", error.param())
            .put("message", error.message())
            .build());
  }

  /// The error under the member, if there is one.
  public static Optional<WireError> of(int status, Json.Obj object) {
    var carried = object.object(Carried.MEMBER);
    return code(carried.text("code").orElse(""))
        .map(code ->
            new WireError(
                code,
                status,
                carried.text("type").orElse(""),
                carried.text("reason").orElse(""),
                carried.text("param").orElse(""),
                carried.text("message").or(() -> object.text("message")).orElse("")));
  }

  private static Optional<ErrorCode> code(String wireName) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.wireName().equals(wireName))
        .findFirst();
  }
}
