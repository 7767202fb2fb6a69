package dev.headgate.runtime.difficulty;

import dev.headgate.kernel.classifiers.Classifier;
import dev.headgate.kernel.classifiers.Classifier.Guess;
import dev.headgate.kernel.classifiers.ClassifierTrainer.Trained;
import dev.headgate.kernel.classifiers.TextVectors;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.difficulty.Chosen.By;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells easy prompts from hard ones, and so to which of two models each call goes: to the easy one
/// if the probability that the hard one does better is below a threshold. Where nothing can be told
/// it is the hard one. Immutable and thread-safe.
public final class Difficulty {
  /// The label of prompts that need the hard model.
  public static final String HARD = "hard";

  /// The label of all others.
  public static final String EASY = "easy";

  /// The longest text that is read, in UTF-16 units; of a longer one, its beginning.
  static final int MAX_CHARACTERS = 1_000;

  private static final System.Logger LOG = System.getLogger(Difficulty.class.getName());

  private final DifficultyConfig config;
  private final @Nullable TextVectors texts;
  private final @Nullable Classifier classifier;
  private final double threshold;

  private Difficulty(
      DifficultyConfig config,
      @Nullable TextVectors texts,
      @Nullable Classifier classifier,
      double threshold) {
    this.config = config;
    this.texts = texts;
    this.classifier = classifier;
    this.threshold = threshold;
  }

  /// @param texts the vectors that were learned from
  /// @param trained on [DifficultyConfig#examples], of which the threshold takes the guesses about
  ///   prompts that were held out
  public static Difficulty of(DifficultyConfig config, TextVectors texts, Trained trained) {
    var curve = curve(config.prompts(), trained);
    return new Difficulty(config, texts, trained.classifier(), config.target().threshold(curve));
  }

  /// Without anything learned: every call is hard.
  public static Difficulty unknown(DifficultyConfig config) {
    return new Difficulty(config, null, null, 0);
  }

  /// What becomes of the recorded quality, by classifiers that had not learned from the prompts
  /// they judge.
  ///
  /// @param trained on these prompts
  public static QualityCurve curve(List<RecordedPrompt> prompts, Trained trained) {
    return QualityCurve.of(
        trained.heldOut().stream().mapToDouble(Difficulty::score).toArray(), prompts);
  }

  /// The probability that the hard model does better on a prompt with this guess.
  public static double score(Guess guess) {
    return guess.label().equals(HARD) ? guess.probability() : 1 - guess.probability();
  }

  /// What is read of a text.
  static String read(String text) {
    return text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
  }

  /// The name of the model for easy prompts.
  public String easy() {
    return config.easy();
  }

  /// The name of the model for hard prompts.
  public String hard() {
    return config.hard();
  }

  /// From which score on a prompt is hard.
  public double threshold() {
    return threshold;
  }

  /// The model for a prompt; a text that is blank is no prompt. Takes one embedding.
  public Chosen choose(String text) {
    if (text.isBlank()) {
      return hard(By.NO_TEXT);
    }
    if (texts == null || classifier == null) {
      return hard(By.UNAVAILABLE);
    }
    try {
      var score = score(classifier.classify(texts.of(read(text)), 0));
      return new Chosen(
          score < threshold ? config.easy() : config.hard(), score, threshold, By.SCORE);
    } catch (CallFailed e) {
      LOG.log(System.Logger.Level.DEBUG, "difficulty is not told: {0}", e.getMessage());
      return hard(By.UNAVAILABLE);
    }
  }

  /// The hard model, since nothing can be told.
  public Chosen hard(By why) {
    return new Chosen(config.hard(), Double.NaN, threshold, why);
  }
}
