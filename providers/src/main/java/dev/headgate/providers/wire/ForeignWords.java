package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;

/// The words of one dialect in a request that is written in another, where none may be left: see
/// [dev.headgate.providers.settled.Settled].
public final class ForeignWords {
  private ForeignWords() {}

  /// The own words among the extras of a request that is [dev.headgate.providers.settled.Settled].
  ///
  /// @param where the part of the request that they are in, such as `messages[2]`; empty for the
  ///   request itself
  /// @throws CallFailed `UNSUPPORTED_PARAMETER` for another dialect's
  public static Json.Obj own(Extras extras, Dialect own, String where) {
    if (extras.dialect() != own) {
      for (var member : extras.members().members().entrySet()) {
        if (!saysNothing(member.getValue())) {
          throw unsupported(where.isEmpty() ? member.getKey() : where + "." + member.getKey(), own);
        }
      }
      return Json.Obj.EMPTY;
    }
    return extras.members();
  }

  /// A part of the request for which a dialect has no word.
  public static CallFailed unsupported(String param, Dialect dialect) {
    return CallFailed.unsupported(
        param,
        "\"%s\" has no counterpart in the dialect \"%s\"; leave it out, or choose a model whose provider knows it"
            .formatted(param, dialect.wireName()));
  }

  /// Whether a member asks for nothing, since it is empty.
  public static boolean saysNothing(Json value) {
    return switch (value) {
      case Json.Null _ -> true;
      case Json.Obj object -> object.isEmpty();
      case Json.Arr(var elements) -> elements.isEmpty();
      case Json.Text(var text) -> text.isEmpty();
      case Json.Num _, Json.Bool _ -> false;
    };
  }
}
