package dev.headgate.runtime.intents;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tells the language of a short text by its script and, where several languages share that, by
/// words that nearly every sentence has. Says nothing rather than guess.
final class Language {
  private static final Map<String, Set<String>> COMMON =
      Map.of(
          "de",
              words(
                  "der die das und ist nicht ich ein eine mein meine wie wo wann kann bitte für mit auf zu habe wir sie warum"),
          "en",
              words(
                  "the and is not i a an my how where when can please for with on to have we you why what do"),
          "es",
              words(
                  "el la los las y es no yo un una mi cómo dónde cuándo puedo por para con en que tengo qué está"),
          "fr",
              words(
                  "le la les et est ne pas je un une mon ma comment où quand puis pour avec sur que ai nous vous pourquoi quel"),
          "it",
              words(
                  "il lo gli e è non io un una mio mia come dove quando posso per con su che ho di perché sono"),
          "nl",
              words(
                  "de het en is niet ik een mijn hoe waar wanneer kan voor met op dat heb wij u waarom wat"),
          "pl",
              words(
                  "i jest nie ja mój moja jak gdzie kiedy mogę proszę dla z na do mam się co dlaczego"),
          "pt",
              words(
                  "o os as e é não eu um uma meu minha como onde quando posso por para com em que tenho está você"),
          "sv",
              words(
                  "och är inte jag en ett min mitt hur var när kan för med på att har vi du varför vad"));

  private static final Map<UnicodeScript, String> SCRIPTS =
      Map.of(
          UnicodeScript.HIRAGANA, "ja",
          UnicodeScript.KATAKANA, "ja",
          UnicodeScript.HANGUL, "ko",
          UnicodeScript.HAN, "zh",
          UnicodeScript.CYRILLIC, "ru",
          UnicodeScript.GREEK, "el",
          UnicodeScript.ARABIC, "ar",
          UnicodeScript.HEBREW, "he",
          UnicodeScript.THAI, "th",
          UnicodeScript.DEVANAGARI, "hi");

  /// The languages that are told apart, in two letters each.
  static final List<String> CODES = codes();

  private Language() {}

  /// The code of the language, empty if nothing tells.
  ///
  /// @param words of the text, as [Rule#words] has them
  static String of(String words) {
    var script = "";
    for (int i = 0; i < words.length(); i++) {
      var found = SCRIPTS.get(UnicodeScript.of(words.charAt(i)));
      // Japanese has Chinese characters among its own.
      if (found != null && (script.isEmpty() || script.equals("zh"))) {
        script = found;
      }
    }
    return script.isEmpty() ? latin(words) : script;
  }

  private static String latin(String words) {
    var best = "";
    var most = 0;
    var second = 0;
    for (var language : COMMON.entrySet()) {
      var count = 0;
      for (var word : words.strip().split(" ", -1)) {
        count += language.getValue().contains(word) ? 1 : 0;
      }
      if (count > most) {
        second = most;
        most = count;
        best = language.getKey();
      } else {
        second = Math.max(second, count);
      }
    }
    return most > second ? best : "";
  }

  private static Set<String> words(String text) {
    return Set.of(text.split(" ", -1));
  }

  private static List<String> codes() {
    var codes = new ArrayList<>(COMMON.keySet());
    SCRIPTS.values().stream().distinct().forEach(codes::add);
    return codes.stream().sorted().toList();
  }
}
