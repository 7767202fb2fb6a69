package dev.headgate.benchmarks.training;

import dev.headgate.evals.detection.DetectionCase;
import dev.headgate.evals.detection.DetectionReport;
import dev.headgate.evals.detection.DetectionReport.Scored;
import dev.headgate.guardrails.injection.InjectionHead;
import dev.headgate.guardrails.injection.Windows;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// Trains the head that finds injected instructions, measures it on rows that it has not seen and
/// on sources that were left out, and writes the model pack.
public final class TrainInjection {
  private static final long SEED = 20260301;
  private static final int UNITS = 32;
  private static final int EPOCHS = 14;
  private static final int ROUNDS = 2;
  private static final int MAX_TRAINED_WINDOWS = 12;

  /// A text with the features of its windows.
  private record Text(DetectionCase of, List<float[]> windows, boolean isKeptAside) {
    double score(InjectionHead head) {
      return windows.stream().mapToDouble(head::score).max().orElse(0);
    }
  }

  private final EmbeddingModel model;

  private TrainInjection(EmbeddingModel model) {
    this.model = model;
  }

  /// @param arguments the folder of the data, the folder of the pack
  public static void main(String[] arguments) throws IOException {
    var texts = InjectionTexts.read(Path.of(arguments[0]));
    try (var models = new EmbeddingModels()) {
      new TrainInjection(models.require("all-minilm-l6-v2")).run(texts, Path.of(arguments[1]));
    }
  }

  private void run(InjectionTexts texts, Path pack) throws IOException {
    var trainable = texts.trainable().stream().map(this::embedded).toList();
    var measuring = texts.measuring().stream().map(this::embedded).toList();
    var taught = trainable.stream().filter(text -> !text.isKeptAside()).toList();
    var aside = trainable.stream().filter(Text::isKeptAside).toList();
    var head = train(taught);
    var known = report("unseen rows of known sources", aside, head);
    var threshold = known.thresholdAt(.01);
    var lines = new ArrayList<String>();
    lines.add(line("unseen rows of known sources", known, threshold));
    lines.add(
        "benign text of sources that were not trained on: %.4f false positives at the threshold"
            .formatted(report("benign", measuring, head).falseAlarmsFrom(threshold)));
    var attackers = new TreeSet<String>();
    trainable.stream()
        .filter(text -> text.of().isPositive())
        .forEach(text -> attackers.add(text.of().source()));
    for (var source : attackers) {
      var without =
          train(taught.stream().filter(text -> !text.of().source().equals(source)).toList());
      // Its attacks against the ordinary texts that were kept aside, of all sources.
      var left =
          trainable.stream()
              .filter(text ->
                  text.of().source().equals(source)
                      || (text.isKeptAside() && !text.of().isPositive()))
              .toList();
      lines.add(line("left out: " + source, report(source, left, without), Double.NaN));
    }
    new DetectionReport("aside", known.scored(), threshold, 0)
        .accuracyBySource()
        .forEach((source, value) ->
            lines.add(String.format(Locale.ROOT, "accuracy of %s: %.4f", source, value)));
    lines.forEach(System.out::println);
    write(pack, head, threshold, taught, lines);
  }

  private static String line(String name, DetectionReport report, double threshold) {
    return String.format(
        Locale.ROOT,
        "%s: AUC %.4f, recall %.4f at 1 %% and %.4f at 5 %% false positives (%d positive, %d negative)%s",
        name,
        report.areaUnderCurve(),
        report.recallAt(.01),
        report.recallAt(.05),
        report.positives(),
        report.negatives(),
        Double.isNaN(threshold) ? "" : String.format(Locale.ROOT, ", threshold %.4f", threshold));
  }

  private static DetectionReport report(String name, List<Text> texts, InjectionHead head) {
    return new DetectionReport(
        name, texts.stream().map(text -> new Scored(text.of(), text.score(head))).toList(), .5, 0);
  }

  // In a long attack most windows are harmless: after the first round only those count that the
  // head itself holds for the attack.
  private InjectionHead train(List<Text> texts) {
    InjectionHead head = null;
    for (int round = 0; round < ROUNDS; round++) {
      var examples = new ArrayList<TwoLayers.Example>();
      for (var text : texts) {
        var windows = text.windows();
        if (head != null && text.of().isPositive()) {
          InjectionHead judge = head;
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
                  text.of().isPositive(),
                  text.of().isPositive() ? 2d / Math.sqrt(count) : 1));
        }
      }
      head = new TwoLayers(UNITS, EPOCHS, SEED).train(model.name(), examples);
    }
    return java.util.Objects.requireNonNull(head);
  }

  private Text embedded(DetectionCase of) {
    var windows =
        Windows.of(of.text()).stream()
            .map(window -> of.text().substring(window.start(), window.end()).strip())
            .limit(24)
            .toList();
    var vectors = model.embed(windows, EmbeddingPurpose.DOCUMENT);
    var features = new ArrayList<float[]>();
    for (int i = 0; i < windows.size(); i++) {
      features.add(InjectionHead.features(vectors.get(i), windows.get(i)));
    }
    return new Text(of, features, hash(of.text())[0] >= 64);
  }

  private static void write(
      Path pack, InjectionHead head, double threshold, List<Text> taught, List<String> lines)
      throws IOException {
    Files.createDirectories(pack);
    var weights = head.write();
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
                HexFormat.of().formatHex(hash(weights))));
    var seen = new StringBuilder();
    taught.stream()
        .map(text -> HexFormat.of().formatHex(hash(text.of().text()), 0, 8))
        .sorted()
        .forEach(hash -> seen.append(hash).append('\n'));
    Files.writeString(pack.resolve("trained-on.txt"), seen.toString());
    Files.writeString(pack.resolve("figures.txt"), String.join("\n", lines) + "\n");
  }

  private static byte[] hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
