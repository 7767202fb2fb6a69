package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Stage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What every guardrail has, whatever finds for it.
///
/// @param name in declarations, verdicts and traces
/// @param threshold the score from which a finding counts, 0 to 1
/// @param stages where it runs
public record GuardrailTerms(
    String name, Mode mode, double threshold, OnFailure onFailure, Set<Stage> stages) {
  public GuardrailTerms {
    stages = Set.copyOf(stages);
  }

  /// @param threshold where the section does not say
  /// @param usual stages where the section does not say
  /// @param possible stages that the section may name
  static GuardrailTerms from(
      String name, ConfigNode section, double threshold, Set<Stage> usual, Set<Stage> possible) {
    return new GuardrailTerms(
        name,
        section.choice(
            "mode",
            Mode.ENFORCE,
            "Whether its verdicts are obeyed (enforce), only put on record (shadow), or not made (off)"),
        section.number("threshold", threshold, 0, 1, "The score from which a finding counts"),
        section.choice(
            "on-failure",
            OnFailure.CLOSED,
            "Whether a text goes on (open) or is blocked (closed) if the check fails or is late"),
        stages(name, section, usual, possible));
  }

  private static Set<Stage> stages(
      String name, ConfigNode section, Set<Stage> usual, Set<Stage> possible) {
    var stages = EnumSet.noneOf(Stage.class);
    for (var written :
        section.texts(
            "stages", written(usual), "What is checked: " + String.join(", ", written(possible)))) {
      var stage =
          Arrays.stream(Stage.values()).filter(it -> written(it).equals(written)).findFirst();
      stage.ifPresentOrElse(
          stages::add,
          () ->
              section.problem(
                  "stages",
                  "there is no stage \"%s\"; there are %s"
                      .formatted(written, String.join(", ", written(possible)))));
    }
    if (!possible.containsAll(stages)) {
      section.problem(
          "stages",
          possible.size() == 1
              ? "%s checks %s only; leave the key out"
                  .formatted(name, String.join(", ", written(possible)))
              : "%s checks %s only".formatted(name, String.join(", ", written(possible))));
    }
    return stages;
  }

  private static List<String> written(Set<Stage> stages) {
    return new TreeSet<>(stages).stream().map(GuardrailTerms::written).toList();
  }

  static String written(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
