package dev.headgate.benchmarks.training;

import dev.headgate.evals.grounding.GroundingCase;
import dev.headgate.evals.grounding.GroundingReport;
import dev.headgate.evals.grounding.GroundingReport.Scored;
import dev.headgate.guardrails.grounding.Evidence;
import dev.headgate.guardrails.grounding.Evidence.Compared;
import dev.headgate.guardrails.grounding.GroundingPack;
import dev.headgate.guardrails.heads.HeadPack;
import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.search.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Trains the head that tells whether a span bears a claim out, measures it on rows that it has not
/// seen and on sets that were left out, and writes the model pack.
public final class TrainGrounding {
  private static final long SEED = 20260401;
  private static final int UNITS = 32;
  private static final int EPOCHS = 7;
  private static final int ROUNDS = 2;

  /// What answers of a small set weigh together, as a share of the largest.
  private static final double LEAST_WEIGHT = 0.4;

  private static final double MOST_WEIGHT = 8;

  /// An answer with what its claims have in common with its context.
  ///
  /// @param isKeptAside whether it is not trained on
  /// @param isMade whether it is only trained on
  private record Judged(
      GroundingCase of, List<List<Compared>> claims, boolean isKeptAside, boolean isMade) {
    Scored scored(TwoLayerHead head) {
      return new Scored(
          of.isSupported(),
          claims.stream().mapToDouble(claim -> best(claim, head)).min().orElse(1),
          claims.size());
    }

    static double best(List<Compared> readings, TwoLayerHead head) {
      return readings.stream().mapToDouble(reading -> reading.score(head)).max().orElse(0);
    }
  }

  private final EmbeddingModel model;

  private TrainGrounding(EmbeddingModel model) {
    this.model = model;
  }

  /// @param arguments the folder of the data, the folder of the pack
  public static void main(String[] arguments) throws IOException {
    var sets = GroundingSets.read(Path.of(arguments[0]), SEED);
    try (var models = new EmbeddingModels()) {
      new TrainGrounding(models.require("all-minilm-l6-v2")).run(sets, Path.of(arguments[1]));
    }
  }

  private void run(GroundingSets sets, Path pack) throws IOException {
    var trainable = judged(sets.trainable());
    var measuring = judged(sets.measuring());
    var head = train(taught(trainable, ""));
    var aside = new LinkedHashMap<String, List<Judged>>();
    trainable.forEach(
        (name, all) -> aside.put(name, all.stream().filter(Judged::isKeptAside).toList()));
    var threshold = threshold(aside, head);
    var unsupportedBelow = Math.round(threshold / 4 * 100) / 100d;
    var lines = new ArrayList<String>();
    aside.forEach((name, rows) -> lines.add(line("unseen rows of " + name, rows, head, threshold)));
    measuring.forEach(
        (name, rows) -> lines.add(line("not trained on: " + name, rows, head, threshold)));
    lines.forEach(System.out::println);
    write(pack, head, threshold, unsupportedBelow, taught(trainable, ""));
    lines.addAll(
        trainable.keySet().parallelStream()
            .map(name ->
                line(
                    "left out: " + name,
                    trainable.getOrDefault(name, List.of()),
                    train(taught(trainable, name)),
                    threshold))
            .toList());
    lines.forEach(System.out::println);
    Files.writeString(pack.resolve("figures.txt"), String.join("\n", lines) + "\n");
  }

  private Map<String, List<Judged>> judged(Map<String, List<GroundingSets.Row>> sets) {
    var judged = new LinkedHashMap<String, List<Judged>>();
    sets.forEach((name, rows) -> {
      judged.put(name, rows.parallelStream().map(this::judged).toList());
      System.out.println(name + ": " + rows.size() + " answers");
    });
    return judged;
  }

  private Judged judged(GroundingSets.Row row) {
    var of = row.of();
    var text = of.context();
    var chunk = new Chunk("context", "", List.of(), 0, text.length(), text);
    var claims = new Evidence(List.of(chunk), "", model).claims(of.answer());
    var isKeptAside = Math.floorMod(GroundingPack.fingerprint(row.group(), ""), 100) < 15;
    return new Judged(of, claims, isKeptAside, row.isMade());
  }

  private static Map<String, List<Judged>> taught(
      Map<String, List<Judged>> sets, String withoutSet) {
    var taught = new LinkedHashMap<String, List<Judged>>();
    sets.forEach((name, all) -> {
      if (!name.equals(withoutSet)) {
        taught.put(name, all.stream().filter(one -> !one.isKeptAside()).toList());
      }
    });
    return taught;
  }

