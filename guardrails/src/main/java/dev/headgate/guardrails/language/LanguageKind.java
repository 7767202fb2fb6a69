package dev.headgate.guardrails.language;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Set;

/// Which languages a text may be in.
public final class LanguageKind implements DetectorKind {
  private static final int MOST_JUDGED_CHARACTERS = 2_000;

  @Override
  public String name() {
    return "language";
  }

  @Override
  public String doc() {
    return "Which languages a text may be in";
  }

  @Override
  public Detector read(ConfigNode section) {
    var declared =
        section.texts(
            "allowed",
            List.of(),
            "Languages that may pass, by their codes in ISO 639, such as en or deu");
    var least =
        section.integer(
            "min-characters", 40, 1, 10_000, "Shorter texts pass: nobody can tell their language");
    if (section.isDescribing()) {
      return new Allowed(Set.of(), least);
    }
    var allowed = new HashSet<String>();
    for (var code : declared) {
      var known = threeLetters(code);
      if (Languages.all().contains(known)) {
        allowed.add(known);
      } else {
        section.problem(
            "allowed",
            "\"%s\" is no language that can be told apart; write its code in ISO 639, such as en"
                .formatted(code));
      }
    }
    if (declared.isEmpty()) {
      section.problem("allowed", "no language would pass; name those that may, such as [en, de]");
    }
    return new Allowed(allowed, least);
  }

  // ISO 639-1 as ISO 639-3.
  private static String threeLetters(String code) {
    try {
      return Locale.of(code.toLowerCase(Locale.ROOT)).getISO3Language();
    } catch (MissingResourceException _) {
      return "";
    }
  }

  private record Allowed(Set<String> languages, int minCharacters) implements Detector {
    private Allowed {
      languages = Set.copyOf(languages);
    }

    @Override
    public String name() {
      return "language";
    }

    @Override
    public List<Finding> find(String text) {
      if (text.length() < minCharacters) {
        return List.of();
      }
      var judged = text.substring(0, Math.min(text.length(), MOST_JUDGED_CHARACTERS));
      // Over a hundred languages share the whole, so only the likeliest of both sides are compared.
      var allowed = 0d;
      var other = 0d;
      for (var guess : Languages.guesses(judged)) {
        if (languages.contains(guess.language())) {
          allowed = Math.max(allowed, guess.probability());
        } else {
          other = Math.max(other, guess.probability());
        }
      }
      return List.of(new Finding("language", 0, judged.length(), other / (other + allowed)));
    }
  }
}
