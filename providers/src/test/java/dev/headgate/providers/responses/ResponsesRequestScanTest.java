package dev.headgate.providers.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponsesRequestScanTest {
  @Test
  void countsWhatBoundsTheCost() {
    var scan =
        scan(
            """
            {"model":"m","instructions":"Be brief.","stream":true,"max_output_tokens":50,
             "input":[{"role":"user","content":[{"type":"input_image","image_url":"x"},
               {"type":"input_text","text":"\\"type\\":\\"input_file\\""}]},
               {"type":"function_call_output","call_id":"c","output":"4"}],
             "tools":[{"type":"function","name":"f","parameters":{"type":"object"}},
               {"type":"web_search"},{"type":"custom","name":"g"}],
             "safety_identifier":"ann","store":false,"previous_response_id":null}
            """);

    var facts = scan.facts();
    assertThat(facts.messages()).isEqualTo(3);
    assertThat(facts.mediaItems()).isEqualTo(1);
    assertThat(facts.tools()).isEqualTo(3);
    assertThat(facts.hostedTools()).isEqualTo(1);
    assertThat(facts.output()).isEqualTo(new RequestFacts.Output(50, 1, true));
    assertThat(scan.user()).hasValue("ann");
    assertThat(scan.store()).isFalse();
    assertThat(scan.previous()).isEmpty();
    assertThat(scan.isPlain()).isTrue();
  }

  @Test
  void changesNothingButTheModelAndTheBound() throws IOException {
    var body =
        scan("{ \"max_output_tokens\" : 900, \"model\":\"m\", \"input\":\"\\u00e9\" }")
            .toBody("gpt-\"x", 100, Wording.USUAL);

    assertThat(body.path()).isEqualTo("/responses");
    var written = new ByteArrayOutputStream();
    body.writeTo(written);
    assertThat(written.toString(UTF_8))
        .isEqualTo(
            "{ \"max_output_tokens\" : 100, \"model\":\"gpt-\\\"x\", \"input\":\"\\u00e9\" }");
  }

  @Test
  void boundsARequestThatNamesNoBound() throws IOException {
    var written = new ByteArrayOutputStream();

    scan("{\"model\":\"m\",\"input\":\"x\"}").toBody("m", 7, Wording.USUAL).writeTo(written);

    assertThat(written.toString(UTF_8))
        .isEqualTo("{\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":7}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m\",\"input\":\"x\",\"previous_response_id\":\"resp_1\"}",
        "{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"headgate\":{\"dialect\":\"gemini\"}}]}"
      })
  void whatOnlyThisServerKnowsIsNotPlain(String json) {
    assertThat(scan(json).isPlain()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input\":\"x\"}",
        "{\"model\":1}",
        "{\"model\":\"\"}",
        "{\"model\":\"m\",\"stream\":1}",
        "{\"model\":\"m\",\"store\":\"no\"}",
        "{\"model\":\"m\",\"background\":true}",
        "{\"model\":\"m\",\"previous_response_id\":7}",
        "{\"model\":\"m\",\"max_output_tokens\":{}}",
        "{\"model\":\"m\"} x",
        "[]"
      })
  void refusesWhatItCannotRead(String json) {
    assertThatThrownBy(() -> scan(json)).isInstanceOf(CallFailed.class);
  }

  private static ResponsesRequestScan scan(String json) {
    return ResponsesRequestScan.of(json.strip().getBytes(UTF_8));
  }
}
