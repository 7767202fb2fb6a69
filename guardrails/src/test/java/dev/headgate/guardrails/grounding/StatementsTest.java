package dev.headgate.guardrails.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.guardrails.grounding.Statements.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello!",
        "Hi there, thanks for asking.",
        "Would you like to know more?",
        "The documents do not say how long it takes.",
        "There is no information about refunds in the documents.",
        "I could not find this in the documentation.",
        "The warranty is not mentioned in the context.",
        "Let me know if you have any other questions.",
        "You're welcome!",
        "Sure.",
        "Here are the plans:",
        "# Plans",
        "Die Unterlagen sagen dazu nichts aus.",
      })
  void whatClaimsNothingNeedsNoSupport(String text) {
    assertThat(new Statements().read(text)).isEmpty();
  }

  @Test
  void whatOnlyLooksPoliteIsAClaim() {
    assertThat(plain("Sure, refunds take 30 days. No refund is given after that."))
        .containsExactly("Sure, refunds take 30 days.", "No refund is given after that.");
  }

  @Test
  void itemsOfAListSpeakOfWhatLeadsToThem() {
    var found = new Statements().read("The Pro plan has:\n- **50 GB** of storage [1]\n- 3 seats\n");

    assertThat(found).extracting(Statement::plain).containsExactly("50 GB of storage", "3 seats");
    assertThat(found).extracting(Statement::about).containsOnly("The Pro plan has:");
  }

  @Test
  void shortSentencesSpeakOfTheOneBefore() {
    var statements = new Statements();
    var first = statements.read("The vessel is inspected every eleven months. ");
    var second = statements.read("It takes nine days and needs two crews of the plant. ");

    assertThat(first.getFirst().about()).isEmpty();
    assertThat(second.getFirst().about()).isEqualTo("The vessel is inspected every eleven months.");
  }

  @Test
  void codeIsNotRead() {
    assertThat(
            plain(
                "Run this now on the host.\n```\nrm the files of last year\n```\nThen reboot the host."))
        .containsExactly("Run this now on the host.", "Then reboot the host.");
  }

  private static List<String> plain(String text) {
    return new Statements().read(text).stream().map(Statement::plain).toList();
  }
}
