package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import java.util.Set;

/// Parts of a request that a dialect has no word for: never dropped, always named.
public final class Unsupported {
  private Unsupported() {}

  public static CallFailed by(Dialect dialect, String param) {
    return CallFailed.unsupported(
        param,
        "\"%s\" cannot be said in the dialect \"%s\"; leave it out, or use a model of a provider that knows it"
            .formatted(param, dialect.wireName()));
  }

  /// The members of extras that `own` can say: all of its own, and those of others that are
  /// allowed.
  ///
  /// @param path of the object that they belong to, empty for the request itself
  /// @param allowed members that mean the same in every dialect
  public static Json.Obj words(Extras extras, Dialect own, String path, Set<String> allowed) {
    if (extras.isEmpty() || extras.dialect() == own) {
      return extras.members();
    }
    for (var name : extras.members().members().keySet()) {
      if (!allowed.contains(name)) {
        throw by(own, path.isEmpty() ? name : path + "." + name);
      }
    }
    return extras.members();
  }
}
