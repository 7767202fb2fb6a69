package dev.headgate.evals.grounding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headgate.evals.grounding.GroundingReport.Scored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroundingCasesTest {
  @TempDir private Path folder;

  @Test
  void everyShapeIsRead() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("cases.jsonl"),
            """
            {"context": "c", "answer": "a", "label": "supported", "source": "s"}
            {"context": "c", "answer": "b", "label": "unsupported"}
            {"knowledge": "k", "message": "m", "response": "r", "begin_label": "Fully attributable"}
            {"knowledge": "k", "response": "r", "begin_label": "Generic"}
            {"premise": "p", "hypothesis": "h", "label": "neutral"}
            {"article": "t", "summary_sentences": [{"sentence": "x", "responses": [{"worker_id": 1, "response": "yes"}, {"worker_id": 2, "response": "no"}, {"worker_id": 3, "response": "yes"}]}, {"sentence": "y", "responses": [{"worker_id": 1, "response": "no"}]}]}
            """);

    assertThat(GroundingCases.read(file))
        .containsExactly(
            new GroundingCase("c", "a", true, "s"),
            new GroundingCase("c", "b", false, ""),
            new GroundingCase("k", "r", true, ""),
            new GroundingCase("p", "h", false, ""),
            new GroundingCase("t", "x", true, ""),
            new GroundingCase("t", "y", false, ""));
  }

  @Test
  void aFileWithoutCasesSaysWhatIsExpected() throws IOException {
    var file = Files.writeString(folder.resolve("none.jsonl"), "{\"text\": \"t\"}\n");

    assertThatThrownBy(() -> GroundingCases.read(file)).hasMessageContaining("\"context\"");
  }

  @Test
  void figuresAreThoseOfAnswersThatClaimSomething() {
    var report =
        GroundingReport.of(
            List.of(
                new Scored(true, .9, 1),
                new Scored(true, .4, 2),
                new Scored(false, .2, 1),
                new Scored(false, .6, 1),
                new Scored(false, 1, 0)),
            .5,
            0,
            Double.NaN);

    assertThat(report.silent()).isEqualTo(1);
    assertThat(report.areaUnderCurve()).isCloseTo(.75, within(1e-9));
    assertThat(report.balancedAccuracy()).isCloseTo(.5, within(1e-9));
    assertThat(report.f1(true)).isCloseTo(.5, within(1e-9));
    assertThat(report.figures().json())
        .contains("\"without_claims\":1", "\"cpu_ms_per_claim\":null");
  }
}
