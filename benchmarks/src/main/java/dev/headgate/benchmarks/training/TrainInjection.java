package dev.headgate.benchmarks.training;

import dev.headgate.evals.detection.DetectionCase;
import dev.headgate.evals.detection.DetectionReport;
import dev.headgate.evals.detection.DetectionReport.Scored;
import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.guardrails.injection.Cues;
import dev.headgate.guardrails.injection.InjectionPack;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Trains the head that finds injected instructions, measures it on rows that it has not seen and
/// on sources that were left out, and writes the model pack.
public final class TrainInjection {
  private static final String EMBEDDING = "all-minilm-l6-v2";
  private static final long SEED = 20260301;
  private static final int UNITS = 32;
  private static final int FIRST_EPOCHS = 4;
  private static final int EPOCHS = 8;
  private static final int MEMBERS = 2;
  private static final int MAX_TRAINED_WINDOWS = 6;
  private static final int MAX_WINDOWS = 16;

  // Benign sources are left out in turns, several at once.
  private static final int TURNS = 4;
  private static final double FALSE_POSITIVES = .01;

  /// A text with the features of its windows.
  private record Text(DetectionCase of, List<float[]> windows, boolean isKeptAside) {
    double score(TwoLayerHead head) {
      return windows.stream().mapToDouble(head::score).max().orElse(0);
    }

    boolean isPositive() {
      return of.isPositive();
    }

    boolean isFrom(String source) {
      return of.source().equals(source);
    }
  }

  private final List<Text> trainable;
  private final List<Text> measuring;

  private TrainInjection(List<Text> trainable, List<Text> measuring) {
    this.trainable = trainable;
    this.measuring = measuring;
  }

  /// @param arguments the folder of the data, the folder of the pack, and, if vectors shall be kept
  ///   for the next time, a file for them
  public static void main(String[] arguments) throws IOException {
    var texts = InjectionTexts.read(Path.of(arguments[0]));
    var file = arguments.length > 2 ? Path.of(arguments[2]) : null;
    try (var models = new EmbeddingModels()) {
      var vectors = new KeptVectors(models.require(EMBEDDING), file);
      vectors.make(
          Stream.concat(texts.trainable().stream(), texts.measuring().stream())
              .flatMap(text -> windows(text).stream())
              .toList());
      new TrainInjection(
              texts.trainable().stream().map(text -> embedded(text, vectors)).toList(),
              texts.measuring().stream().map(text -> embedded(text, vectors)).toList())
          .run(Path.of(arguments[1]));
    }
  }

  private void run(Path pack) throws IOException {
    var taught = trainable.stream().filter(text -> !text.isKeptAside()).toList();
    var aside =
        trainable.stream()
            .filter(text -> text.isKeptAside() && !text.isFrom(InjectionTexts.WRITTEN))
            .toList();
    var head = train(taught);
    var threshold = threshold(taught);
    var known = report("unseen rows of known sources", aside, head);
    say(line(known));
    say(at(known, threshold));
    new DetectionReport("aside", known.scored(), threshold, 0)
        .accuracyBySource()
        .forEach((source, value) -> say("  accuracy of %s: %.4f".formatted(source, value)));
    say(at(report("benign text of sources never trained on", benign(measuring), head), threshold));
    for (var source : sources(measuring, text -> !text.isPositive())) {
      var of = benign(measuring).stream().filter(text -> text.isFrom(source)).toList();
      say("  " + at(report(source, of, head), threshold));
    }
    leaveAttacksOut(taught, aside);
    overDefence(taught, threshold);
    write(pack, head, threshold, taught);
  }

  /// The threshold at which the wanted share of benign texts is found, of sources that the head
  /// does not know: each head has left out some of them.
  private double threshold(List<Text> taught) {
    var scored = new ArrayList<Scored>();
    var sources =
        List.copyOf(
            sources(trainable, text -> !text.isPositive() && !text.isFrom(InjectionTexts.WRITTEN)));
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
    var report = new DetectionReport("left out", scored, .5, 0);
    var threshold = report.thresholdAt(FALSE_POSITIVES);
    say(
        "threshold %.4f: 1 %% of %d ordinary texts of sources that were left out score higher"
            .formatted(threshold, scored.size()));
    return threshold;
  }

