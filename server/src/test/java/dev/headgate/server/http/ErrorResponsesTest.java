package dev.headgate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorResponsesTest {
  @ParameterizedTest
  @EnumSource(value = ErrorCode.class, mode = EnumSource.Mode.EXCLUDE, names = "CALL_CANCELLED")
  void everyErrorOfAModelReachesItsCaller(ErrorCode code) throws Exception {
    try (var server = new TestServer()) {
      server.house.provider =
          (_, _, _) -> {
            throw new CallFailed(code, "what, where, what to do");
          };

      var answer = server.post("/v1/chat/completions", "{\"model\":\"smart\",\"messages\":[]}");

      assertThat(answer.statusCode()).isEqualTo(ErrorResponses.status(code));
      assertThat(answer.body())
          .startsWith("{\"error\":{\"message\":\"what, where, what to do\",\"type\":\"")
          .endsWith("\"param\":null,\"code\":\"" + code.wireName() + "\"}}");
      assertThat(answer.headers().firstValue("x-should-retry"))
          .hasValue(Boolean.toString(code.retryable()));
      assertThat(answer.headers().firstValue("headgate-trace-id")).isPresent();
    }
  }

  @Test
  void aBugIsNotShown() throws Exception {
    try (var server = new TestServer()) {
      server.house.provider =
          (_, _, _) -> {
            throw new IllegalStateException("at line 7");
          };

      var answer = server.post("/v1/chat/completions", "{\"model\":\"smart\",\"messages\":[]}");

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("\"internal_error\"").doesNotContain("line 7");
    }
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void aStatusThatSdksRetryBelongsToAFailureThatMayPass(ErrorCode code) {
    var status = ErrorResponses.status(code);

    assertThat(status).isBetween(400, 504);
    if (status == 408 || status == 409 || status == 429) {
      assertThat(code.retryable()).isTrue();
    }
  }
}
