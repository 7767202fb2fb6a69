package dev.headgate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.contracts.Schemas.BadSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The official test suite of JSON Schema, judged whole and character by character.
@Tag("all")
final class ConformanceTest {
  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @ValueSource(strings = {"draft2020-12", "draft2019-09", "draft7"})
  void judgesEveryMandatoryTestAsTheSuiteDoes(String dialect) throws BadSchema {
    var files = PublicData.archive("json_schema_test_suite/suite.tar.gz");
    var remotes = new HashMap<String, String>();
    files.forEach((path, text) -> {
      if (path.startsWith("remotes/")) {
        remotes.put("http://localhost:1234/" + path.substring("remotes/".length()), text);
      }
    });

    var wrong = new ArrayList<String>();
    var count = 0;
    for (var file : files.entrySet()) {
      var path = file.getKey();
      if (path.matches("tests/" + dialect + "/[^/]+\\.json")) {
        for (var group : JSON.readTree(file.getValue())) {
          count += judge(path, group, dialect, remotes, wrong);
        }
      }
    }

    System.out.println(dialect + ": " + (count - wrong.size()) + " of " + count);
    assertThat(wrong).isEmpty();
    assertThat(count).isGreaterThan(900);
  }

  private static int judge(
      String path, JsonNode group, String dialect, Map<String, String> remotes, List<String> wrong)
      throws BadSchema {
    var all = new HashMap<>(remotes);
    var schemaNode = group.get("schema");
    var text = schemaNode.toString();
    if (dialect.equals("draft7") && schemaNode.isObject() && !schemaNode.has("$schema")) {
      text =
          ((tools.jackson.databind.node.ObjectNode) schemaNode.deepCopy())
              .put("$schema", "http://json-schema.org/draft-07/schema#")
              .toString();
    }
    all.put("http://localhost:9999/test.json", text);
    var count = 0;
    dev.headgate.kernel.contracts.Schema schema;
    try {
      schema = new JsonSchemas().compile("http://localhost:9999/test.json", all, "");
    } catch (BadSchema e) {
      wrong.add(path + " | " + group.get("description") + " | " + e.getMessage());
      return group.get("tests").size();
    }
    for (var test : group.get("tests")) {
      count++;
      var document = test.get("data").toString();
      var name =
          path
              + " | "
              + group.get("description").asString()
              + " | "
              + test.get("description").asString();
      var expected = test.get("valid").booleanValue();
      if (Verdicts.whole(schema, document) != expected) {
        wrong.add(name + " | whole, should be " + expected);
      }
      if (Verdicts.streamed(schema, document, 1).isValid() != expected) {
        wrong.add(name + " | streamed, should be " + expected);
      }
    }
    return count;
  }
}
