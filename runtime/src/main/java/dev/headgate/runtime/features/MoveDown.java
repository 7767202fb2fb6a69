package dev.headgate.runtime.features;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.NearestName;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What may hand a call from a tier to the next one.
public enum MoveDown {
  /// A provider that fails or refuses, a limit that is reached, data that may not go there.
  ERRORS,
  /// Time that has run out.
  DEADLINE,
  /// Money that is not there, or a price that nobody knows.
  BUDGET,
  /// An answer that is not of the declared form.
  CONTRACT,
  /// An answer that the documents do not bear out.
  GROUNDING,
  /// An answer that is not sure enough.
  CONFIDENCE,
  /// A verdict of a guardrail.
  GUARDRAIL;

  /// Everything.
  public static final Set<MoveDown> ALL = Set.copyOf(EnumSet.allOf(MoveDown.class));

  private static final List<String> NAMES =
      Arrays.stream(values()).map(MoveDown::wireName).toList();

  /// As declarations and metrics write it.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Set<MoveDown> from(ConfigNode tier) {
    var read = EnumSet.noneOf(MoveDown.class);
    for (var name :
        tier.texts(
            "moves-down-on",
            NAMES,
            "What hands a call to the next tier; anything else ends it with its error. Having no"
                + " answer always moves a call down")) {
      if (NAMES.contains(name)) {
        read.add(valueOf(name.toUpperCase(Locale.ROOT)));
      } else {
        tier.problem(
            "moves-down-on",
            "\"%s\" moves no call down; %s"
                .formatted(
                    name,
                    NearestName.of(name, NAMES)
                        .map(near -> "did you mean \"" + near + "\"?")
                        .orElse("there are " + String.join(", ", NAMES))));
      }
    }
    return read;
  }
}
