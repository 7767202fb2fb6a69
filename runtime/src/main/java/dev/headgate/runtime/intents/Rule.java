package dev.headgate.runtime.intents;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.text.PatternCompiler;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A declared rule: a call for which all its conditions hold has its intent, whatever the examples
/// say.
///
/// @param keywords of which the text has at least one as a whole word, in lower case; empty for any
/// @param pattern that the text must have, null for any
/// @param input properties of the input with the values that they must have
/// @param language of the text, in two letters; empty for any
record Rule(
    String intent,
    Set<String> keywords,
    @Nullable Predicate<String> pattern,
    Map<String, Object> input,
    String language) {
  Rule {
    keywords = Set.copyOf(keywords);
    input = Map.copyOf(input);
  }

  static Rule from(ConfigNode rule, PatternCompiler patterns) {
    var intent = rule.requireText("intent", "The intent of every call that the rule fits");
    var keywords =
        rule.texts(
            "keywords",
            List.of(),
            "Words of which the text has at least one, as a whole word in any case");
    var pattern = pattern(rule, patterns);
    var input = rule.anyMap("input", "Properties of the call's input, with the values they have");
    var language =
        rule.choice(
            "language",
            "",
            Language.CODES,
            "The language of the text; told by its script and its commonest words");
    if (!rule.isDescribing()
        && keywords.isEmpty()
        && !rule.has("pattern")
        && input.isEmpty()
        && language.isEmpty()) {
      rule.problem(
          "intent", "a rule has a condition: add keywords, a pattern, input or a language");
    }
    return new Rule(
        intent,
        keywords.stream().map(word -> words(word)).collect(Collectors.toSet()),
        pattern,
        input,
        language);
  }

  private static @Nullable Predicate<String> pattern(ConfigNode rule, PatternCompiler patterns) {
    return rule.optionalText(
            "pattern", "A regular expression in RE2's syntax that occurs in the text")
        .map(text -> compiled(text, rule, patterns))
        .orElse(null);
  }

  private static Predicate<String> compiled(
      String pattern, ConfigNode rule, PatternCompiler patterns) {
    try {
      return patterns.compile(pattern);
    } catch (IllegalArgumentException e) {
      rule.problem("pattern", "this is no pattern of RE2: " + e.getMessage());
      return _ -> false;
    }
  }

  /// @param words of the text, as [#words] has them
  boolean fits(String text, String words, Map<String, Object> of) {
    return (keywords.isEmpty() || keywords.stream().anyMatch(words::contains))
        && (pattern == null || pattern.test(text))
        && input.entrySet().stream().allMatch(it -> it.getValue().equals(of.get(it.getKey())))
        && (language.isEmpty() || language.equals(Language.of(words)));
  }

  /// The words of a text in lower case, each between single spaces.
  static String words(String text) {
    var words = new StringBuilder(text.length() + 2).append(' ');
    text.toLowerCase(Locale.ROOT)
        .codePoints()
        .forEach(c -> {
          if (Character.isLetterOrDigit(c)) {
            words.appendCodePoint(c);
          } else if (c != '\'' && words.charAt(words.length() - 1) != ' ') {
            words.append(' ');
          }
        });
    return words.charAt(words.length() - 1) == ' '
        ? words.toString()
        : words.append(' ').toString();
  }
}
