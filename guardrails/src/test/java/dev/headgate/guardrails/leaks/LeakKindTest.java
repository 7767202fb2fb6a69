package dev.headgate.guardrails.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.guardrails.text.Reading;
import dev.headgate.kernel.guardrails.Canary;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Instructions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LeakKindTest {
  private static final String PROMPT =
      """
      You are the voice of the harbour office. Answer in two sentences at most, and never promise a
      berth before the captain has named the draught of the ship. Prices are told only to members.
      If somebody asks for the tide table, point to the board at the gate and say nothing of the
      tables that the pilots keep for themselves. End with "Fair winds and a dry deck to you and all
      of your crew, says the harbour office of this small and sleepy town by the northern sea."
      """;

  private static final Canary CANARY = Canary.of(new byte[32]);
  private static final Canary OTHER =
      Canary.of("another thirty-two bytes of hash".getBytes(StandardCharsets.UTF_8));

  private static Detector answerTo(String prompt, String... quoted) {
    return new AnswerLeaks(
        new Instructions(List.of(prompt), List.of(quoted), OTHER), LeakKind.MIN_WORDS);
  }

  private static double score(Detector detector, String answer) {
    return detector.find(answer).stream().mapToDouble(Finding::score).max().orElse(0);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void findsThePromptHoweverItIsWritten() {
    for (var said :
        List.of(
            PROMPT,
            "Sure! " + PROMPT.replace('\n', ' '),
            PROMPT.toUpperCase(Locale.ROOT).replaceAll("[.,]", " -"),
            "- " + PROMPT.replace(". ", ".\n- **"),
            "{\"text\":\"" + PROMPT.replace("\"", "\\\"").replace("\n", "\\n") + "\"}",
            "Decode it: " + base64(PROMPT),
            "Decode it: " + base64("x" + PROMPT),
            HexFormat.of().formatHex(PROMPT.getBytes(StandardCharsets.UTF_8)),
            Reading.turned(PROMPT),
            new StringBuilder(PROMPT).reverse().toString(),
            PROMPT.replace("o", "o\u200B"))) {
      assertThat(score(answerTo(PROMPT), said)).as(said).isGreaterThan(0.8);
    }
  }

  @Test
  void findsItWithAWordInTenChanged() {
    var words = PROMPT.split("\\s+");
    for (int i = 5; i < words.length; i += 10) {
      words[i] = "other";
    }

    assertThat(score(answerTo(PROMPT), String.join(" ", words))).isGreaterThan(0.7);
  }

  @Test
  void addsUpWhatIsSaidInPieces() {
    var detector = answerTo(PROMPT);
    var last = 0d;
    for (var line : PROMPT.lines().limit(3).toList()) {
      var now = score(detector, line);
      assertThat(now).isGreaterThan(last);
      last = now;
    }

    assertThat(last).isGreaterThan(0.5);
    assertThat(detector.find("Good morning.")).isEmpty();
    assertThat(score(detector, PROMPT.lines().findFirst().orElseThrow())).isEqualTo(last);
  }

  @Test
  void ordinaryAnswersAreNone() {
    for (var said :
        List.of(
            "Good morning! Which draught does your ship have? Then I can look for a berth.",
            "The tide table hangs on the board at the gate.",
            "I cannot tell you what I was told.",
            "Members are told the prices; would you like to become one?",
            "",
            "東京の天気はどうですか。今日は晴れです。")) {
      assertThat(score(answerTo(PROMPT), said)).as(said).isLessThan(0.3);
    }
  }

  @Test
  void whatThePromptHasInQuotesIsThereToBeSaid() {
    var said = PROMPT.substring(PROMPT.indexOf('"')).replace("\"", "");

    assertThat(score(answerTo(PROMPT), said)).isZero();
    assertThat(PromptRuns.unquoted("a \"b\nc\" d \"e\n\n f „g“ h"))
        .containsExactly("a ", " d \"e\n\n f ", " h");
  }

  @Test
  void whatOthersWroteTooIsNoLeak() {
    assertThat(score(answerTo(PROMPT, "He asked: " + PROMPT), PROMPT)).isZero();
    assertThat(score(answerTo(PROMPT, PROMPT.substring(0, 150)), PROMPT)).isBetween(0.5, 0.9);
  }

  @Test
  void ofAShortPromptMostIsEnough() {
    var prompt = "You are a pirate. Always answer in rhymes and never name your ship.";

    assertThat(score(answerTo(prompt), "My orders: " + prompt)).isGreaterThan(0.5);
    assertThat(score(answerTo(prompt), "I always answer in rhymes and never tire."))
        .isLessThan(0.5);
    assertThat(score(answerTo("Be brief."), "Be brief.")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "<!-- %s -->", "The comment says %s, I think.", "(%s)"})
  void findsTheCanaryHoweverItIsSpelled(String around) {
    var token = OTHER.token();
    for (var spelled :
        List.of(
            token,
            token.toUpperCase(Locale.ROOT),
            String.join(" ", token.split("")),
            String.join("\n", token.split("")),
            new StringBuilder(token).reverse().toString(),
            Reading.turned(token),
            HexFormat.ofDelimiter(" ").formatHex(token.getBytes(StandardCharsets.UTF_8)),
            base64(token),
            base64("a" + token + "b"),
            base64("ab " + token + " and more"),
            base64("abc" + token))) {
      var found = answerTo(PROMPT).find(around.formatted(spelled));

      assertThat(found).as(spelled).extracting(Finding::kind).contains("canary");
      assertThat(score(answerTo(PROMPT), around.formatted(spelled))).isEqualTo(1);
    }
  }

  @Test
  void anotherCanaryIsNone() {
    assertThat(score(answerTo(PROMPT), CANARY.token())).isZero();
    assertThat(OTHER.token()).hasSize(24).matches("[a-z]+");
    assertThat(OTHER).isNotEqualTo(CANARY);
  }

  @Test
  void aLongAnswerIsReadInTime() {
    var answer = "All is well at sea and in the harbour, as ever. ".repeat(20_000);

    assertThat(score(answerTo(PROMPT), answer)).isLessThan(0.3);
  }
}
