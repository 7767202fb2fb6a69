package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvalContractsCommandTest {
  @TempDir private Path folder;

  private String file(String rows) throws IOException {
    return Files.writeString(folder.resolve("contracts.jsonl"), rows).toString();
  }

  @Test
  void judgesEveryDocumentAsAWholeAndInPieces() throws IOException {
    var data =
        file(
            """
            {"schema": {"type": "object", "properties": {"a": {"enum": ["x", "y"]}}}, "instance": {"a": "x"}, "valid": true}
            {"schema": {"type": "integer", "maximum": 10}, "instances": [{"instance": 10, "valid": true}, {"instance": 11, "valid": false}]}
            {"schema": {"type": "object", "properties": {"a": {"enum": ["x"]}}}, "tests": [{"data": {"a": "wrong from here on", "b": 1.50}, "valid": false}, {"data": {}, "valid": false}]}
            {"schema": {"$ref": "nowhere.json"}, "instance": 1, "valid": true}
            """);

    var result = CommandResult.of("eval", "contracts", "--data", data, "--json");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.json().integer("schemas")).isEqualTo(4);
    assertThat(result.json().integer("unreadable_schemas")).isEqualTo(1);
    assertThat(result.json().integer("documents")).isEqualTo(5);
    assertThat(result.json().integer("agreed")).isEqualTo(5);
    assertThat(result.json().integer("as_expected")).isEqualTo(4);
    assertThat(result.json().integer("given_up")).isEqualTo(1);
    assertThat(result.json().number("unread_share").orElseThrow()).isBetween(0.3, 1.0);
  }

  @Test
  void saysWhatAFileWithoutDocumentsLacks() throws IOException {
    var data = file("{\"text\": \"no schema\"}\n");

    var result = CommandResult.of("eval", "contracts", "--data", data);

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("holds no document", "\"valid\": true");
  }
}
