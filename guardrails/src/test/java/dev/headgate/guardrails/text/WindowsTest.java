package dev.headgate.guardrails.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class WindowsTest {
  @Test
  void everyPartOfATextIsInAWindowHoweverLongItIs() {
    var random = new Random(3);
    for (var length : new int[] {0, 1, 300, 5_000, 40_000, 300_000}) {
      var text = new StringBuilder();
      while (text.length() < length) {
        text.append("abcdefghij".charAt(random.nextInt(10)));
        if (random.nextInt(6) == 0) {
          text.append(random.nextInt(12) == 0 ? ". " : random.nextInt(40) == 0 ? "\n" : " ");
        }
      }

      var windows = Windows.of(text.toString());

      var covered = new boolean[text.length()];
      for (var window : windows) {
        for (int i = window.start(); i < window.end(); i++) {
          covered[i] = true;
        }
      }
      for (int i = 0; i < covered.length; i++) {
        assertThat(covered[i] || Character.isWhitespace(text.charAt(i))).isTrue();
      }
      assertThat(windows).hasSizeLessThanOrEqualTo(257);
    }
  }

  @Test
  void aShortTextIsOneWindow() {
    var text = "  Where is it? I have waited for a week.\n";

    assertThat(Windows.of(text))
        .singleElement()
        .extracting(it -> it.of(text))
        .isEqualTo("Where is it? I have waited for a week.");
  }

  @Test
  void sentencesStayWhole() {
    var text = "One sentence is here. ".repeat(30);

    assertThat(Windows.of(text))
        .hasSizeGreaterThan(2)
        .allSatisfy(it -> assertThat(it.of(text)).startsWith("One").endsWith("here."));
  }
}
