package dev.headgate.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PatternsTest {
  @ParameterizedTest
  @CsvSource({
    "smart,smart,true",
    "smart,smart2,false",
    "smart,Smart,false",
    "openai/*,openai/gpt,true",
    "openai/*,openai/,true",
    "openai/*,azure/gpt,false",
    "*,anything,true",
    "a*b*c,aXXbYYc,true",
    "a*b*c,abbbbc,true",
    "a*b*c,acb,false",
    "gpt-.*,gpt-4,false",
    "**x,abcx,true"
  })
  void aStarStandsForAnyCharacters(String pattern, String name, boolean allowed) {
    assertThat(Patterns.of(pattern).allow(name)).isEqualTo(allowed);
  }

  @Test
  void noPatternsAllowNothingAndTheirAbsenceAllowsEverything() {
    assertThat(new Patterns(List.of()).allow("a")).isFalse();
    assertThat(Patterns.ALL.allow("a")).isTrue();
  }

  @Test
  void aPatternThatTakesForeverElsewhereIsQuick() {
    var began = System.nanoTime();

    assertThat(Patterns.of("*a".repeat(200) + "b").allow("a".repeat(20_000))).isFalse();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }
}