  // After the first round the span that counts is the one that the head itself holds for the best,
  // and of an unsupported answer the claim that it holds for the worst.
  private TwoLayerHead train(Map<String, List<Judged>> sets) {
    var largest = sets.values().stream().mapToInt(List::size).max().orElse(1);
    TwoLayerHead head = null;
    for (int round = 0; round < ROUNDS; round++) {
      var examples = new ArrayList<TwoLayers.Example>();
      for (var rows : sets.values()) {
        var weight = Math.max(1, LEAST_WEIGHT * largest / rows.size());
        for (var row : rows) {
          for (var claim : taughtClaims(row, head)) {
            var features = features(claim, head);
            if (features != null) {
              examples.add(
                  new TwoLayers.Example(
                      features, row.of().isSupported(), Math.min(MOST_WEIGHT, weight)));
            }
          }
        }
      }
      head = TwoLayers.train(model.name(), examples, UNITS, EPOCHS, 1, SEED);
    }
    return Objects.requireNonNull(head);
  }

  private static List<List<Compared>> taughtClaims(Judged row, @Nullable TwoLayerHead head) {
    if (row.of().isSupported() || row.claims().size() < 2) {
      return row.claims();
    }
    return head == null
        ? List.of()
        : row.claims().stream()
            .sorted(Comparator.comparingDouble(claim -> Judged.best(claim, head)))
            .limit(1)
            .toList();
  }

  // Of a claim that refers to something, the reading that has more of it.
  private static float @Nullable [] features(List<Compared> claim, @Nullable TwoLayerHead head) {
    var reading = claim.getLast();
    if (reading.candidates().isEmpty()) {
      return null;
    }
    var best = head == null ? 0 : reading.best(head);
    return reading.candidates().get(best).features();
  }

  // Where the balanced accuracies of all sets together are best.
  private static double threshold(Map<String, List<Judged>> aside, TwoLayerHead head) {
    var reports = aside.values().stream().map(rows -> report(rows, head, .5)).toList();
    return IntStream.range(5, 96)
        .mapToObj(percent -> percent / 100d)
        .max(
            Comparator.comparingDouble(from ->
                reports.stream().mapToDouble(report -> report.balancedAccuracyAt(from)).sum()))
        .orElse(.5);
  }

  private static GroundingReport report(List<Judged> rows, TwoLayerHead head, double threshold) {
    return GroundingReport.of(
        rows.stream().filter(row -> !row.isMade()).map(row -> row.scored(head)).toList(),
        threshold,
        0,
        Double.NaN);
  }

  private static String line(String name, List<Judged> rows, TwoLayerHead head, double threshold) {
    var report = report(rows, head, threshold);
    return String.format(
        Locale.ROOT,
        "%s: AUC %.4f, balanced accuracy %.4f, F1 %.4f (%d supported, %d unsupported; %d more claim nothing; checks stop %d and %d)",
        name,
        report.areaUnderCurve(),
        report.balancedAccuracy(),
        report.f1(),
        report.supported(),
        report.unsupported(),
        report.silent(),
        stopped(report, true),
        stopped(report, false));
  }

  private static long stopped(GroundingReport report, boolean isSupported) {
    return report.scored().stream()
        .filter(one -> one.isSupported() == isSupported && one.score() <= Evidence.CAP)
        .count();
  }

  private static void write(
      Path pack,
      TwoLayerHead head,
      double threshold,
      double unsupportedBelow,
      Map<String, List<Judged>> taught)
      throws IOException {
    PackFolder.write(
        pack,
        "grounding-1",
        GroundingPack.KIND,
        Map.of(GroundingPack.HEAD, head),
        HeadPack.THRESHOLD + '=' + threshold,
        GroundingPack.UNSUPPORTED_BELOW + '=' + unsupportedBelow);
    var seen =
        taught.values().stream()
            .flatMap(List::stream)
            .mapToInt(row -> GroundingPack.fingerprint(row.of().context(), row.of().answer()))
            .sorted()
            .distinct()
            .toArray();
    var bytes = ByteBuffer.allocate(seen.length * Integer.BYTES);
    for (var one : seen) {
      bytes.putInt(one);
    }
    Files.write(pack.resolve("trained-on.bin"), bytes.array());
  }
}
