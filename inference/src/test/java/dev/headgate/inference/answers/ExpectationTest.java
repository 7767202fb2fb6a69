package dev.headgate.inference.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpectationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Who wrote the budget ledger? | PERSON | The ledger was written by Ann Bee. | 1",
        "Who wrote the budget ledger? | PERSON | The ledger was written long ago. | -1",
        "When does the cache expire? | TIME | Entries expire after ten minutes. | 1",
        "In what year was it built? | TIME | It was built in 1923. | 1",
        "How long is a trace kept? | TIME | It is kept on disk. | -1",
        "How many requests fit? | QUANTITY | 60 requests fit. | 1",
        "How many requests fit in 60 seconds? | QUANTITY | Requests fit in 60 seconds. | -1",
        "Where are traces stored? | PLACE | They are stored in /var/lib/headgate. | 1",
        "why is it slow | REASON | It is slow because the disk is. | 1",
        "How do I enable traces? | MANNER | Set traces to true. | 1",
        "What is a hold? | ANYTHING | Money reserved. | 0",
      })
  void looksForWhatTheQuestionWordAsksFor(
      String question, Expectation expected, String sentence, int match) {
    var words = Words.of(question);

    assertThat(Expectation.of(words)).isEqualTo(expected);
    assertThat(expected.match(sentence, Set.copyOf(words))).isEqualTo(match);
  }
}
