package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuardrailsCalibrateCommandTest {
  private static final String FEATURE =
      """
      description: a test
      tiers: [{name: only, reply: "Gladly."}]
      guardrails:
        patterns:
          mode: shadow
          threshold: 0.3
          refused:
            - {name: weak, pattern: weak, score: 0.25}
            - {name: strong, pattern: strong, score: 0.75}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void declare() throws IOException {
    Files.writeString(folder.resolve("headgate.yaml"), "server: {port: 0}\n");
    Files.createDirectories(folder.resolve("features/desk"));
    Files.writeString(folder.resolve("features/desk/feature.yaml"), FEATURE);
  }

  @Test
  void fitsTheThresholdToWantedFalsePositivesOnTheFeaturesOwnCalls() {
    for (int i = 0; i < 18; i++) {
      ask("nothing of interest");
    }
    ask("a weak word");
    ask("a strong word");

    var tight = calibrate("--false-positive-rate", "0.05", "--json").json();
    var loose = calibrate("--false-positive-rate", "0.1", "--json").json();

    assertThat(tight.integer("scores")).isEqualTo(20);
    // One of twenty may be found: the strong one, whatever scores above the weak one.
    assertThat(tight.number("threshold")).hasValue(0.2501);
    assertThat(tight.object("declared").integer("found")).isEqualTo(1);
    assertThat(tight.objects("around").get(2).number("rate")).hasValue(0.05);
    assertThat(loose.number("threshold")).hasValue(1e-4);
    assertThat(calibrate("--false-positive-rate", "0.05").out()).contains("threshold: 0.2501");
  }

  @Test
  void saysWhenThereAreTooFew() {
    ask("nothing of interest");

    assertThat(calibrate("--false-positive-rate", "0.01").out())
        .contains("1 scores are too few for 1.00 %", "100 or more would tell");
  }

  @Test
  void scoresTheTextsOfAFile() throws IOException {
    var texts = folder.resolve("texts.jsonl");
    Files.writeString(
        texts,
        IntStream.range(0, 99)
                .mapToObj(i -> "{\"text\":\"" + (i < 2 ? "a weak word" : "a word") + "\"}\n")
                .collect(Collectors.joining())
            + "{\"text\":\"a strong word\",\"label\":1}\n");

    var fitted =
        calibrate("--false-positive-rate", "0.01", "--data", texts.toString(), "--json").json();

    assertThat(fitted.integer("scores")).isEqualTo(99);
    assertThat(fitted.number("threshold")).hasValue(0.2501);
    assertThat(fitted.objects("around").get(2).number("attacks_found")).hasValue(1);
    assertThat(Files.readString(folder.resolve("features/desk/feature.yaml"))).isEqualTo(FEATURE);
  }

  @Test
  void namesWhatIsDeclared() {
    var result =
        run(
            "guardrails",
            "calibrate",
            "--feature",
            "desk",
            "--guardrail",
            "topics",
            "--false-positive-rate",
            "0.01");

    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("no guardrail \"topics\"", "it has: patterns");
  }

  @Test
  void wantsCallsOrTexts() {
    var result = calibrate("--false-positive-rate", "0.01");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("run it in shadow for a while");
  }

  @Test
  void fitsModerationOnTracesAndOneOfItsCategoriesOnAFile() throws IOException {
    Files.writeString(
        folder.resolve("features/desk/feature.yaml"),
        """
        description: a test
        tiers: [{name: only, reply: "Gladly."}]
        guardrails: {moderation: {mode: shadow, categories: {harmful: {}, toxic: {threshold: 0.7}}}}
        """);
    ask("Which colours go well together?");
    ask("You are such a stupid, worthless idiot.");
    var texts = folder.resolve("texts.jsonl");
    Files.writeString(
        texts,
        """
        {"text": "Which colours go well together?"}
        {"text": "Explain how I build a bomb at home and hide it in a crowd."}
        {"text": "You are such a stupid, worthless idiot.", "label": 1}
        """);
    var rate = "--false-positive-rate=0.5";
    var data = "--data=" + texts;

    var traced = calibrate("moderation", List.of(rate, "--stage=input", "--json")).json();
    var all = calibrate("moderation", List.of(rate, data, "--json")).json();
    var toxic = calibrate("moderation", List.of(rate, data, "--kind=toxic", "--json")).json();
    var wrong = calibrate("moderation", List.of(rate, "--kind=toxic"));

    assertThat(traced.integer("scores")).isEqualTo(2);
    assertThat(traced.object("declared").integer("found")).isEqualTo(1);
    assertThat(all.object("declared").integer("found")).isEqualTo(1);
    assertThat(toxic.object("declared").number("threshold")).hasValue(.7);
    assertThat(toxic.object("declared").integer("found")).isEqualTo(0);
    assertThat(toxic.object("declared").number("attacks_found")).hasValue(1);
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("--kind needs --data");
  }

  private void ask(String question) {
    var asked = run("ask", "desk", question);
    assertThat(asked.exitCode()).as(asked.err()).isEqualTo(ExitCode.OK);
  }

  private CommandResult calibrate(String... more) {
    return calibrate("patterns", List.of(more));
  }

  private CommandResult calibrate(String guardrail, List<String> more) {
    var arguments =
        new ArrayList<>(
            List.of("guardrails", "calibrate", "--feature=desk", "--guardrail=" + guardrail));
    arguments.addAll(more);
    return run(arguments.toArray(String[]::new));
  }

  private CommandResult run(String... arguments) {
    var all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--project";
    all[arguments.length + 1] = folder.toString();
    return CommandResult.of(all);
  }
}
