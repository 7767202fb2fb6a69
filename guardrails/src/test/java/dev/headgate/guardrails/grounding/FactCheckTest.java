package dev.headgate.guardrails.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.search.Chunk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FactCheckTest {
  private static final String DOCUMENT =
      "The contract with Acme Corp began on March 5, 2024 and costs $1,250.50 a month. "
          + "Two crews of the European Union work for eleven months. "
          + "About 3 million people, 45 % of them from Germany, may enable it before 10:30. "
          + "Refunds are possible within 30 days of the purchase.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          It costs 1250.5 dollars               |
          It costs $1,251                       | number 1,251
          2 crews work for 11 months            |
          Three crews work                      | number Three
          They are 3,000,000 people             |
          They are 4 million people             | number 4
          It is 45% of them                     |
          It began on 5 March 2024              |
          It began on 2024-03-05                |
          It began on 05.03.2024                |
          It began in March 2024                |
          It began on March 6, 2024             | date March 6 2024
          It began on March 5, 2023             | date March 5 2023
          It was in 2024 that it began          |
          The partner is Acme                   |
          The partner is Initech                | name Initech
          The partner is the EU                 |
          Many of the people are German         |
          It is one of the contracts            |
          """)
  void numbersDatesAndNamesHaveToBeThere(String claim, String why) {
    assertThat(check(claim).why()).isEqualTo(why == null ? "" : why);
  }

  @Test
  void namesThatTheCallerSaidAreKnown() {
    var passages = new Passages(List.of(chunk()), "Does Initech get a refund?");

    assertThat(FactCheck.of(Word.of("Yes, for Initech refunds are possible"), passages).why())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Refunds are possible within 30 days of the purchase         | false
          Refunds are not possible within 30 days of the purchase     | true
          Refunds are impossible within 30 days of the purchase       | true
          Refunds are not impossible within 30 days of the purchase   | false
          Refunds within thirty days need another form                | false
          """)
  void aSpanThatSaysTheSameTheOtherWayRoundDenies(String claim, boolean denies) {
    var passages = new Passages(List.of(chunk()), "");
    var words = Word.of(claim);
    var stems = Passages.stems(words);
    var span = passages.nearest(stems, 1).getFirst();
    var coverage = SupportFeatures.coverage(stems, span.stems(), passages);

    assertThat(FactCheck.of(words, passages).isDeniedBy(span, stems, coverage)).isEqualTo(denies);
  }

  private static FactCheck check(String claim) {
    return FactCheck.of(Word.of(claim), new Passages(List.of(chunk()), ""));
  }

  private static Chunk chunk() {
    return new Chunk("a.md", "", List.of(), 0, DOCUMENT.length(), DOCUMENT);
  }
}
