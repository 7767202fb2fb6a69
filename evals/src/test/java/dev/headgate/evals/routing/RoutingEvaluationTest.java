package dev.headgate.evals.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.runtime.difficulty.RecordedPrompt;
import dev.headgate.runtime.difficulty.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutingEvaluationTest {
  @TempDir private Path folder;

  /// Texts `N` lie on a circle at the angle `N`, in degrees.
  private static final class Angles implements EmbeddingModel {
    private int made;

    @Override
    public String name() {
      return "angles";
    }

    @Override
    public String version() {
      return "angles 1";
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public int maxTokens() {
      return 8;
    }

    @Override
    public int countTokens(String text) {
      return 1;
    }

    @Override
    public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
      made += texts.size();
      return texts.stream().map(Angles::vector).toList();
    }

    private static float[] vector(String text) {
      var angle = Math.toRadians(text.matches("[0-9.]+") ? Double.parseDouble(text) : 90);
      return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }
  }

  private final Angles model = new Angles();

  /// Left of the vertical, the easy model fails.
  private static List<RoutingCase> cases(int count) {
    var random = new Random(5);
    var cases = new ArrayList<RoutingCase>();
    for (int i = 0; i < count; i++) {
      var angle = 180 * random.nextDouble();
      var prompt = new RecordedPrompt(Double.toString(angle), angle < 90 ? 1 : 0, 1);
      cases.add(new RoutingCase(prompt, "source " + i % 10));
    }
    return cases;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatCanBeToldIsFound(boolean bySource) {
    var report =
        new RoutingEvaluation(model, new Target.Share(.3)).crossValidated(cases(400), bySource);

    assertThat(report.judged()).hasSize(400);
    assertThat(report.curve().averageGapRecovered()).isGreaterThan(.7);
    // Other classifiers were tried when the threshold was set.
    assertThat(report.easyShare()).isBetween(.2, .45);
    assertThat(report.quality()).isGreaterThan(.98);
    assertThat(model.made).as("each text once, and both labels").isEqualTo(402);
  }

  @Test
  void theThresholdIsOfThePromptsThatWereLearnedFrom() {
    var cases = cases(600);

    var report =
        new RoutingEvaluation(model, new Target.Quality(.9))
            .trained(cases.subList(0, 400), cases.subList(400, 600));

    assertThat(report.quality() / report.curve().hardQuality()).isCloseTo(.9, within(.06));
    assertThat(report.json())
        .startsWith("{\"prompts\":200,")
        .contains(
            "\"apgr\":0.", "\"cpt_50\":0.", "\"at_threshold\":{\"easy_share\":0.", "\"curve\":[");
    assertThat(report.table()).contains("200 prompts", "APGR 0.");
  }

  @Test
  void fewSourcesCannotBeLeftOut() {
    var evaluation = new RoutingEvaluation(model, new Target.Share(.5));
    var cases = cases(4);

    assertThatThrownBy(() -> evaluation.crossValidated(cases, true))
        .hasMessageContaining("4 sources; it takes 5");
  }

  @Test
  void promptsOfOneKindTeachNothing() {
    var evaluation = new RoutingEvaluation(model, new Target.Share(.5));
    var cases = cases(50).stream().filter(it -> !it.prompt().needsHard()).toList();

    assertThatThrownBy(() -> evaluation.crossValidated(cases, false))
        .hasMessageContaining("0 need the hard model");
  }

  @Test
  void readsCasesAndNamesTheLineOfAMistake() throws IOException {
    var file = folder.resolve("cases.jsonl");
    Files.writeString(
        file,
        """
        {"text": "a", "easy": 0.5, "hard": 1, "source": "s", "more": [1]}

        {"text": "b", "easy": 0, "hard": 2}
        """);

    assertThatThrownBy(() -> RoutingCases.read(file))
        .hasMessageContaining("cases.jsonl line 3: expected");

    Files.writeString(file, "{\"text\": \"a\", \"easy\": 0.5, \"hard\": 1, \"source\": \"s\"}\n");
    assertThat(RoutingCases.read(file))
        .containsExactly(new RoutingCase(new RecordedPrompt("a", .5, 1), "s"));
  }
}
