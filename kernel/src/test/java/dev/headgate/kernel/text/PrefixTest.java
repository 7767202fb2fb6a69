package dev.headgate.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrefixTest {
  @Test
  void leavesAShortTextAsItIs() {
    assertThat(Prefix.of("four", 4)).isEqualTo("four");
    assertThat(Prefix.of("", 0)).isEmpty();
  }

  @Test
  void endsBetweenCharacters() {
    assertThat(Prefix.of("four", 3)).isEqualTo("fou");
    assertThat(Prefix.of("a😀b", 2)).isEqualTo("a");
    assertThat(Prefix.of("a😀b", 3)).isEqualTo("a😀");
    assertThat(Prefix.of("😀", 1)).isEmpty();
    assertThat(Prefix.of("😀", 0)).isEmpty();
  }
}
