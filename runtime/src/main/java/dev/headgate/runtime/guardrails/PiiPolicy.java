package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.NearestName;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.SpanDetector;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What becomes of personal data in the texts of calls.
///
/// @param detector null if nothing is looked for
/// @param threshold the score from which a finding counts, 0 to 1
/// @param actions by kind, as the detector names it
/// @param otherwise for kinds without their own
/// @param retrieved whether it is so in what is retrieved for a call, too
public record PiiPolicy(
    @Nullable SpanDetector detector,
    Mode mode,
    double threshold,
    Map<String, PiiAction> actions,
    PiiAction otherwise,
    boolean retrieved) {
  public static final PiiPolicy NONE =
      new PiiPolicy(null, Mode.OFF, 0, Map.of(), PiiAction.ALLOW, false);

  // What describes rather than tells who somebody is.
  private static final List<String> ALLOWED =
      List.of("date-time", "url", "organization", "location", "nrp", "title", "age");

  public PiiPolicy {
    actions = Map.copyOf(actions);
  }

  /// @param retrieves whether anything is retrieved for the calls
  static PiiPolicy from(DetectorKind kind, ConfigNode section, boolean retrieves) {
    var mode =
        section.choice(
            "mode",
            Mode.ENFORCE,
            "Whether its verdicts are obeyed (enforce), only put on record (shadow), or not made"
                + " (off)");
    var threshold =
        section.number(
            "threshold", kind.threshold(), 0, 1, "The score from which a finding counts");
    var otherwise =
        section.choice(
            "otherwise",
            PiiAction.MASK,
            "What becomes of kinds that are not named below: allow, mask, tokenise or block");
    var detector = (SpanDetector) kind.read(section);
    var actions = new HashMap<String, PiiAction>();
    read(
        section,
        "allow",
        ALLOWED,
        "Kinds that stay as they are",
        detector,
        PiiAction.ALLOW,
        actions);
    read(
        section,
        "mask",
        List.of(),
        "Kinds in whose place their name stands, such as email-address",
        detector,
        PiiAction.MASK,
        actions);
    read(
        section,
        "tokenise",
        List.of(),
        "Kinds in whose place a placeholder stands that the caller never sees: its answer has the"
            + " text itself again",
        detector,
        PiiAction.TOKENISE,
        actions);
    read(
        section, "block", List.of(), "Kinds that end the call", detector, PiiAction.BLOCK, actions);
    var retrieved =
        retrieves
            && section.flag(
                "retrieved",
                false,
                "Whether models see retrieved documents without personal data, too");
    return new PiiPolicy(detector, mode, threshold, actions, otherwise, retrieved);
  }

  private static void read(
      ConfigNode section,
      String key,
      List<String> usual,
      String doc,
      SpanDetector detector,
      PiiAction action,
      Map<String, PiiAction> actions) {
    for (var written : section.texts(key, usual, doc)) {
      var kind = written.toUpperCase(Locale.ROOT).replace('-', '_');
      if (!detector.kinds().contains(kind)) {
        var known = new TreeSet<String>();
        detector.kinds().forEach(one -> known.add(written(one)));
        section.problem(
            key,
            "there is no kind \"%s\" of personal data%s"
                .formatted(
                    written,
                    NearestName.of(written, known)
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse("; there are " + String.join(", ", known))));
      } else if (section.has(key) || !actions.containsKey(kind)) {
        var before = actions.put(kind, action);
        if (before != null && before != action && before != PiiAction.ALLOW) {
          section.problem(key, "\"%s\" is also under another action; leave one".formatted(written));
        }
      }
    }
  }

  static String written(String kind) {
    return kind.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public boolean isOn() {
    return detector != null && mode != Mode.OFF;
  }

  /// Keeps what is taken out of the texts of one call.
  public PiiVault open() {
    return new PiiVault(this);
  }

  PiiAction action(String kind) {
    return actions.getOrDefault(kind, otherwise);
  }
}
