package dev.headgate.evals.routing;

import dev.headgate.runtime.difficulty.QualityCurve;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What choosing between two models by difficulty comes to, on prompts that it was not learned
/// from.
public record RoutingReport(List<Judged> judged) {
  private static final int STEPS = 10;

  public RoutingReport {
    judged = List.copyOf(judged);
  }

  /// A prompt with what was made of it.
  ///
  /// @param score the probability that the hard model does better
  /// @param isEasy whether that is below the threshold
  public record Judged(RoutingCase of, double score, boolean isEasy) {
    double quality() {
      return isEasy ? of.prompt().easy() : of.prompt().hard();
    }
  }

  /// The quality by the share of the easiest prompts that the easy model gets.
  public QualityCurve curve() {
    return QualityCurve.of(
        judged.stream().mapToDouble(Judged::score).toArray(),
        judged.stream().map(it -> it.of().prompt()).toList());
  }

  /// The share of prompts that the threshold sends to the easy model.
  public double easyShare() {
    return judged.stream().filter(Judged::isEasy).count() / (double) judged.size();
  }

  /// The mean quality with that threshold.
  public double quality() {
    return judged.stream().mapToDouble(Judged::quality).average().orElse(Double.NaN);
  }

  /// The mean quality if every prompt went to the model that does better on it.
  public double bestQuality() {
    return judged.stream()
        .mapToDouble(it -> Math.max(it.of().prompt().easy(), it.of().prompt().hard()))
        .average()
        .orElse(Double.NaN);
  }

  /// Lines for a terminal.
  public String table() {
    var curve = curve();
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d prompts. Mean quality: easy model %.4f, hard model %.4f, the better one for each %.4f%n",
            judged.size(),
            curve.easyQuality(),
            curve.hardQuality(),
            bestQuality()));
    text.append(
        String.format(
            Locale.ROOT,
            "APGR %.4f (by chance .5); CPT(50) %.1f %%, CPT(80) %.1f %% of the prompts at the hard model%n",
            curve.averageGapRecovered(),
            100 * curve.hardShareFor(.5),
            100 * curve.hardShareFor(.8)));
    text.append(
        String.format(
            Locale.ROOT,
            "At the threshold: %.1f %% at the easy model, quality %.4f, %.1f %% of the hard model's%n",
            100 * easyShare(),
            quality(),
            100 * quality() / curve.hardQuality()));
    var end = System.lineSeparator();
    text.append(end).append("  easy model gets   quality      PGR").append(end);
    for (int step = 0; step <= STEPS; step++) {
      var share = step / (double) STEPS;
      text.append(
          String.format(
              Locale.ROOT,
              "  %13.0f %%   %7.4f  %7.4f%n",
              100 * share,
              curve.quality(share),
              curve.gapRecovered(share)));
    }
    return text.toString();
  }

  /// One object with all of it; what cannot be told is null.
  public String json() {
    var curve = curve();
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("prompts", judged.size());
      number(json, "easy_quality", curve.easyQuality());
      number(json, "hard_quality", curve.hardQuality());
      number(json, "best_quality", bestQuality());
      number(json, "apgr", curve.averageGapRecovered());
      number(json, "cpt_50", curve.hardShareFor(.5));
      number(json, "cpt_80", curve.hardShareFor(.8));
      json.writeObjectPropertyStart("at_threshold");
      number(json, "easy_share", easyShare());
      number(json, "quality", quality());
      number(json, "of_hard_quality", quality() / curve.hardQuality());
      json.writeEndObject();
      json.writeArrayPropertyStart("curve");
      for (int step = 0; step <= STEPS; step++) {
        var share = step / (double) STEPS;
        json.writeStartObject();
        number(json, "easy_share", share);
        number(json, "quality", curve.quality(share));
        number(json, "pgr", curve.gapRecovered(share));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void number(JsonGenerator json, String name, double value) {
    json.writeName(name);
    if (Double.isFinite(value)) {
      json.writeNumber(Math.round(value * 1e4) / 1e4);
    } else {
      json.writeNull();
    }
  }
}
