package dev.headgate.evals.grounding;

import dev.headgate.evals.detection.AreaUnderCurve;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// How well scores tell supported answers from unsupported ones.
///
/// @param scored answers that claim something
/// @param silent how many more claim nothing, so that there is nothing to tell
/// @param threshold from which an answer counts as supported
/// @param seen cases that were left out because the head was trained on them
/// @param millisPerClaim processor time, NaN if it was not measured
public record GroundingReport(
    List<Scored> scored, long silent, double threshold, int seen, double millisPerClaim) {
  /// An answer with the support of its weakest claim.
  ///
  /// @param claims how many it has
  public record Scored(boolean isSupported, double score, int claims) {}

  /// @param all answers, also those that claim nothing
  public static GroundingReport of(
      List<Scored> all, double threshold, int seen, double millisPerClaim) {
    var claiming = all.stream().filter(one -> one.claims() > 0).toList();
    return new GroundingReport(
        claiming, all.size() - claiming.size(), threshold, seen, millisPerClaim);
  }

  public GroundingReport {
    scored = List.copyOf(scored);
  }

  public long supported() {
    return scored.stream().filter(Scored::isSupported).count();
  }

  public long unsupported() {
    return scored.size() - supported();
  }

  /// The mean of the shares of supported and of unsupported answers that are told.
  public double balancedAccuracy() {
    return balancedAccuracyAt(threshold);
  }

  public double balancedAccuracyAt(double from) {
    var kept = scored.stream().filter(one -> one.isSupported() && one.score() >= from).count();
    var found = scored.stream().filter(one -> !one.isSupported() && one.score() < from).count();
    return ((double) kept / supported() + (double) found / unsupported()) / 2;
  }

  /// F1 of one of the two kinds.
  public double f1(boolean ofSupported) {
    var right =
        scored.stream()
            .filter(one -> one.isSupported() == ofSupported)
            .filter(one -> one.score() >= threshold == ofSupported)
            .count();
    var told = scored.stream().filter(one -> one.score() >= threshold == ofSupported).count();
    var are = ofSupported ? supported() : unsupported();
    return 2d * right / (told + are);
  }

  /// The chance that a supported answer scores higher than an unsupported one; ties count half.
  public double areaUnderCurve() {
    return AreaUnderCurve.of(scored, Scored::score, Scored::isSupported);
  }

  /// Lines for a terminal.
  public String table() {
    var table = new StringBuilder();
    table.append(
        "grounding: %d supported and %d unsupported answers; %d more claim nothing, and %d were left out, as the head was trained on them%n"
            .formatted(supported(), unsupported(), silent, seen));
    for (var line : lines()) {
      table.append(String.format(Locale.ROOT, "  %-36s %8.4f%n", line.name, line.value));
    }
    return table.toString();
  }

  private record Line(String name, String key, double value) {}

  private List<Line> lines() {
    return List.of(
        new Line("area under the curve", "auc", areaUnderCurve()),
        new Line("threshold", "threshold", threshold),
        new Line("balanced accuracy", "balanced_accuracy", balancedAccuracy()),
        new Line("F1 of the supported", "f1_supported", f1(true)),
        new Line("F1 of the unsupported", "f1_unsupported", f1(false)),
        new Line("F1, mean of both", "f1", (f1(true) + f1(false)) / 2),
        new Line("processor time a claim, ms", "cpu_ms_per_claim", millisPerClaim));
  }

  /// One object with all of it; what cannot be told is null.
  public String json() {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("supported", supported());
      json.writeNumberProperty("unsupported", unsupported());
      json.writeNumberProperty("without_claims", silent);
      json.writeNumberProperty("seen_in_training", seen);
      for (var line : lines()) {
        number(json, line.key, line.value);
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void number(JsonGenerator json, String name, double value) {
    json.writeName(name);
    if (Double.isNaN(value)) {
      json.writeNull();
    } else {
      json.writeNumber(Math.round(value * 1e4) / 1e4);
    }
  }
}
