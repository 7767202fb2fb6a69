package dev.headgate.runtime.intents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LanguageTest {
  @ParameterizedTest
  @CsvSource({
    "de,Wie kann ich meine Karte sperren?",
    "en,How do I block my card?",
    "fr,Comment puis-je bloquer ma carte ?",
    "es,¿Cómo puedo bloquear mi tarjeta?",
    "ja,カードを止めてください",
    "zh,请停止我的卡",
    "ru,Как заблокировать карту?",
    "'',xyzzy"
  })
  void isToldByScriptAndCommonWords(String code, String text) {
    assertThat(Language.of(Rule.words(text))).isEqualTo(code);
  }
}
