package dev.headgate.server.cli;

import dev.headgate.evals.detection.BenignScores;
import dev.headgate.evals.detection.DetectionCases;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.EmbeddingDetector;
import dev.headgate.kernel.guardrails.PromptDetector;
import dev.headgate.runtime.guardrails.Guardrail;
import dev.headgate.runtime.guardrails.GuardrailTerms;
import dev.headgate.runtime.guardrails.GuardrailsConfig;
import dev.headgate.runtime.guardrails.ModelCheck;
import dev.headgate.server.admin.AdminRoutes;
import dev.headgate.store.traces.TraceFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the threshold of a guardrail at which a wanted share of harmless texts is found.",
      "Reads the scores that the guardrail gave to the newest calls of a feature, in shadow or"
          + " enforced, and counts all of them as harmless; or, with --data, scores the texts of a"
          + " file as the feature declares it. Changes no file."
    })
final class GuardrailsCalibrateCommand implements Action {
  private static final String EVALUATION = "gen_ai.evaluation.";
  private static final int MAX_CALLS = 100_000;

  // Of the wanted rate, those that are shown beside it.
  private static final double[] AROUND = {0.25, 0.5, 1, 2, 5};

  @Option(names = "--feature", required = true, paramLabel = "NAME", description = "The feature.")
  private String feature = "";

  @Option(
      names = "--guardrail",
      required = true,
      paramLabel = "NAME",
      description = "The guardrail, such as injection or topics.")
  private String guardrail = "";

