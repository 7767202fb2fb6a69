package dev.headgate.guardrails.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.config.Tree;
import dev.headgate.kernel.guardrails.Detector;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModerationKindTest {
  private static final Position AT = new Position("feature.yaml", 1, 1);
  private static final Detector LEXICON = Lexicon.of("moderation");

  private final Problems problems = new Problems();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "You are such a worthless idiot!",
        "you're a stupid, stupid b\u200Bitch",
        "Just kill yourself already.",
        "I swear, I will kill you and your family.",
        "Go fuck yourself",
        "Immigrants are nothing but vermin",
        "We must get rid of all foreigners",
      })
  void theLexiconKnowsAbuseByItsWords(String text) {
    assertThat(LEXICON.find(text)).as(text).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "How do I kill the process on port 8080?",
        "I will shoot you an e-mail tomorrow.",
        "You are right, I was an idiot.",
        "My boss called me an idiot. What can I do?",
        "You are not an idiot, everybody forgets that.",
        "Women are underpaid in this field.",
        "I will kill the lights when you are on stage.",
        "This printer is a piece of garbage.",
        "Immigrants are entitled to a lawyer.",
      })
  void theLexiconLeavesTheSameWordsAloneElsewhere(String text) {
    assertThat(LEXICON.find(text)).as(text).isEmpty();
  }

  @Test
  void aFindingOfTheLexiconIsTheWordsThemselves() {
    var text = "Well. You are a pathetic loser and a moron, I think. You are an idiot.";

    var found = LEXICON.find(text);

    assertThat(found)
        .last()
        .satisfies(one -> {
          assertThat(text.substring(one.start(), one.end())).isEqualTo("You are an idiot");
          assertThat(one.kind()).isEqualTo("toxic");
        });
  }

  @Test
  void aCategoryMayHaveAThresholdOfItsOwn() {
    var detector = read(mapping("categories", mapping("toxic", mapping("threshold", text("0.8")))));

    assertThat(problems.all()).isEmpty();
    assertThat(detector.threshold("toxic")).hasValue(.8);
    assertThat(detector.threshold("harmful")).isEmpty();
  }

  @Test
  void anUnknownCategoryAndNoneAreMistakes() {
    read(mapping("categories", mapping("violence", mapping())));

    assertThat(problems.all().toString()).contains("violence", "no category is named");
  }

  @Test
  void aThresholdOutOfRangeIsAMistake() {
    read(mapping("categories", mapping("toxic", mapping("threshold", text("1.5")))));

    assertThat(problems.all().toString()).contains("from 0.0 to 1.0", "1.5");
  }

  private Detector read(Tree.Mapping section) {
    return ConfigNode.read(section, problems, new NoSecrets(), new ModerationKind()::read)
        .orElseThrow();
  }

  private static Tree.Mapping mapping(Object... keysAndValues) {
    var entries = new LinkedHashMap<String, Tree.Entry>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put((String) keysAndValues[i], new Tree.Entry(AT, (Tree) keysAndValues[i + 1]));
    }
    return new Tree.Mapping(AT, entries);
  }

  private static Tree text(String text) {
    return new Tree.Scalar(AT, text, true);
  }

  private record NoSecrets() implements SecretSource {
    @Override
    public Optional<String> environment(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> file(String path) {
      return Optional.empty();
    }
  }
}
