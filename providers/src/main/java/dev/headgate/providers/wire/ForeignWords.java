package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import java.util.Set;

/// What becomes of the words of one dialect in a request that is written in another: those that
/// change nothing stay behind, all others are refused by name.
public final class ForeignWords {
  // What clients send back of an earlier answer: it describes that answer and asks for nothing.
  private static final Set<String> ECHOES =
      Set.of(
          "annotations",
          "citations",
          "finish_reason",
          "id",
          "index",
          "logprobs",
          "object",
          "phase",
          "refusal",
          "status",
          "thoughtSignature",
          "type");

  private ForeignWords() {}

  /// The own words among the extras of a part or a message.
  ///
  /// @param where the part of the request that they are in, such as `messages[2]`
  /// @throws CallFailed `UNSUPPORTED_PARAMETER` for another dialect's word that asks for something
  public static Json.Obj ownOrEchoes(Extras extras, Dialect own, String where) {
    return own(extras, own, where, ECHOES);
  }

  /// The own words among the extras.
  ///
  /// @param harmless names of another dialect's words that may stay behind
  /// @throws CallFailed `UNSUPPORTED_PARAMETER` for any other word of another dialect
  public static Json.Obj own(Extras extras, Dialect own, String where, Set<String> harmless) {
    if (extras.dialect() == own) {
      return extras.members();
    }
    extras
        .members()
        .members()
        .forEach((name, value) -> {
          if (!harmless.contains(name) && !(value instanceof Json.Null)) {
            throw unsupported(where.isEmpty() ? name : where + "." + name, own);
          }
        });
    return Json.Obj.EMPTY;
  }

  /// A part of the request for which a dialect has no word.
  public static CallFailed unsupported(String param, Dialect dialect) {
    return CallFailed.unsupported(
        param,
        "\"%s\" has no counterpart in the dialect \"%s\"; leave it out, or choose a model whose provider knows it"
            .formatted(param, dialect.wireName()));
  }
}