  @Option(
      names = "--false-positive-rate",
      required = true,
      paramLabel = "P",
      description = "The wanted share of harmless texts that are found, such as 0.01.")
  private double rate;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "JSONL with a text a line; with label 1 it is one that should be found, and only"
              + " counted.")
  private @Nullable Path data;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "Of traces, only scores of this stage: input, retrieved, tool-results, output.")
  private String stage = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "With --data, only findings of this kind, such as toxic: for a guardrail whose kinds have"
              + " thresholds of their own.")
  private String kind = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most calls that are read; ${DEFAULT-VALUE} by default.")
  private int limit = 2_000;

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    if (!(rate > 0 && rate < 1)) {
      throw new CommandFailed(
          ExitCode.USAGE, "--false-positive-rate is above 0 and below 1, not " + rate);
    }
    if (limit < 1 || limit > MAX_CALLS) {
      throw new CommandFailed(
          ExitCode.USAGE, "--limit is %d; it is 1 to %d".formatted(limit, MAX_CALLS));
    }
    if (!kind.isEmpty() && data == null) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "--kind needs --data: traces hold the score of the worst finding, whatever its kind");
    }
    Houses.silenceLibraries();
    var declared = declared();
    var scores = data == null ? fromTraces() : fromFile(detector(), data);
    if (scores.benign().length == 0) {
      throw new CommandFailed(
          ExitCode.FAILED,
          data == null
              ? "no trace of feature \"%s\" has a score of \"%s\"; run it in shadow for a while, or name texts with --data"
                  .formatted(feature, guardrail)
              : data + " holds no harmless text");
    }
    var fitted = new Calibrated(scores, new BenignScores(scores.benign()), rate);
    terminal.print(json ? fitted.json(this, declared) : fitted.text(this, declared));
    return ExitCode.OK;
  }

  /// @param benign of texts that should not be found
  /// @param attacks of those that should
  /// @param undecided checks that failed or were late
  private record Scores(double[] benign, double[] attacks, int undecided) {}

  private GuardrailsConfig section() {
    return Projects.require(project.folder()).features().require(feature).terms().guardrails();
  }

  private GuardrailTerms declared() {
    var section = section();
    var all =
        Stream.concat(
                section.guardrails().stream().map(Guardrail::terms),
                section.checks().stream().map(ModelCheck::terms))
            .toList();
    return all.stream()
        .filter(one -> one.name().equals(guardrail))
        .findFirst()
        .orElseThrow(() ->
            new CommandFailed(
                ExitCode.USAGE,
                "feature \"%s\" has no guardrail \"%s\" that is on and has a threshold; it has: %s"
                    .formatted(
                        feature,
                        guardrail,
                        String.join(", ", all.stream().map(GuardrailTerms::name).toList()))));
  }

  /// What scores a text that belongs to no call.
  private Detector detector() {
    return section().guardrails().stream()
        .filter(one -> one.name().equals(guardrail))
        .map(Guardrail::detector)
        .filter(one -> !(one instanceof PromptDetector))
        .findFirst()
        .orElseThrow(() ->
            new CommandFailed(
                ExitCode.USAGE,
                "\"%s\" scores texts of calls only; leave --data out".formatted(guardrail)));
  }

  private double thresholdOf(GuardrailTerms declared) {
    return kind.isEmpty()
        ? declared.threshold()
        : detector().threshold(kind).orElse(declared.threshold());
  }

  private Scores fromTraces() throws IOException, InterruptedException {
    var scores = DoubleStream.builder();
    var undecided = 0;
    var filter = new TraceFilter("", feature, "", "", 0);
    try (var session = Sessions.open(project)) {
      var left = limit;
      var before = "";
      do {
        var page = session.traces(filter, Math.min(left, AdminRoutes.MAX_TRACES), before);
        for (var row : page.objects("traces")) {
          for (var made : evaluations(session.trace(row.string("trace_id")))) {
            if (made.string(EVALUATION + "score.label").equals("unsure")) {
              undecided++;
            } else {
              made.number(EVALUATION + "score.value").ifPresent(scores::add);
            }
          }
          left--;
        }
        before = page.string("next");
      } while (left > 0 && !before.isEmpty());
    }
    return new Scores(scores.build().toArray(), new double[0], undecided);
  }

  private List<JsonObject> evaluations(JsonObject stored) {
    return stored.object("trace").objects("events").stream()
        .filter(event -> event.string(EVALUATION + "name").equals(guardrail))
        .filter(event -> stage.isEmpty() || event.string("headgate.guardrail.stage").equals(stage))
        .toList();
  }

  private Scores fromFile(Detector waiting, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailed(ExitCode.USAGE, "there is no file " + file);
    }
    var benign = new ArrayList<Double>();
    var attacks = new ArrayList<Double>();
    var kinds = new TreeSet<String>();
    try (var models = new EmbeddingModels()) {
      var detector = ready(waiting, models);
      for (var one : DetectionCases.readMostlyBenign(file)) {
        var found =
            detector.find(one.text()).stream()
                .peek(it -> kinds.add(it.kind()))
                .filter(it -> kind.isEmpty() || it.kind().equals(kind))
                .mapToDouble(it -> it.score())
                .max();
        (one.isPositive() ? attacks : benign).add(found.orElse(0));
      }
    }
    if (!kind.isEmpty() && !kinds.contains(kind)) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "no text of %s has a finding of the kind \"%s\"; there are: %s"
              .formatted(file, kind, String.join(", ", kinds)));
    }
    return new Scores(array(benign), array(attacks), 0);
  }

  private static Detector ready(Detector detector, EmbeddingModels models) {
    return detector instanceof EmbeddingDetector waiting
        ? waiting.with(models.require(waiting.embedding()))
        : detector;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// What follows from scores.
  private record Calibrated(Scores scores, BenignScores benign, double rate) {
    double threshold() {
      return benign.thresholdAt(rate);
    }

    private double[] around() {
      return DoubleStream.of(AROUND).map(it -> it * rate).filter(it -> it < 1).toArray();
    }

    private double recallFrom(double threshold) {
      return DoubleStream.of(scores.attacks()).filter(it -> it >= threshold).count()
          / (double) scores.attacks().length;
    }

    String text(GuardrailsCalibrateCommand asked, GuardrailTerms declared) {
      var text = new StringBuilder();
      text.append(
          String.format(
              Locale.ROOT,
              "guardrail \"%s\" of feature \"%s\": %d scores of %s%s\n\n",
              asked.guardrail,
              asked.feature,
              benign.count(),
              asked.data == null ? "its newest calls, all taken for harmless" : asked.data,
              scores.undecided() == 0
                  ? ""
                  : "; %d checks that could not decide are left out"
                      .formatted(scores.undecided())));
      var hasAttacks = scores.attacks().length > 0;
      var table =
          new Table(
              ">wanted",
              ">threshold",
              ">found",
              ">rate",
              "with 95 % confidence",
              hasAttacks ? ">of attacks" : "");
      for (var wanted : around()) {
        row(table, percent(wanted), benign.thresholdAt(wanted), hasAttacks);
      }
      row(table, "declared", asked.thresholdOf(declared), hasAttacks);
      text.append(table);
      if (threshold() > 1) {
        text.append("\n\nToo many score as high as can be; no threshold parts them.");
      } else {
        text.append(String.format(Locale.ROOT, "\n\nthreshold: %.4f", threshold()));
      }
      if (benign.count() * rate < 1) {
        text.append(
            String.format(
                Locale.ROOT,
                "\n%d scores are too few for %s: the threshold is above all of them. %d or more would tell.",
                benign.count(),
                percent(rate),
                (long) Math.ceil(1 / rate)));
      }
      return text.toString();
    }

    private void row(Table table, String wanted, double threshold, boolean hasAttacks) {
      var interval = benign.intervalFrom(threshold);
      table.add(
          wanted,
          threshold > 1 ? "–" : String.format(Locale.ROOT, "%.4f", threshold),
          Integer.toString(benign.foundFrom(threshold)),
          percent(benign.rateFrom(threshold)),
          percent(interval.low()) + " to " + percent(interval.high()),
          hasAttacks ? percent(recallFrom(threshold)) : "");
    }

    String json(GuardrailsCalibrateCommand asked, GuardrailTerms declared) {
      return JsonObject.write(out -> {
        out.writeStringProperty("feature", asked.feature);
        out.writeStringProperty("guardrail", asked.guardrail);
        out.writeNumberProperty("scores", benign.count());
        out.writeNumberProperty("undecided", scores.undecided());
        out.writeNumberProperty("wanted_rate", rate);
        if (threshold() <= 1) {
          out.writeNumberProperty("threshold", threshold());
        }
        out.writeBooleanProperty("enough", benign.count() * rate >= 1);
        out.writeArrayPropertyStart("around");
        for (var wanted : around()) {
          out.writeStartObject();
          out.writeNumberProperty("wanted_rate", wanted);
          at(out, benign.thresholdAt(wanted));
          out.writeEndObject();
        }
        out.writeEndArray();
        out.writeObjectPropertyStart("declared");
        at(out, asked.thresholdOf(declared));
        out.writeEndObject();
      });
    }

    private void at(JsonGenerator out, double threshold) {
      var interval = benign.intervalFrom(threshold);
      if (threshold <= 1) {
        out.writeNumberProperty("threshold", threshold);
      }
      out.writeNumberProperty("found", benign.foundFrom(threshold));
      IntentReportText.number(out, "rate", benign.rateFrom(threshold));
      IntentReportText.number(out, "rate_low", interval.low());
      IntentReportText.number(out, "rate_high", interval.high());
      if (scores.attacks().length > 0) {
        IntentReportText.number(out, "attacks_found", recallFrom(threshold));
      }
    }

    private static String percent(double share) {
      return String.format(Locale.ROOT, share < 0.1 ? "%.2f %%" : "%.1f %%", 100 * share);
    }
  }
}
