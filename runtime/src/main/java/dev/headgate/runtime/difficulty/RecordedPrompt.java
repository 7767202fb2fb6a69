package dev.headgate.runtime.difficulty;

import dev.headgate.kernel.classifiers.Example;

/// A prompt, and how well two models did on it.
///
/// @param easy quality of the easy model's answer, 0 to 1
/// @param hard quality of the hard model's answer, 0 to 1
public record RecordedPrompt(String text, double easy, double hard) {
  /// Whether the hard model did better.
  public boolean needsHard() {
    return hard > easy;
  }

  /// What a classifier learns from it.
  public Example example() {
    return new Example(Difficulty.read(text), needsHard() ? Difficulty.HARD : Difficulty.EASY);
  }
}
