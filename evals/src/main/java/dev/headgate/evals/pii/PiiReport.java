package dev.headgate.evals.pii;

import java.util.Locale;
import java.util.SortedMap;
import java.util.StringJoiner;

/// How well personal data was found.
///
/// @param exact spans whose label and both ends are right
/// @param spans spans with the right label that share at least half of what they cover together
/// @param letters letters and digits that are personal, whatever their label
/// @param byLabel as `spans`, by label
/// @param unjudged findings of labels that the data does not have
public record PiiReport(
    int texts,
    Counts exact,
    Counts spans,
    Counts letters,
    SortedMap<String, Counts> byLabel,
    int unjudged) {

  /// A table for people.
  public String table() {
    var out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%-28s %6s %6s %6s  %9s %6s %6s %6s%n",
            "label",
            "right",
            "wrong",
            "missed",
            "precision",
            "recall",
            "F1",
            "F2"));
    byLabel.forEach((label, counts) -> row(out, label, counts));
    row(out, "all spans", spans);
    row(out, "all spans, exact ends", exact);
    row(out, "letters, any label", letters);
    return out.append(
            String.format(
                Locale.ROOT,
                "%d texts; %d findings of labels that the data does not have were not judged",
                texts,
                unjudged))
        .toString();
  }

  private static void row(StringBuilder out, String name, Counts counts) {
    out.append(
        String.format(
            Locale.ROOT,
            "%-28s %6d %6d %6d  %9.3f %6.3f %6.3f %6.3f%n",
            name,
            counts.right(),
            counts.wrong(),
            counts.missed(),
            counts.precision(),
            counts.recall(),
            counts.f(1),
            counts.f(2)));
  }

  /// One JSON object.
  public String json() {
    var labels = new StringJoiner(",", "{", "}");
    byLabel.forEach((label, counts) -> labels.add("\"%s\":%s".formatted(label, json(counts))));
    return "{\"texts\":%d,\"spans\":%s,\"exact\":%s,\"letters\":%s,\"unjudged\":%d,\"labels\":%s}"
        .formatted(texts, json(spans), json(exact), json(letters), unjudged, labels);
  }

  private static String json(Counts counts) {
    return String.format(
        Locale.ROOT,
        "{\"right\":%d,\"wrong\":%d,\"missed\":%d,\"precision\":%.4f,\"recall\":%.4f,\"f1\":%.4f,\"f2\":%.4f}",
        counts.right(),
        counts.wrong(),
        counts.missed(),
        counts.precision(),
        counts.recall(),
        counts.f(1),
        counts.f(2));
  }
}