  private void leaveAttacksOut(List<Text> taught, List<Text> aside) {
    for (var source : sources(trainable, Text::isPositive)) {
      if (!source.equals(InjectionTexts.WRITTEN)) {
        var head = train(taught.stream().filter(text -> !text.isFrom(source)).toList());
        var attacks =
            trainable.stream().filter(text -> text.isFrom(source) && text.isPositive()).toList();
        say(line(report("left out: " + source, with(attacks, benign(aside)), head)));
        say(
            "  "
                + line(
                    report(
                        "against ordinary texts of sources never trained on",
                        with(attacks, benign(measuring)),
                        head)));
      }
    }
  }

  /// How many harmless texts with the words of attacks are let through by a head that knows none of
  /// their kind.
  private void overDefence(List<Text> taught, double threshold) {
    var head = train(taught.stream().filter(text -> !text.isFrom("notinject")).toList());
    var harmless =
        trainable.stream().filter(text -> text.isFrom("notinject") && !text.isPositive()).toList();
    var report = report("left out: notinject", harmless, head);
    say(
        "over-defence, notinject left out: %.4f of %d are let through"
            .formatted(1 - report.falseAlarmsFrom(threshold), harmless.size()));
  }

  private static List<Text> benign(List<Text> texts) {
    return texts.stream().filter(text -> !text.isPositive()).toList();
  }

  private static List<Text> with(List<Text> some, List<Text> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static Set<String> sources(List<Text> texts, Predicate<Text> of) {
    var sources = new TreeSet<String>();
    texts.stream().filter(of).forEach(text -> sources.add(text.of().source()));
    return sources;
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static String line(DetectionReport report) {
    return String.format(
        Locale.ROOT,
        "%s: AUC %.4f, recall %.4f at 1 %% and %.4f at 5 %% false positives (%d attacks, %d ordinary)",
        report.detector(),
        report.areaUnderCurve(),
        report.recallAt(.01),
        report.recallAt(.05),
        report.positives(),
        report.negatives());
  }

  private static String at(DetectionReport report, double threshold) {
    return String.format(
        Locale.ROOT,
        "%s: at the threshold %.4f of %d ordinary texts are found%s",
        report.detector(),
        report.falseAlarmsFrom(threshold),
        report.negatives(),
        report.positives() == 0
            ? ""
            : String.format(Locale.ROOT, " and %.4f of the attacks", report.recallFrom(threshold)));
  }

  private static DetectionReport report(String name, List<Text> texts, TwoLayerHead head) {
    return new DetectionReport(
        name, texts.stream().map(text -> new Scored(text.of(), text.score(head))).toList(), .5, 0);
  }

  // In a long attack most windows are harmless: after the first round only those count that the
  // head itself holds for the attack.
  private static TwoLayerHead train(List<Text> texts) {
    var first = TwoLayers.train(EMBEDDING, examples(texts, null), UNITS, FIRST_EPOCHS, 1, SEED);
    return TwoLayers.train(EMBEDDING, examples(texts, first), UNITS, EPOCHS, MEMBERS, SEED);
  }

  /// @param judge says which windows of an attack count, null for all
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

  private static List<String> windows(DetectionCase of) {
    return Windows.of(of.text()).stream()
        .limit(MAX_WINDOWS)
        .map(window -> window.of(of.text()))
        .toList();
  }

  private static Text embedded(DetectionCase of, KeptVectors vectors) {
    var windows = windows(of);
    var made = vectors.of(windows);
    var features = new ArrayList<float[]>();
    for (int i = 0; i < windows.size(); i++) {
      features.add(Cues.features(made.get(i), windows.get(i)));
    }
    // A quarter, by its hash.
    var isKeptAside = InjectionPack.fingerprint(of.text()).charAt(0) < '4';
    return new Text(of, features, isKeptAside);
  }

  private void write(Path pack, TwoLayerHead head, double threshold, List<Text> taught)
      throws IOException {
    Files.createDirectories(pack);
    var weights = head.write(InjectionPack.KIND);
    Files.write(pack.resolve("head.bin"), weights);
    Files.writeString(
        pack.resolve("pack.properties"),
        """
        name=injection-1
        embedding=%s
        threshold=%s
        sha256=%s
        licence=Apache-2.0
        """
            .formatted(
                head.embedding(),
                String.format(Locale.ROOT, "%.4f", threshold),
                InjectionPack.hash(weights)));
    var seen = new StringBuilder();
    taught.stream()
        .filter(text -> !text.isFrom(InjectionTexts.WRITTEN))
        .map(text -> InjectionPack.fingerprint(text.of().text()))
        .sorted()
        .forEach(hash -> seen.append(hash).append('\n'));
    Files.writeString(pack.resolve("trained-on.txt"), seen.toString());
  }
}
