package dev.headgate.evals.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.errors.CallFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerCasesTest {
  @TempDir Path folder;

  @Test
  void readsItsOwnShape() throws IOException {
    var cases =
        read(
            """
            {"question": "Who?", "context": "Ann did.", "answers": ["Ann"], "answerable": true}

            {"question": "Why?", "context": "Ann did.", "answers": [], "answerable": false}
            """);

    assertThat(cases)
        .containsExactly(
            new AnswerCase("Who?", "Ann did.", List.of("Ann"), List.of(), true),
            new AnswerCase("Why?", "Ann did.", List.of(), List.of(), false));
  }

  @Test
  void readsTheShapesOfSquadAndOfReferenceContexts() throws IOException {
    var cases =
        read(
            """
            {"id": "1", "context": "c", "question": "q", "answers": ["a"], "is_impossible": false}
            {"id": "2", "context": "c", "question": "q", "answers": [], "is_impossible": true}
            {"question": "q", "reference_answer": "a", "reference_contexts": ["r"], "x": {"y": [1]}}
            {"question": "q", "answers": {"text": ["a", "b"], "answer_start": [1, 2]}}
            {"question": "q", "answers": [{"text": "a", "answer_start": 1}, null, "b"]}
            {"question": "q", "answers": null, "reference_contexts": null}
            """);

    assertThat(cases)
        .containsExactly(
            new AnswerCase("q", "c", List.of("a"), List.of(), true),
            new AnswerCase("q", "c", List.of(), List.of(), false),
            new AnswerCase("q", null, List.of("a"), List.of("r"), true),
            new AnswerCase("q", null, List.of("a", "b"), List.of(), true),
            new AnswerCase("q", null, List.of("a", "b"), List.of(), true),
            new AnswerCase("q", null, List.of(), List.of(), false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json | line 2",
        "[1] | expected a JSON object",
        "{\"context\": \"c\"} | \"question\" is missing",
        "{\"question\": \"q\", \"answerable\": true} | needs \"answers\"",
        "{\"question\": \"q\", \"answerable\": \"maybe\"} | line 2",
        "{\"question\": \"q\", \"answers\": [7]} | \"answers\" must be a text",
        "{\"question\": \"q\", \"answers\": true} | \"answers\" must be a text",
      })
  void namesTheLineThatIsNoCase(String line, String message) {
    assertThatThrownBy(() -> read("{\"question\": \"q\"}\n" + line))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("cases.jsonl line 2")
        .hasMessageContaining(message);
  }

  @Test
  void refusesAFileWithoutQuestions() {
    assertThatThrownBy(() -> read("\n\n"))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("holds no question");
  }

  private List<AnswerCase> read(String text) throws IOException {
    return AnswerCases.read(Files.writeString(folder.resolve("cases.jsonl"), text));
  }
}
