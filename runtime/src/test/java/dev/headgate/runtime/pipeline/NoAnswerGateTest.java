package dev.headgate.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NoAnswerGateTest {
  private final StringBuilder out = new StringBuilder();
  private final NoAnswerGate gate = new NoAnswerGate(out::append);

  @Test
  void neverLetsTheWordThroughHoweverItIsSplit() {
    for (var piece : List.of(" ", " N", "O_", "ANSWE", "R", ".")) {
      gate.accept(piece);
    }

    assertThat(gate.endedWithoutAnswer()).isTrue();
    assertThat(out).isEmpty();
  }

  @Test
  void letsTextThroughAsSoonAsItCannotBeTheWord() {
    gate.accept("NO");
    assertThat(out).isEmpty();

    gate.accept("W it");

    assertThat(out).hasToString("NOW it");
    assertThat(gate.isOpen()).isTrue();
  }

  @Test
  void keepsNothingOfWhatFollowsTheWordOrBlanks() {
    for (int i = 0; i < 200_000; i++) {
      gate.accept(" ");
    }
    gate.accept("NO_ANSWER");
    for (int i = 0; i < 200_000; i++) {
      gate.accept(" because");
    }

    assertThat(gate.endedWithoutAnswer()).isTrue();
    assertThat(out).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO", "N", "NO_ANSWE"})
  void letsAShortAnswerThroughAtItsEnd(String answer) {
    gate.accept(answer);

    assertThat(gate.endedWithoutAnswer()).isFalse();
    assertThat(out).hasToString(answer);
  }

  @Test
  void takesSilenceForNoAnswer() {
    gate.accept(" \n");

    assertThat(gate.endedWithoutAnswer()).isTrue();
  }
}
