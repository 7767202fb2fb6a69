package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.json.Json;
import java.util.Arrays;
import java.util.Optional;

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
    return attach(
        attach(object, DIALECT, new Json.Text(extras.dialect().wireName())),
        MEMBERS,
        extras.members());
  }

  /// Puts something of its own name under the member, beside the extras.
  public static Json.Obj attach(Json.Obj object, String name, Json value) {
    return object.with(MEMBER, object.object(MEMBER).with(name, value));
  }

  /// What [#attach] put there.
  public static Optional<Json> attached(Json.Obj object, String name) {
    return object.object(MEMBER).find(name);
  }

  /// The extras of an object of `own`: those carried, else the object's members besides the known.
  public static Extras of(Json.Obj object, Dialect own, String... known) {
    var carried = object.object(MEMBER);
    if (carried.has(MEMBERS)) {
      return new Extras(dialect(carried.text(DIALECT).orElse("")), carried.object(MEMBERS));
    }
    var rest = object.without(known).without(MEMBER);
    return rest.isEmpty() ? Extras.NONE : new Extras(own, rest);
  }

  static Dialect dialect(String wireName) {
    return Arrays.stream(Dialect.values())
        .filter(dialect -> dialect.wireName().equals(wireName))
        .findFirst()
        .orElse(Dialect.OPENAI_CHAT);
  }
}
