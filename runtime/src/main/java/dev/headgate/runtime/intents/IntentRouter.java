package dev.headgate.runtime.intents;

import dev.headgate.kernel.classifiers.Classifier;
import dev.headgate.kernel.classifiers.TextVectors;
import dev.headgate.kernel.errors.CallFailed;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides what the calls of one feature want: by its rules, in order, and then by what was learned
/// from its examples. Immutable and thread-safe.
public final class IntentRouter {
  /// The longest text that is read, in UTF-16 units; of a longer one, its beginning.
  private static final int MAX_CHARACTERS = 4_000;

  private final IntentsConfig config;
  private final @Nullable TextVectors texts;
  private final @Nullable Classifier classifier;

  private IntentRouter(
      IntentsConfig config, @Nullable TextVectors texts, @Nullable Classifier classifier) {
    this.config = config;
    this.texts = texts;
    this.classifier = classifier;
  }

  /// A router by rules alone: what none of them fits is unsure.
  public static IntentRouter byRules(IntentsConfig config) {
    return new IntentRouter(config, null, null);
  }

  /// @param texts the vectors that the classifier has learned from
  public static IntentRouter of(IntentsConfig config, TextVectors texts, Classifier classifier) {
    return new IntentRouter(config, texts, classifier);
  }

  /// What a call with this input wants.
  ///
  /// @throws CallFailed `INVALID_REQUEST` if the input lacks the text that tells
  public Choice choose(Map<String, Object> input) {
    if (!(input.get(config.from()) instanceof String text) || text.isBlank()) {
      throw CallFailed.invalid(
          "input." + config.from(),
          "input.%s is missing; it tells what the call wants, so send {\"input\": {\"%s\": \"…\"}}"
              .formatted(config.from(), config.from()));
    }
    var read = text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
    var words = config.rules().isEmpty() ? "" : Rule.words(read);
    for (var rule : config.rules()) {
      if (rule.fits(read, words, input)) {
        return Choice.byRule(rule.intent());
      }
    }
    return byExamples(read);
  }

  private Choice byExamples(String text) {
    if (texts == null || classifier == null) {
      return new Choice(Choice.UNSURE, 0, Choice.UNSURE, Choice.By.RULE);
    }
    var guess = classifier.classify(texts.of(text), config.outOfScopeShare());
    return new Choice(
        guess.probability() < config.minProbability() ? Choice.UNSURE : guess.label(),
        guess.probability(),
        guess.nearest(),
        Choice.By.EXAMPLES);
  }
}
