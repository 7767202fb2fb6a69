package dev.headgate.benchmarks.training;

import dev.headgate.evals.detection.DetectionCase;
import dev.headgate.evals.detection.DetectionReport;
import dev.headgate.evals.detection.DetectionReport.Scored;
import dev.headgate.guardrails.heads.Cues;
import dev.headgate.guardrails.heads.HeadPack;
import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.guardrails.text.Windows;
import dev.headgate.inference.embeddings.EmbeddingModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Trains heads over the windows of texts, and says what they make of texts that they have not
/// seen. The same texts give the same heads.
final class HeadTraining {
  private static final String EMBEDDING = "all-minilm-l6-v2";
  private static final int UNITS = 32;
  private static final int FIRST_EPOCHS = 4;
  private static final int EPOCHS = 8;
  private static final int MEMBERS = 2;
  private static final int MAX_TRAINED_WINDOWS = 6;
  private static final int MAX_WINDOWS = 16;

  // Benign sources are left out in turns, several at once.
  private static final int TURNS = 4;

  /// A text with the features of its windows.
  ///
  /// @param isKeptAside whether it is not trained on
  record Text(DetectionCase of, List<float[]> windows, boolean isKeptAside) {
    double score(TwoLayerHead head) {
      return windows.stream().mapToDouble(head::score).max().orElse(0);
    }

    boolean isPositive() {
      return of.isPositive();
    }

    boolean isFrom(String source) {
      return of.source().equals(source);
    }

    boolean isWritten() {
      return of.source().startsWith(WrittenTexts.SOURCE);
    }
  }

  private final Cues cues;
  private final long seed;

  HeadTraining(Cues cues, long seed) {
    this.cues = cues;
    this.seed = seed;
  }

  /// Makes the features of several lists of texts.
  ///
  /// @param file where vectors are kept for the next time, null if nowhere
  List<List<Text>> read(List<List<DetectionCase>> lists, @Nullable Path file) throws IOException {
    try (var models = new EmbeddingModels()) {
      var vectors = new KeptVectors(models.require(EMBEDDING), file);
      vectors.make(
          lists.stream().flatMap(List::stream).flatMap(text -> windows(text).stream()).toList());
      return lists.stream()
          .map(list -> list.stream().map(text -> embedded(text, vectors)).toList())
          .toList();
    }
  }

  private static List<String> windows(DetectionCase of) {
    return Windows.of(of.text()).stream()
        .limit(MAX_WINDOWS)
        .map(window -> window.of(of.text()))
        .toList();
  }

  private Text embedded(DetectionCase of, KeptVectors vectors) {
    var windows = windows(of);
    var made = vectors.of(windows);
    var features = new ArrayList<float[]>();
    for (int i = 0; i < windows.size(); i++) {
      features.add(cues.features(made.get(i), windows.get(i)));
    }
    return new Text(of, features, isKeptAside(of));
  }

  /// Whether a text is not trained on: a quarter, by its hash.
  static boolean isKeptAside(DetectionCase of) {
    return of.source().equals(WrittenTexts.UNSEEN)
        || HeadPack.fingerprint(of.text()).charAt(0) < '4';
  }

  /// Learns from all texts that it is given.
  // In a long positive text most windows are harmless: after the first round only those count that
  // the head itself holds for the worst.
  TwoLayerHead train(List<Text> texts) {
    var first = TwoLayers.train(EMBEDDING, examples(texts, null), UNITS, FIRST_EPOCHS, 1, seed);
    return TwoLayers.train(EMBEDDING, examples(texts, first), UNITS, EPOCHS, MEMBERS, seed);
  }

  /// @param judge says which windows of a positive text count, null for all
  private static List<TwoLayers.Example> examples(List<Text> texts, @Nullable TwoLayerHead judge) {
    var examples = new ArrayList<TwoLayers.Example>();
    for (var text : texts) {
      var windows = text.windows();
      if (judge != null && text.isPositive()) {
        windows =
            windows.stream()
                .sorted(Comparator.comparingDouble(judge::score).reversed())
                .limit(Math.max(1, windows.size() / 3))
                .toList();
      }
      var count = Math.min(windows.size(), MAX_TRAINED_WINDOWS);
      for (int i = 0; i < count; i++) {
        examples.add(
            new TwoLayers.Example(
                windows.get(i * windows.size() / count),
                text.isPositive(),
                text.isPositive() ? 2d / Math.sqrt(count) : 1));
      }
    }
    return examples;
  }

