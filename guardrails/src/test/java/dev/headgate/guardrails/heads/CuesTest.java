package dev.headgate.guardrails.heads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CuesTest {
  private static final WordLists LISTS =
      new WordLists(List.of("kill* bomb", "step_by_step you_are", "you're can't"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a killer whale       | 1",
        "KILL it              | 1",
        "bombs away           | 0",
        "overkill             | 0",
        "A bomb, step by step | 3",
        "step-by-step         | 2",
        "are you              | 0",
        "You’re late          | 4",
        "'you are'            | 2",
        "''                   | 0",
      })
  void wordsAreFoundWholeByTheirBeginningsAndAsPhrases(String text, long bits) {
    assertThat(LISTS.in(text)).isEqualTo(bits);
  }

  @Test
  void featuresAreTheVectorThePatternsTheWordsAndTheLetters() {
    var cues = new Cues(List.of("^how", "\\?$"), List.of("red", "blue"));

    var features = cues.features(new float[] {.5f, -.5f}, "How BLUE is it?");

    assertThat(features).hasSize(2 + 2 + 2 + 3);
    assertThat(features).startsWith(.5f, -.5f, 1, 1, 0, 1);
  }
}
