package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import java.util.Arrays;
import java.util.Optional;

/// A part of an answer that the dialect it is written in has no word for: whole, under the member
/// `headgate`.
public final class CarriedPart {
  private static final String DIALECT = "dialect";
  private static final String PART = "part";
  private static final String KIND = "kind";
  private static final String TEXT = "text";
  private static final String SIGNATURE = "signature";

  private CarriedPart() {}

  /// The member's value, for a piece of another dialect.
  public static Json.Obj of(Part.Foreign part) {
    return new ObjectBuilder()
        .put(DIALECT, part.dialect().wireName())
        .put(PART, part.json())
        .build();
  }

  /// The member's value, for thoughts.
  public static Json.Obj of(Part.Reasoning part) {
    return extras(
        new ObjectBuilder()
            .put(KIND, "reasoning")
            .put(TEXT, part.text())
            .maybe(SIGNATURE, part.signature()),
        part.extras());
  }

  /// The member's value, for a refusal.
  public static Json.Obj of(Part.Refusal part) {
    return extras(new ObjectBuilder().put(KIND, "refusal").put(TEXT, part.text()), part.extras());
  }

  /// The part under the member of an object, empty if there is none.
  public static Optional<Part> find(Json.Obj object) {
    return read(object.object(Carried.MEMBER));
  }

  /// The part that the member's value tells of.
  public static Optional<Part> read(Json.Obj member) {
    if (member.has(PART)) {
      return Optional.of(new Part.Foreign(dialect(member), member.object(PART)));
    }
    var text = member.text(TEXT).orElse("");
    return switch (member.text(KIND).orElse("")) {
      case "reasoning" ->
          Optional.of(new Part.Reasoning(text, member.text(SIGNATURE).orElse(""), extras(member)));
      case "refusal" -> Optional.of(new Part.Refusal(text, extras(member)));
      default -> Optional.empty();
    };
  }

  private static Json.Obj extras(ObjectBuilder member, Extras extras) {
    if (!extras.isEmpty()) {
      member.put(DIALECT, extras.dialect().wireName()).put("members", extras.members());
    }
    return member.build();
  }

  private static Extras extras(Json.Obj member) {
    var members = member.object("members");
    return members.isEmpty() ? Extras.NONE : new Extras(dialect(member), members);
  }

  private static Dialect dialect(Json.Obj member) {
    var name = member.text(DIALECT).orElse("");
    return Arrays.stream(Dialect.values())
        .filter(dialect -> dialect.wireName().equals(name))
        .findFirst()
        .orElse(Dialect.OPENAI_CHAT);
  }
}
