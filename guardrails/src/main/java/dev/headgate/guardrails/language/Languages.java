package dev.headgate.guardrails.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/// Tells languages apart, by Apache OpenNLP and its model of 103 languages. Thread-safe.
final class Languages {
  private static final String MODEL = "/langdetect-183.bin";

  private Languages() {}

  /// @param language its code in ISO 639-3
  record Guess(String language, double probability) {}

  // Read when somebody asks the first time: it takes a good part of a second.
  private static final class Model {
    static final LanguageDetectorModel LOADED = load();
    static final Set<String> NAMES = Set.of(new LanguageDetectorME(LOADED).getSupportedLanguages());

    private static LanguageDetectorModel load() {
      try (var in = Languages.class.getResourceAsStream(MODEL)) {
        if (in == null) {
          throw new IllegalStateException("there is no " + MODEL + " among the libraries");
        }
        return new LanguageDetectorModel(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// The codes of all that it knows.
  static Set<String> all() {
    return Model.NAMES;
  }

  /// The languages that a text may be in.
  static List<Guess> guesses(String text) {
    return Arrays.stream(new LanguageDetectorME(Model.LOADED).predictLanguages(text))
        .map(Languages::guess)
        .toList();
  }

  private static Guess guess(Language language) {
    return new Guess(language.getLang(), language.getConfidence());
  }
}
