package dev.headgate.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.contracts.Reading;
import dev.headgate.kernel.contracts.Schema;
import dev.headgate.kernel.contracts.Schemas.BadSchema;
import dev.headgate.kernel.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TolerantReaderTest {
  private static final Json DOCUMENT = Json.Obj.of("a", Json.Num.of(1));

  private static Schema schema(String text) throws BadSchema {
    return new JsonSchemas().compile("s", Map.of("s", text));
  }

  private static Reading read(String schema, String text) throws BadSchema {
    var reader = schema(schema).reader();
    var _ = reader.accept(text);
    return reader.end();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}",
        " \n{\"a\": 1 }\n",
        "\uFEFF{\"a\":1}",
        "Here you are: {\"a\":1} I hope that helps.",
        "```json\n{\"a\":1}\n```",
        "``` {\"a\":1}```",
        "Sure [as asked] {see below}:\n```\n{\"a\":1}\n```\nThe set {x} is empty.",
        "<think>{\"a\":2}, or not?</think>{\"a\":1}",
        "<THINK>\n</think>\nThe result:\n{\"a\":1}",
        "{\"a\":1} and again {\"a\":1}",
      })
  void findsTheDocument(String text) throws BadSchema {
    assertThat(read("{\"type\":\"object\"}", text))
        .isEqualTo(new Reading.Found(DOCUMENT, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "{\"a\":1",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":1e99999999}",
        "<think>{\"a\":1}",
        "{\"a\":undefined} {\"a\":1}",
      })
  void neverMendsWhatIsNoJson(String text) throws BadSchema {
    assertThat(read("{\"type\":\"object\"}", text)).isInstanceOf(Reading.Missing.class);
  }

  @Test
  void namesOtherDocumentsThatDiffer() throws BadSchema {
    assertThat(read("{\"type\":\"object\"}", "{\"a\":1} or {\"a\":2}"))
        .isEqualTo(new Reading.Found(DOCUMENT, List.of(Json.Obj.of("a", Json.Num.of(2)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"\"yes\"|true", "```¶\"yes\"¶```|true", "\"yes\" I say|false", "yes|false"})
  void aTextStandsAlone(String text, boolean isFound) throws BadSchema {
    assertThat(read("{\"type\":\"string\"}", text.replace('¶', '\n')) instanceof Reading.Found)
        .isEqualTo(isFound);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"mood\":\"s|/mood",
        "{\"o|",
        "{\"mood\":1|/mood",
        "{\"sure\":2,|/sure",
        "{\"sure\":0.5}|",
        "{\"list\":[1,2,3|/list/2",
        "{\"list\":[1,\"|/list/1",
        "{\"text\":\"abcd|/text",
        "{\"text\":\"xyz\"|/text",
        "{\"either\":[]|/either",
      })
  void givesUpAtTheFirstCharacterThatCannotBecomeRight(String text, String pointer)
      throws BadSchema {
    var reader =
        schema(
                """
                {"type": "object", "required": ["mood"], "additionalProperties": false,
                 "properties": {"mood": {"enum": ["calm", "angry"]}, "map": {},
                   "sure": {"type": "number", "maximum": 1},
                   "text": {"type": "string", "maxLength": 3, "pattern": "^[a-d]*$"},
                   "either": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                   "list": {"type": "array", "maxItems": 2, "items": {"type": "integer"}}}}
                """)
            .watching(List.of());

    for (var i = 0; i < text.length() - 1; i++) {
      assertThat(reader.accept(text.substring(i, i + 1))).as(text.substring(0, i + 1)).isEmpty();
    }
    var last = reader.accept(text.substring(text.length() - 1));

    assertThat(last).isPresent();
    assertThat(last.get().pointer()).startsWith(pointer == null ? "" : pointer);
  }

  @Test
  void leavesChangedPlacesToTheEnd() throws BadSchema {
    var schema = schema("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\"}}}");

    assertThat(schema.watching(List.of("/a")).accept("{\"a\":\"1\"}")).isEmpty();
    assertThat(schema.watching(List.of("/b")).accept("{\"a\":\"1\"}")).isPresent();
  }

  @Test
  void fetchesNothing() {
    assertThatThrownBy(() -> schema("{\"$ref\":\"http://localhost:1/other.json\"}"))
        .isInstanceOf(BadSchema.class);
    assertThatThrownBy(() -> schema("{\"$ref\":\"file:///etc/hostname\"}"))
        .isInstanceOf(BadSchema.class);
  }

  @Test
  void aSchemaThatNeverEndsHasABound() throws BadSchema {
    var endless = schema("{\"$ref\":\"#\"}");
    var mutual =
        schema("{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"allOf\":[{\"$ref\":\"#/$defs/a\"}]}}}");

    assertThat(endless.check(Json.NULL)).hasSize(1);
    assertThat(mutual.check(Json.NULL)).hasSize(1);
    assertThat(mutual.watching(List.of()).accept("[1]")).isEmpty();
  }

  @Test
  void aDeepDocumentIsChecked() throws BadSchema {
    var tree = schema("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}");
    var text = "[".repeat(250) + "]".repeat(250);

    assertThat(Verdicts.whole(tree, text)).isTrue();
    assertThat(Verdicts.streamed(tree, text, 1).isValid()).isTrue();
  }

  @Test
  void refersToTheFilesBesideIt() throws BadSchema {
    var schema =
        new JsonSchemas()
            .compile(
                "output.json",
                Map.of(
                    "output.json", "{\"$ref\":\"mood.json\"}",
                    "mood.json", "{\"enum\":[\"calm\"]}"));

    assertThat(schema.check(new Json.Text("calm"))).isEmpty();
    assertThat(schema.check(new Json.Text("angry"))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"type\":\"strin\"}", "{\"minimum\":\"1\"}"})
  void refusesWhatIsNoSchema(String text) {
    assertThatThrownBy(() -> schema(text)).isInstanceOf(BadSchema.class);
  }
}
