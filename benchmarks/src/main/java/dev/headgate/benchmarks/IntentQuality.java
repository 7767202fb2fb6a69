package dev.headgate.benchmarks;

import dev.headgate.evals.intents.IntentCases;
import dev.headgate.evals.intents.IntentReport;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.classifiers.Classifier;
import dev.headgate.kernel.classifiers.ClassifierTrainer;
import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.classifiers.TextVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// The query router on public data: `--data DIR [--draws N]`, where the folder has `banking77` and
/// `clinc150`. A draw takes other examples of banking77 to learn from, and other queries of
/// clinc150 to be asked.
public final class IntentQuality {
  private static final int DRAWS = 10;
  private static final int EACH = 8;
  private static final int ASKED = 3_000;
  // What is out of scope in the test part of clinc150: 1,000 of 5,500.
  private static final double SHARE = 1 / 5.5;

  private final TextVectors texts;
  private final Path data;
  private final int draws;

  private IntentQuality(TextVectors texts, Path data, int draws) {
    this.texts = texts;
    this.data = data;
    this.draws = draws;
  }

  public static void main(String[] arguments) throws IOException {
    var options = Options.of(arguments, "--data=", "--draws=");
    var data = Path.of(options.values().getOrDefault("--data", "../shared/data"));
    try (var models = new EmbeddingModels()) {
      var texts = new TextVectors(EmbeddingModels.ORDERED.stream().map(models::require).toList());
      var quality = new IntentQuality(texts, data, (int) options.number("--draws", DRAWS));
      quality.banking();
      quality.clinc();
    }
  }

  private void banking() throws IOException {
    var all = read("banking77/dev/train.jsonl");
    Collections.shuffle(all, new Random(0));
    var asked = List.copyOf(all.subList(0, ASKED));
    var vectors = vectors(asked);
    var rest = new ArrayList<>(all.subList(ASKED, all.size()));
    var accuracy = new double[draws];
    var calibration = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      Collections.shuffle(rest, new Random(draw + 1));
      var classifier = ClassifierTrainer.train(few(rest), texts, 0).classifier();
      var report = report(classifier, asked, vectors, 0);
      accuracy[draw] = report.accuracy();
      calibration[draw] = report.calibrationError();
    }
    print("banking77, accuracy", accuracy);
    print("banking77, calibration error", calibration);
  }

  private void clinc() throws IOException {
    var examples = read("clinc150/dev/train.jsonl");
    examples.addAll(strange("clinc150/dev/oos_train.jsonl"));
    var classifier = ClassifierTrainer.train(examples, texts, SHARE).classifier();
    var known = read("clinc150/dev/val.jsonl");
    var strange = strange("clinc150/dev/oos_val.jsonl");
    var vectors = new HashMap<Example, float[]>();
    for (var of : List.of(known, strange)) {
      var made = vectors(of);
      for (int i = 0; i < made.size(); i++) {
        vectors.put(of.get(i), made.get(i));
      }
    }
    var number = (int) Math.round(strange.size() * (1 / SHARE - 1));
    var accuracy = new double[draws];
    var f1 = new double[draws];
    var lost = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      Collections.shuffle(known, new Random(draw + 1));
      var asked = new ArrayList<>(known.subList(0, number));
      asked.addAll(strange);
      var report = report(classifier, asked, asked.stream().map(vectors::get).toList(), SHARE);
      accuracy[draw] = report.accuracy();
      f1[draw] = report.outOfScopeF1();
      lost[draw] = report.falseOutOfScope();
    }
    print("clinc150, accuracy", accuracy);
    print("clinc150, out of scope F1", f1);
    print("clinc150, wrongly out of scope", lost);
  }

  private List<Example> read(String file) throws IOException {
    return new ArrayList<>(IntentCases.read(data.resolve(file)));
  }

  private List<Example> strange(String file) throws IOException {
    return read(file).stream().map(it -> new Example(it.text(), Example.OUT_OF_SCOPE)).toList();
  }

  private List<float[]> vectors(List<Example> examples) {
    return texts.of(examples.stream().map(Example::text).toList());
  }

  private static List<Example> few(List<Example> from) {
    var counts = new HashMap<String, Integer>();
    return from.stream().filter(it -> counts.merge(it.label(), 1, Integer::sum) <= EACH).toList();
  }

  private static IntentReport report(
      Classifier classifier, List<Example> asked, List<float[]> vectors, double share) {
    return IntentReport.of(
        asked, vectors.stream().map(vector -> classifier.classify(vector, share)).toList());
  }

  private static void print(String what, double[] draws) {
    var mean = Arrays.stream(draws).average().orElse(Double.NaN);
    var squares = Arrays.stream(draws).map(it -> (it - mean) * (it - mean)).sum();
    System.out.printf(
        Locale.ROOT,
        "%s: %.3f, standard deviation %.3f over %d draws%n",
        what,
        mean,
        Math.sqrt(squares / Math.max(1, draws.length - 1)),
        draws.length);
  }
}
