package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.json.Json;
import dev.headgate.runtime.contracts.Contract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContractConfigTest {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":0}}}";

  @TempDir private Path folder;

  private ProjectFolder project(String contract, String tiers) {
    return new ProjectFolder(folder)
        .write("headgate.yaml", ProjectFolder.MAIN)
        .write("features/f/contract/output.json", SCHEMA)
        .write("features/f/prompts/answer.prompt", "---\nversion: 1.0.0\n---\nhi\n")
        .write(
            "features/f/feature.yaml",
            "description: x\n" + contract + "\ntiers: [" + tiers + "]\n");
  }

  private Contract contract(String text) {
    return project(text, "{name: one, model: smart, prompt: answer}")
        .loaded()
        .features()
        .require("f")
        .terms()
        .contract();
  }

  @Test
  void hasDefaults() {
    var contract = contract("contract: {output: output.json}");

    assertThat(contract.repairs()).isEqualTo(1);
    assertThat(contract.fallback()).isNull();
    assertThat(contract.steps()).isEmpty();
    assertThat(contract.input()).isNull();
    assertThat(contract.format()).isInstanceOf(OutputFormat.Schema.class);
  }

  @Test
  void readsEveryKey() {
    var contract =
        contract(
            """
            contract:
              output: output.json
              input: output.json
              repairs: 3
              default: {a: 1, b: null, c: ["1", 1.0]}
              steps:
                - {at: /a, trim: true}
                - {at: /a, clamp: {min: 0, max: 1}}
                - {at: /a, map: {x: 1}}
                - {at: /a, date: [d.M.yyyy, "MMMM d, yyyy"]}
                - {at: /a, number: comma}
                - {at: "/b/*", redact: {pattern: "[0-9]+", with: "#"}}
            """);

    assertThat(contract.repairs()).isEqualTo(3);
    assertThat(contract.fallbackText()).hasValue("{\"a\":1,\"b\":null,\"c\":[\"1\",1.0]}");
    assertThat(contract.steps()).hasSize(6);
    assertThat(contract.steps().get(3).change().apply(new Json.Text("31.1.2026")))
        .isEqualTo(new Json.Text("2026-01-31"));
    assertThat(contract.steps().get(3).change().apply(new Json.Text("january 31, 2026")))
        .isEqualTo(new Json.Text("2026-01-31"));
    assertThat(contract.steps().get(3).change().apply(new Json.Text("31.2.2026")))
        .isEqualTo(new Json.Text("31.2.2026"));
    assertThat(contract.input()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contract: {output: other.json}|the file is missing",
        "contract: {output: output.json, default: {a: -1}}|/a",
        "contract: {output: output.json, steps: [{at: a, trim: true}]}|begins with \"/\"",
        "contract: {output: output.json, steps: [{at: /a}]}|one change",
        "contract: {output: output.json, steps: [{at: /a, redact: {pattern: '('}}]}|no regular"
            + " expression",
        "contract: {repairs: 1}|names a schema",
        "shape: prompt|contract/output.json is in the feature's folder",
      })
  void namesMistakes(String contract, String message) {
    var problems = project(contract, "{name: one, model: smart, prompt: answer}").problems();

    assertThat(problems).contains(message);
  }

  @Test
  void aReplyFollowsTheContract() {
    var problems =
        project("contract: {output: output.json}", "{name: one, reply: sorry}").problems();

    assertThat(problems).contains("the reply does not fit", "contract.default");
  }

  @Test
  void aChangedSchemaMakesANewRelease() {
    var project =
        project("contract: {output: output.json}", "{name: one, model: smart, prompt: answer}");
    var before = project.loaded().features().require("f").release();

    project.write("features/f/contract/output.json", SCHEMA.replace("0", "1"));

    assertThat(project.loaded().features().require("f").release()).isNotEqualTo(before);
  }
}
