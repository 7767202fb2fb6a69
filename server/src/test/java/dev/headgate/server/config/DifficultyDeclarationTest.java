package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.runtime.difficulty.Target;
import dev.headgate.runtime.routing.Alias;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The section `difficulty` of a model and the file of recorded prompts.
final class DifficultyDeclarationTest {
  private static final String MAIN =
      """
      providers: {up: {base-url: "https://api.example/v1"}}
      models:
        auto: {difficulty: {easy: cheap, hard: smart%s}}
        cheap: {provider: up, model: small}
        smart: {provider: up, model: large}
        vectors: {provider: embedded, model: bge-small-en-v1.5}
      """;

  @TempDir private Path temp;

  @Test
  void hasDefaultsAndTheDeploymentsOfTheHardModel() {
    var models = project(MAIN.formatted(""), csv(10)).loaded().settings().models();

    assertThat(models.aliases().get("auto")).isEqualTo(new Alias("up", "large"));
    var config = models.difficulties().get("auto");
    assertThat(config.easy()).isEqualTo("cheap");
    assertThat(config.hard()).isEqualTo("smart");
    assertThat(config.embedding()).isEqualTo("all-minilm-l6-v2");
    assertThat(config.target()).isEqualTo(new Target.Quality(0.95));
    assertThat(config.prompts()).hasSize(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", target-share: 0.3 | Share[easy=0.3]",
        ", target-quality: 0.9 | Quality[ofHard=0.9]",
        ", threshold: 0.25 | Threshold[score=0.25]"
      })
  void readsEveryTarget(String key, String target) {
    var models = project(MAIN.formatted(key), csv(10)).loaded().settings().models();

    assertThat(models.difficulties().get("auto").target()).hasToString(target);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hard: smart | hard: smrt | 3:42: unknown model \"smrt\"; did you mean \"smart\"?",
        "hard: smart | hard: cheap | the easy and the hard model are the same; name two",
        "hard: smart | hard: auto | model \"auto\" chooses by difficulty itself",
        "hard: smart | hard: vectors | runs in this process and answers no prompt of \"auto\"",
        "easy: cheap, | '' | \"easy\" is missing",
        "hard: smart | hard: smart, target-share: 2 | expected a number from 0.0 to 1.0",
        "hard: smart | hard: smart, target-share: 0.5, threshold: 0.5 | write one of target-quality, target-share and threshold",
        "hard: smart | hard: smart, embedding: bert | expected one of bge-small-en-v1.5, all-minilm-l6-v2",
        "hard: smart | hard: smart, tagret-share: 1 | tagret-share",
        "smart}} | smart}, provider: up, routing: {retries: 2}} | a model with \"difficulty\" has no \"routing\" of its own",
        "model: small | model: small, fallback: [auto] | falls back to \"auto\", which chooses by difficulty",
      })
  void namesEveryMistakeOfTheDeclaration(String good, String bad, String problem) {
    assertThat(project(MAIN.formatted("").replaceFirst(good, bad), csv(10)).problems())
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text,easy,hard | text,cheap,smart | models/auto.csv:1:1: the first line is \"text,easy,hard\"",
        "easy 3,1,1 | easy 3,1 | models/auto.csv:8:1: expected a text and two qualities, found 2 values",
        "easy 3,1,1 | easy 3,1.5,1 | models/auto.csv:8:1: \"1.5\" is no quality of the easy model; write a number from 0 to 1",
        "easy 3,1,1 | easy 3,1,NaN | \"NaN\" is no quality of the hard model",
        "easy 3,1,1 | easy 3,yes,1 | \"yes\" is no quality of the easy model",
        "easy 3,1,1 | easy 2,1,1 | models/auto.csv:8:1: this prompt stands in line 6 already; keep one",
        "easy 3,1,1 | ,1,1 | a prompt has 1 to 32000 characters",
        "easy 3,1,1 | \"easy 3,1,1 | a quote is opened here and never closed"
      })
  void namesEveryMistakeOfTheRecords(String good, String bad, String problem) {
    assertThat(project(MAIN.formatted(""), csv(10).replace(good, bad)).problems())
        .contains(problem);
  }

  @Test
  void tooFewRecordsAreNone() {
    assertThat(project(MAIN.formatted(""), csv(9)).problems())
        .contains("models/auto.csv:1:1: 18 prompts say too little; record 20 at least");
    assertThat(project(MAIN.formatted(""), csv(16).replaceAll(",0,1", ",1,1")).problems())
        .contains("the hard model did better on 0 of 32 prompts");
    assertThat(project(MAIN.formatted(""), csv(16).replaceAll(",1,1", ",0,1")).problems())
        .contains("the easy model did as well on 0 of 32 prompts");
    assertThat(project(MAIN.formatted(""), "").problems()).contains("the first line is");
  }

  @Test
  void theFileAndTheDeclarationBelongTogether() {
    var without = new ProjectFolder(temp).write("headgate.yaml", MAIN.formatted(""));
    assertThat(without.problems())
        .contains("add a file models/auto.csv with the columns text, easy and hard");

    assertThat(project(MAIN.formatted(""), csv(10)).write("models/cheap.csv", csv(10)).problems())
        .contains(
            "models/cheap.csv:1:1: no model \"cheap\" chooses by difficulty; declare models.cheap.difficulty");
  }

  @Test
  void otherRecordsMakeAnotherRelease() {
    var feature = "description: a test\ntiers: [{name: one, model: auto, prompt: p}]\n";
    var project =
        project(MAIN.formatted(""), csv(10))
            .write("features/f/feature.yaml", feature)
            .write("features/f/prompts/p.prompt", "---\nversion: 1.0.0\n---\n{{question}}\n");
    var first = project.loaded().features().require("f").release();
    var second =
        project.write("models/auto.csv", csv(11)).loaded().features().require("f").release();
    var third =
        project
            .write("headgate.yaml", MAIN.formatted("").replace("large", "larger"))
            .loaded()
            .features()
            .require("f")
            .release();

    assertThat(first).isNotEqualTo(second);
    assertThat(second).isNotEqualTo(third);
  }

  private ProjectFolder project(String main, String csv) {
    return new ProjectFolder(temp).write("headgate.yaml", main).write("models/auto.csv", csv);
  }

  private static String csv(int each) {
    var csv = new StringBuilder("text,easy,hard\n");
    for (int i = 0; i < each; i++) {
      csv.append("easy ").append(i).append(",1,1\nhard ").append(i).append(",0,1\n");
    }
    return csv.toString();
  }
}
