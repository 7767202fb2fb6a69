package dev.headgate.kernel.classifiers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/// Learns to tell labels apart: multinomial logistic regression over the vectors of the examples
/// and of the labels' own names, calibrated on guesses about examples that were held out.
public final class ClassifierTrainer {
  private static final double L2 = 1e-4;

  // Where there are many examples, fewer of them held out at once say as much.
  private static final int MANY = 3_000;
  private static final int FOLDS = 5;
  private static final int FOLDS_OF_MANY = 3;

  // Fewer say too little about everything else that may be asked.
  private static final int LEAST_OUT_OF_SCOPE = 5;

  private final List<String> labels;
  private final boolean hasOutOfScope;
  private final List<float[]> vectors;
  private final List<float[]> names;
  private final int[] ends;
  private final int[] targets;

  private ClassifierTrainer(List<Example> examples, TextVectors texts) {
    this.labels =
        List.copyOf(
            new TreeSet<>(
                examples.stream().filter(Example::isInScope).map(Example::label).toList()));
    this.hasOutOfScope = examples.size() - inScope(examples) >= LEAST_OUT_OF_SCOPE;
    this.vectors = texts.of(examples.stream().map(Example::text).toList());
    this.names = texts.of(labels.stream().map(ClassifierTrainer::spoken).toList());
    this.ends = texts.ends();
    var index = new HashMap<String, Integer>();
    labels.forEach(label -> index.put(label, index.size()));
    this.targets =
        examples.stream().mapToInt(it -> index.getOrDefault(it.label(), index.size())).toArray();
  }

  private static long inScope(List<Example> examples) {
    return examples.stream().filter(Example::isInScope).count();
  }

  // What a name says is an example too, and with few others a good one.
  private static String spoken(String label) {
    return label.replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }

  /// What was learned, and the guesses about examples held out that it was calibrated on.
  ///
  /// @param heldOut one an example, in order; guesses of classifiers that had not seen it
  public record Trained(Classifier classifier, List<Classifier.Guess> heldOut) {
    public Trained {
      heldOut = List.copyOf(heldOut);
    }
  }

  /// Learns from examples of at least two labels, or of one and of texts that have none.
  /// Deterministic.
  ///
  /// @param outOfScopeShare for the guesses about examples held out
  public static Trained train(List<Example> examples, TextVectors texts, double outOfScopeShare) {
    return new ClassifierTrainer(examples, texts).run(outOfScopeShare);
  }

  private Trained run(double share) {
    if (labels.isEmpty() || (labels.size() == 1 && !hasOutOfScope)) {
      throw new IllegalArgumentException("nothing to tell apart");
    }
    var scores = heldOutScores();
    var calibration = calibration(scores);
    var all = new boolean[targets.length];
    Arrays.fill(all, true);
    var space = Space.of(vectors, ends);
    var classifier = new Classifier(labels, space, learn(space, all), calibration);
    var heldOut =
        Arrays.stream(scores).map(it -> Classifier.guess(labels, it, calibration, share)).toList();
    return new Trained(classifier, heldOut);
  }

  private Calibration calibration(float[][] scores) {
    var sharpness = Calibration.sharpness(scores, targets, labels.size());
    if (!hasOutOfScope) {
      return new Calibration(sharpness, null);
    }
    var outside = new boolean[targets.length];
    for (int i = 0; i < targets.length; i++) {
      outside[i] = targets[i] == labels.size();
    }
    return new Calibration(sharpness, OutOfScope.learn(scores, outside));
  }

  /// Of every example, the scores by a classifier that has learned from others.
  private float[][] heldOutScores() {
    var count = targets.length > MANY ? FOLDS_OF_MANY : FOLDS;
    var folds = folds(count);
    var scores = new float[targets.length][];
    for (int fold = 0; fold < count; fold++) {
      var used = new boolean[targets.length];
      for (int i = 0; i < used.length; i++) {
        used[i] = folds[i] != fold;
      }
      var space = Space.of(chosen(used), ends);
      var regression = learn(space, used);
      for (int i = 0; i < used.length; i++) {
        if (!used[i]) {
          scores[i] = regression.scores(space.place(vectors.get(i)));
        }
      }
    }
    return scores;
  }

  /// A fold for each example, so that each fold has its part of each label.
  private int[] folds(int count) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < targets.length; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(1));
    var folds = new int[targets.length];
    var next = new int[labels.size() + 1];
    for (var i : order) {
      folds[i] = (next[targets[i]]++ + targets[i]) % count;
    }
    return folds;
  }

  private List<float[]> chosen(boolean[] used) {
    var chosen = new ArrayList<float[]>();
    for (int i = 0; i < used.length; i++) {
      if (used[i]) {
        chosen.add(vectors.get(i));
      }
    }
    return chosen;
  }

  private SoftmaxRegression learn(Space space, boolean[] used) {
    var placed = new ArrayList<float[]>();
    var classes = new ArrayList<Integer>();
    for (int i = 0; i < used.length; i++) {
      if (used[i] && (targets[i] < labels.size() || hasOutOfScope)) {
        placed.add(space.place(vectors.get(i)));
        classes.add(targets[i]);
      }
    }
    for (int c = 0; c < names.size(); c++) {
      placed.add(space.place(names.get(c)));
      classes.add(c);
    }
    return SoftmaxRegression.learn(
        placed.toArray(float[][]::new),
        classes.stream().mapToInt(Integer::intValue).toArray(),
        labels.size() + (hasOutOfScope ? 1 : 0),
        L2);
  }
}
