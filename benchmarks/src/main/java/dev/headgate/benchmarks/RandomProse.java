package dev.headgate.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Endless text whose words are as unevenly frequent as those of a language: the word of rank r is
/// about r times rarer than the first.
final class RandomProse {
  private static final int WORDS = 20_000;
  private static final String[] SYLLABLES = {
    "ta", "ri", "mon", "se", "lo", "vi", "ker", "da", "pu", "ne", "shi", "for", "gal", "tu", "ben"
  };

  private final RandomGenerator random;
  private final List<String> vocabulary = new ArrayList<>();

  RandomProse(RandomGenerator random) {
    this.random = random;
    for (int i = 0; i < WORDS; i++) {
      var word = new StringBuilder();
      for (int rest = i + 1; rest > 0; rest /= SYLLABLES.length) {
        word.append(SYLLABLES[rest % SYLLABLES.length]);
      }
      vocabulary.add(word.toString());
    }
  }

  String word() {
    // Uniform in the logarithm of the rank: Zipf's law.
    return vocabulary.get((int) Math.pow(WORDS, random.nextDouble()) - 1);
  }

  String words(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(word());
    }
    return text.toString();
  }

  String sentences(int words) {
    var text = new StringBuilder();
    for (int written = 0; written < words; written += 15) {
      text.append(text.isEmpty() ? "So " : " So ").append(words(14)).append('.');
    }
    return text.toString();
  }
}
