package dev.headgate.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutputBoundTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"max_tokens\":100} | 100",
        "{\"max_completion_tokens\" : 7 , \"a\":1} | 7",
        "{\"generationConfig\":{\"maxOutputTokens\":12}} | 12",
        "{\"max_tokens\":5,\"max_output_tokens\":9} | 9",
        "{\"content\":\"say \\\"max_tokens\\\": 3\"} | -1",
        "{\"properties\":{\"max_tokens\":{\"type\":\"integer\"}}} | -1",
        "{\"max_tokens\":null} | -1",
        "{\"max_tokens\" | -1",
        "{\"m | -1"
      })
  void findsTheBoundThatACallNames(String json, long bound) {
    var found = OutputBound.in(json.strip().getBytes(StandardCharsets.UTF_8));

    assertThat(found).isEqualTo(bound < 0 ? OptionalLong.empty() : OptionalLong.of(bound));
  }
}
