package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.json.Json;
import java.util.Arrays;

/// The member `headgate` of an object in an answer: the words of another dialect, on their way
/// through this one.
public final class Carried {
  /// The member's name.
  public static final String MEMBER = "headgate";

  private static final String DIALECT = "dialect";
  private static final String MEMBERS = "members";

  private Carried() {}

  /// Writes extras into an object of `own`: as they are if they are its words, else under the
  /// member.
  public static Json.Obj put(Json.Obj object, Dialect own, Extras extras) {
    if (extras.isEmpty()) {
      return object;
    }
    if (extras.dialect() == own) {
      return object.with(extras.members());
    }
    return object.with(
        MEMBER,
        new ObjectBuilder()
            .put(DIALECT, extras.dialect().wireName())
            .put(MEMBERS, extras.members())
            .build());
  }

  /// The extras of an object of `own`: those carried, else the object's members besides the known.
  public static Extras of(Json.Obj object, Dialect own, String... known) {
    var carried = object.object(MEMBER);
    if (!carried.isEmpty()) {
      return new Extras(dialect(carried.text(DIALECT).orElse("")), carried.object(MEMBERS));
    }
    var rest = object.without(known);
    return rest.isEmpty() ? Extras.NONE : new Extras(own, rest);
  }

  static Dialect dialect(String wireName) {
    return Arrays.stream(Dialect.values())
        .filter(dialect -> dialect.wireName().equals(wireName))
        .findFirst()
        .orElse(Dialect.OPENAI_CHAT);
  }
}
