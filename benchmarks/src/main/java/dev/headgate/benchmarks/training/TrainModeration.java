package dev.headgate.benchmarks.training;

import dev.headgate.benchmarks.training.HeadTraining.Text;
import dev.headgate.evals.detection.DetectionReport;
import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.guardrails.moderation.Category;
import dev.headgate.guardrails.moderation.Lexicon;
import dev.headgate.guardrails.moderation.ModerationCues;
import dev.headgate.guardrails.moderation.ModerationKind;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Trains the heads of moderation, one a category, measures them on texts that they have not seen
/// and on sources that were left out, and writes the model pack.
public final class TrainModeration {
  private static final long SEED = 20260501;

  // Of both categories together, about 1 %.
  private static final double FALSE_POSITIVES = .005;

  private static final String NOT_INJECT = "notinject";

  private final HeadTraining training;
  private final Map<Category, List<Text>> positive;
  private final List<Text> ordinary;
  private final List<Text> measuring;
  private final List<Text> asked;
  private final Detector lexicon = Lexicon.of("lexicon");

  private TrainModeration(HeadTraining training, List<List<Text>> read) {
    this.training = training;
    this.positive =
        new EnumMap<>(Map.of(Category.HARMFUL, read.get(0), Category.TOXIC, read.get(1)));
    this.ordinary = read.get(2);
    this.measuring = read.get(3);
    this.asked = read.get(4);
  }

  /// @param arguments the folder of the data, the folder of the pack, and, if vectors shall be kept
  ///   for the next time, a file for them
  public static void main(String[] arguments) throws IOException {
    var texts = ModerationTexts.read(Path.of(arguments[0]));
    var training = new HeadTraining(ModerationCues.ALL, SEED);
    var read =
        training.read(
            List.of(
                texts.harmful(), texts.toxic(), texts.ordinary(), texts.measuring(), texts.asked()),
            arguments.length > 2 ? Path.of(arguments[2]) : null);
    new TrainModeration(training, read).run(Path.of(arguments[1]));
  }

  private void run(Path pack) throws IOException {
    var heads = new EnumMap<Category, TwoLayerHead>(Category.class);
    var thresholds = new EnumMap<Category, Double>(Category.class);
    for (var category : Category.values()) {
      HeadTraining.say("--- " + category.written());
      var trainable = trainable(category);
      thresholds.put(category, training.threshold(trainable, FALSE_POSITIVES));
      var head = head(trainable, thresholds.get(category));
      heads.put(category, head);
      measure(trainable, head);
      training.leaveSourcesOut(trainable, measuring);
    }
    HeadTraining.say("--- all categories and the lexicon");
    measureTogether(text -> score(text, heads));
    overDefence(thresholds);
    var named = new LinkedHashMap<String, TwoLayerHead>();
    heads.forEach((category, head) -> named.put(category.written(), head));
    PackFolder.write(pack, "moderation-1", ModerationKind.WEIGHTS, named);
    HeadTraining.writeTrainedOn(
        pack,
        HeadTraining.taught(
            HeadTraining.with(positive(Category.HARMFUL), trainable(Category.TOXIC))));
  }

  private List<Text> positive(Category category) {
    return positive.getOrDefault(category, List.of());
  }

  private List<Text> trainable(Category category) {
    return HeadTraining.with(positive(category), ordinary);
  }

  /// Learns, and moves the bias so that one threshold holds for all categories.
  private TwoLayerHead head(List<Text> trainable, double threshold) {
    var head = training.train(HeadTraining.taught(trainable));
    var out = head.out().clone();
    out[out.length - 1] -= (float) Math.log(threshold / (1 - threshold));
    return new TwoLayerHead(head.embedding(), head.hidden(), out);
  }

  private static void measure(List<Text> trainable, TwoLayerHead head) {
    var aside = HeadTraining.aside(trainable);
    var unseen = HeadTraining.from(WrittenTexts.UNSEEN, trainable);
    say("unseen rows of known sources", aside, text -> text.score(head));
    say(
        "written, patterns not seen, against rows kept aside",
        HeadTraining.with(positive(unseen), HeadTraining.benign(aside)),
        text -> text.score(head));
    say("written, patterns not seen", unseen, text -> text.score(head));
  }

  private static List<Text> positive(List<Text> texts) {
    return texts.stream().filter(Text::isPositive).toList();
  }

  private void measureTogether(ToDoubleFunction<Text> score) {
    for (var category : Category.values()) {
      var unseen = HeadTraining.from(WrittenTexts.UNSEEN, trainable(category));
      say(category.written() + ", written, patterns not seen", unseen, score);
    }
    say("rows kept aside", HeadTraining.benign(HeadTraining.aside(ordinary)), score);
    for (var source : HeadTraining.sources(ordinary, text -> !text.isWritten())) {
      var of = HeadTraining.from(source, HeadTraining.aside(ordinary));
      HeadTraining.say("  " + at(source, of, score));
    }
    say("never trained on", measuring, score);
    for (var source : HeadTraining.sources(measuring, _ -> true)) {
      HeadTraining.say("  " + at(source, HeadTraining.from(source, measuring), score));
    }
    for (var kind : HeadTraining.sources(asked, _ -> true)) {
      var of = HeadTraining.from(kind, asked);
      say(kind + ", never trained on", HeadTraining.with(of, measuring), score);
    }
  }

  /// How many harmless texts with striking words are let through by heads that know none of their
  /// kind.
  private void overDefence(Map<Category, Double> thresholds) {
    var heads = new EnumMap<Category, TwoLayerHead>(Category.class);
    thresholds.forEach((category, threshold) ->
        heads.put(
            category,
            head(
                trainable(category).stream().filter(text -> !text.isFrom(NOT_INJECT)).toList(),
                threshold)));
    HeadTraining.say(
        at(
            "left out: " + NOT_INJECT,
            HeadTraining.from(NOT_INJECT, ordinary),
            text -> score(text, heads)));
  }

  private double score(Text text, Map<Category, TwoLayerHead> heads) {
    var worst = lexicon.find(text.of().text()).stream().mapToDouble(Finding::score).max().orElse(0);
    for (var head : heads.values()) {
      worst = Math.max(worst, text.score(head));
    }
    return worst;
  }

  private static void say(String name, List<Text> texts, ToDoubleFunction<Text> score) {
    var report = HeadTraining.report(name, texts, score);
    if (report.positives() > 0 && report.negatives() > 0) {
      HeadTraining.say(HeadTraining.line(report));
    }
    HeadTraining.say(at(report));
  }

  private static String at(String name, List<Text> texts, ToDoubleFunction<Text> score) {
    return at(HeadTraining.report(name, texts, score));
  }

  private static String at(DetectionReport report) {
    return HeadTraining.at(report, ModerationKind.THRESHOLD);
  }
}