  static List<Text> taught(List<Text> trainable) {
    return trainable.stream().filter(text -> !text.isKeptAside()).toList();
  }

  /// What was kept aside of public sets.
  static List<Text> aside(List<Text> trainable) {
    return trainable.stream().filter(text -> text.isKeptAside() && !text.isWritten()).toList();
  }

  /// The threshold at which the wanted share of benign texts is found, of sources that the head
  /// does not know: each head has left out some of them.
  double threshold(List<Text> trainable, double falsePositives) {
    var taught = taught(trainable);
    var scored = new ArrayList<Scored>();
    var sources = List.copyOf(sources(trainable, text -> !text.isPositive() && !text.isWritten()));
    for (int turn = 0; turn < TURNS; turn++) {
      var left = new TreeSet<String>();
      for (int i = turn; i < sources.size(); i += TURNS) {
        left.add(sources.get(i));
      }
      Predicate<Text> isLeftOut = text -> !text.isPositive() && left.contains(text.of().source());
      var head = train(taught.stream().filter(isLeftOut.negate()).toList());
      trainable.stream()
          .filter(isLeftOut)
          .forEach(text -> scored.add(new Scored(text.of(), text.score(head))));
    }
    var threshold = new DetectionReport("left out", scored, .5, 0).thresholdAt(falsePositives);
    say(
        "threshold %.4f: %.1f %% of %d ordinary texts of sources that were left out score higher"
            .formatted(threshold, 100 * falsePositives, scored.size()));
    return threshold;
  }

  /// Says how well heads that know nothing of a source tell its positive texts from ordinary ones.
  ///
  /// @param measuring ordinary texts of sources that no head knows
  void leaveSourcesOut(List<Text> trainable, List<Text> measuring) {
    for (var source : sources(trainable, Text::isPositive)) {
      if (!source.startsWith(WrittenTexts.SOURCE)) {
        var head = train(taught(trainable).stream().filter(text -> !text.isFrom(source)).toList());
        var positive =
            trainable.stream().filter(text -> text.isFrom(source) && text.isPositive()).toList();
        say(
            line(
                report(
                    "left out: " + source,
                    with(positive, benign(aside(trainable))),
                    text -> text.score(head))));
        say(
            "  "
                + line(
                    report(
                        "against ordinary texts of sources never trained on",
                        with(positive, benign(measuring)),
                        text -> text.score(head))));
      }
    }
  }

  static List<Text> benign(List<Text> texts) {
    return texts.stream().filter(text -> !text.isPositive()).toList();
  }

  static List<Text> from(String source, List<Text> texts) {
    return texts.stream().filter(text -> text.isFrom(source)).toList();
  }

  static List<Text> with(List<Text> some, List<Text> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  static Set<String> sources(List<Text> texts, Predicate<Text> of) {
    var sources = new TreeSet<String>();
    texts.stream().filter(of).forEach(text -> sources.add(text.of().source()));
    return sources;
  }

  static DetectionReport report(String name, List<Text> texts, ToDoubleFunction<Text> score) {
    return new DetectionReport(
        name,
        texts.stream().map(text -> new Scored(text.of(), score.applyAsDouble(text))).toList(),
        .5,
        0);
  }

  static void say(String line) {
    System.out.println(line);
  }

  static String line(DetectionReport report) {
    return String.format(
        Locale.ROOT,
        "%s: AUC %.4f, recall %.4f at 1 %% and %.4f at 5 %% false positives (%d to find, %d ordinary)",
        report.detector(),
        report.areaUnderCurve(),
        report.recallAt(.01),
        report.recallAt(.05),
        report.positives(),
        report.negatives());
  }

  /// What is found of texts of which all or none should be, or of both.
  static String at(DetectionReport report, double threshold) {
    var parts = new ArrayList<String>();
    if (report.negatives() > 0) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%.4f of %d ordinary texts are found",
              report.falseAlarmsFrom(threshold),
              report.negatives()));
    }
    if (report.positives() > 0) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%.4f of %d to find are found",
              report.recallFrom(threshold),
              report.positives()));
    }
    return report.detector() + ": at the threshold " + String.join(", ", parts);
  }

  /// Writes the fingerprints of what a pack was trained on.
  static void writeTrainedOn(Path pack, List<Text> taught) throws IOException {
    var seen = new TreeSet<String>();
    taught.stream()
        .filter(text -> !text.isWritten())
        .forEach(text -> seen.add(HeadPack.fingerprint(text.of().text())));
    Files.writeString(pack.resolve(HeadPack.TRAINED_ON), String.join("\n", seen) + "\n");
  }
}
