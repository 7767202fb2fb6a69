package dev.headgate.evals.intents;

import dev.headgate.kernel.classifiers.Classifier.Guess;
import dev.headgate.kernel.classifiers.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// What guesses about texts of known intents amount to.
///
/// @param answers a text with its intent and what was guessed
public record IntentReport(List<Judged> answers) {
  private static final int BINS = 10;

  public IntentReport {
    answers = List.copyOf(answers);
  }

  /// One text.
  public record Judged(Example example, Guess guess) {
    /// Whether the guess is right.
    public boolean isRight() {
      return example.label().equals(guess.label());
    }

    private boolean isOutside() {
      return example.label().equals(Example.OUT_OF_SCOPE);
    }

    private boolean isGuessedOutside() {
      return guess.label().equals(Example.OUT_OF_SCOPE);
    }
  }

  /// Guesses of about the same probability.
  ///
  /// @param probability their mean
  /// @param right the share of them that is right
  public record Bin(int count, double probability, double right) {}

  /// Texts of one intent that were taken for another.
  public record Confusion(String intent, String guessed, int count) {}

  /// Guesses about texts, side by side.
  public static IntentReport of(List<Example> examples, List<Guess> guesses) {
    var answers = new ArrayList<Judged>();
    for (int i = 0; i < examples.size(); i++) {
      answers.add(new Judged(examples.get(i), guesses.get(i)));
    }
    return new IntentReport(answers);
  }

  public double accuracy() {
    return share(answers.stream().filter(Judged::isRight).count(), answers.size());
  }

  /// Of the texts that have an intent.
  public double accuracyInScope() {
    var inside = answers.stream().filter(it -> !it.isOutside()).toList();
    return share(inside.stream().filter(Judged::isRight).count(), inside.size());
  }

  /// How many texts belong to no intent.
  public long outOfScope() {
    return answers.stream().filter(Judged::isOutside).count();
  }

  /// Of the texts that belong to none, those that were found.
  public double outOfScopeRecall() {
    return share(found(), outOfScope());
  }

  /// Of the texts that were taken for such, those that are.
  public double outOfScopePrecision() {
    return share(found(), answers.stream().filter(Judged::isGuessedOutside).count());
  }

  /// The harmonic mean of both.
  public double outOfScopeF1() {
    var precision = outOfScopePrecision();
    var recall = outOfScopeRecall();
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  /// Of the texts that have an intent, those that were taken for none.
  public double falseOutOfScope() {
    return share(
        answers.stream().filter(it -> !it.isOutside() && it.isGuessedOutside()).count(),
        answers.size() - outOfScope());
  }

  private long found() {
    return answers.stream().filter(it -> it.isOutside() && it.isGuessedOutside()).count();
  }

  /// How far probabilities are from the shares that are right, weighted by how many there are:
  /// expected calibration error over ten bins.
  public double calibrationError() {
    return bins().stream()
            .mapToDouble(bin -> bin.count() * Math.abs(bin.probability() - bin.right()))
            .sum()
        / Math.max(1, answers.size());
  }

  /// The guesses by their probability, the least sure first; empty bins are left out.
  public List<Bin> bins() {
    var counts = new int[BINS];
    var sums = new double[BINS];
    var right = new int[BINS];
    for (var answer : answers) {
      var bin = Math.min(BINS - 1, (int) Math.floor(answer.guess().probability() * BINS));
      counts[bin]++;
      sums[bin] += answer.guess().probability();
      right[bin] += answer.isRight() ? 1 : 0;
    }
    var bins = new ArrayList<Bin>();
    for (int bin = 0; bin < BINS; bin++) {
      if (counts[bin] > 0) {
        bins.add(new Bin(counts[bin], sums[bin] / counts[bin], right[bin] / (double) counts[bin]));
      }
    }
    return bins;
  }

  /// Every pair of intents of which one was taken for the other, the most frequent first.
  public List<Confusion> confusions() {
    var counts = new TreeMap<String, Confusion>();
    for (var answer : answers) {
      if (!answer.isRight()) {
        var intent = answer.example().label();
        var guessed = answer.guess().label();
        counts.merge(
            intent + '\n' + guessed,
            new Confusion(intent, guessed, 1),
            (one, other) -> new Confusion(intent, guessed, one.count() + other.count()));
      }
    }
    return counts.values().stream()
        .sorted(Comparator.comparingInt(Confusion::count).reversed())
        .toList();
  }

  /// The texts whose likes are worth adding as examples: taken for another intent, the surest
  /// first, and then those that were right by chance.
  public List<Judged> worthAdding(int most) {
    return answers.stream()
        .filter(it -> !it.isRight() || it.guess().probability() < 0.5)
        .sorted(
            Comparator.comparing(Judged::isRight)
                .thenComparingDouble(
                    it -> it.isRight() ? it.guess().probability() : -it.guess().probability()))
        .limit(most)
        .toList();
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : part / (double) whole;
  }
}
