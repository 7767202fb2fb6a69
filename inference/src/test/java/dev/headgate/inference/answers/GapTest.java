package dev.headgate.inference.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.search.Chunk;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GapTest {
  private static final String TEXT =
      "Payloads are kept under encryption with AES in 4 segments. PostgreSQL is not needed.";

  @ParameterizedTest
  @CsvSource({
    "How are payloads encrypted?, false",
    "Are payloads of the Traces kept?, false",
    "Are payloads kept in MySQL?, true",
    "Do segments need PostgreSQL?, false",
    "Are there 4 segments?, false",
    "Are there 5 segments?, true",
    "Which football club won?, true",
    "Is it kept?, false",
  })
  void isThereIfANameANumberOrMostWordsAreUnknown(String question, boolean gap) {
    var chunk = new Chunk("t.md", "Traces", List.of(), 0, TEXT.length(), TEXT);

    assertThat(Gap.isBetween(Question.of(question), List.of(Passage.of(chunk, 0)))).isEqualTo(gap);
  }
}
