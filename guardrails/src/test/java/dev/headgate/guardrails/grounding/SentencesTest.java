package dev.headgate.guardrails.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SentencesTest {
  private static final String TEXT =
      """
      Dr. Smith inspects it every 11 months, i.e. once a year. It costs 3.50 a day [1, 2]. "Really?" Yes!
      The plans are:
      - Basic has 5 GB. [3]
      - Pro has 50 GB
      1. First step. 2. Second.
      J. Doe wrote 1.8.2 for example.com. End\
      """;

  @Test
  void sentencesAndLinesAreToldApart() {
    assertThat(sentences(TEXT))
        .containsExactly(
            "Dr. Smith inspects it every 11 months, i.e. once a year.",
            "It costs 3.50 a day [1, 2].",
            "\"Really?\"",
            "Yes!",
            "The plans are:",
            "- Basic has 5 GB. [3]",
            "- Pro has 50 GB",
            "1. First step.",
            "2. Second.",
            "J. Doe wrote 1.8.2 for example.com.",
            "End");
  }

  @Test
  void aTextIsCutInTheSamePlacesHoweverItArrives() {
    for (int size = 1; size < 9; size++) {
      var found = new ArrayList<String>();
      var held = new StringBuilder();
      for (int i = 0; i < TEXT.length(); i += size) {
        held.append(TEXT, i, Math.min(TEXT.length(), i + size));
        var end = Sentences.wholeUntil(held);
        found.addAll(sentences(held.substring(0, end)));
        held.delete(0, end);
      }
      found.addAll(sentences(held.toString()));

      assertThat(found).as("pieces of " + size).isEqualTo(sentences(TEXT));
    }
  }

  @Test
  void aSentenceWithoutEndIsCut() {
    var words = "word ".repeat(1_000);

    assertThat(Sentences.of(words)).hasSizeGreaterThan(3);
    assertThat(Sentences.wholeUntil(words)).isGreaterThan(3_000);
    assertThat(Sentences.wholeUntil("x".repeat(5_000))).isGreaterThan(3_000);
  }

  private static List<String> sentences(String text) {
    return Sentences.of(text).stream().map(range -> range.of(text)).toList();
  }
}
