package dev.headgate.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.http.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents in the order of their vectors' cosines. The model's vector of a text is its length,
/// one half, and minus one: texts of the same length are nearest.
final class RerankingTest {
  private static final String RERANK = "/v1/rerank";

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void putsDocumentsInTheOrderOfTheirCosines() throws Exception {
    var answer =
        server.post(
            RERANK,
            "{\"model\":\"embedded/tiny\",\"query\":\"ab\",\"documents\":[\"abcdefg\",{\"text\":\"xy\"},\"abc\"]}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .containsSubsequence(
            "\"model\":\"tiny@1\"",
            "{\"index\":1,\"relevance_score\":1.0}",
            "{\"index\":2,\"relevance_score\":0.9",
            "{\"index\":0,\"relevance_score\":0.9",
            "\"meta\":{\"tokens\":{\"input_tokens\":4}}")
        .doesNotContain("\"document\"");
    var trace = server.house.log.take();
    assertThat(answer.headers().firstValue("headgate-trace-id")).hasValue(trace.id());
  }

  @Test
  void givesTheFirstDocumentsBackWhereThatIsAsked() throws Exception {
    var answer =
        server.post(
            RERANK,
            "{\"model\":\"vectors\",\"query\":\"ab\",\"documents\":[\"abcdefg\",\"xy\"],\"top_n\":1,\"return_documents\":true}");

    assertThat(answer.body())
        .contains(
            "\"results\":[{\"index\":1,\"relevance_score\":1.0,\"document\":{\"text\":\"xy\"}}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"documents\":[\"a\"]",
        "\"query\":\"a\"",
        "\"query\":\"a\",\"documents\":[]",
        "\"query\":\"a\",\"documents\":[\"\"]",
        "\"query\":\"a\",\"documents\":[{}]",
        "\"query\":\"a\",\"documents\":[{\"text\":\"a\",\"title\":\"b\"}]",
        "\"query\":\"a\",\"documents\":\"a\"",
        "\"query\":\"a\",\"documents\":[\"a\"],\"top_n\":0",
        "\"query\":\"a\",\"documents\":[\"a\"],\"max_tokens_per_doc\":9"
      })
  void refusesWhatItCannotPutInOrder(String members) throws Exception {
    var answer = server.post(RERANK, "{\"model\":\"embedded/tiny\"," + members + "}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid_request").doesNotContain("\"param\":null");
  }

  @Test
  void refusesTextsThatAreReadOnlyInPart() throws Exception {
    var answer =
        server.post(
            RERANK,
            "{\"model\":\"embedded/tiny\",\"query\":\"a\",\"documents\":[\"a\",\"%s\"]}"
                .formatted("b ".repeat(600)));

    assertThat(answer.body()).contains("text 2 of \\\"documents\\\" has 600 tokens");
  }
}
