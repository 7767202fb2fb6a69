package dev.headgate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.contracts.Schema;
import dev.headgate.kernel.contracts.Schemas.BadSchema;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Schemas of the real world with documents: what is judged while a document is written never
/// disagrees with what is judged when it is whole.
@Tag("all")
final class AgreementTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void streamedAndWholeValidationAgreeOnEveryDocument() {
    var disagreements = new ArrayList<String>();
    var unreadable = new ArrayList<String>();
    var otherThanExpected = new ArrayList<String>();
    var documents = 0;
    var invalid = 0;
    var early = 0;
    var saved = 0L;
    var characters = 0L;
    for (var line : PublicData.lines("jsonschemabench/dev/schemas.jsonl.gz")) {
      var entry = JSON.readTree(line);
      var name = entry.get("file").asString();
      Schema schema;
      try {
        schema = new JsonSchemas().compile("s", Map.of("s", entry.get("schema").toString()));
      } catch (BadSchema e) {
        unreadable.add(name + ": " + e.getMessage());
        continue;
      }
      for (var test : entry.get("tests")) {
        documents++;
        var text = test.get("data").toString();
        var whole = Verdicts.whole(schema, text);
        var streamed = Verdicts.streamed(schema, text, 1);
        var inPieces = Verdicts.streamed(schema, text, 7);
        if (whole != streamed.isValid() || whole != inPieces.isValid()) {
          disagreements.add(name + ": " + test.get("description").asString());
        }
        if (whole != test.get("valid").booleanValue()) {
          otherThanExpected.add(name + ": " + test.get("description").asString());
        }
        if (!whole) {
          invalid++;
          characters += text.length();
          if (streamed.stoppedAt() >= 0) {
            early++;
            saved += text.length() - streamed.stoppedAt();
          }
        }
      }
    }
    System.out.printf(
        "%d documents, %d invalid, %d of those given up before their end (%.1f %% of their"
            + " characters unread), %d schemas unreadable, %d verdicts other than the set's%n",
        documents,
        invalid,
        early,
        100.0 * saved / Math.max(1, characters),
        unreadable.size(),
        otherThanExpected.size());
    unreadable.stream().limit(8).forEach(System.out::println);
    otherThanExpected.stream().limit(32).forEach(System.out::println);

    assertThat(disagreements).isEmpty();
    assertThat(documents).isGreaterThan(1_000);
  }
}
