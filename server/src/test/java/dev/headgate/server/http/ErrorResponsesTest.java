package dev.headgate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorResponsesTest {
  private static final String WIRE =
      """
      INVALID_REQUEST       400 invalid_request_error
      INVALID_API_KEY       401 authentication_error
      SCOPE_DENIED          403 permission_error
      KEY_NOT_FOUND         404 invalid_request_error
      RESPONSE_NOT_FOUND    404 invalid_request_error
      CALL_RECURSION        422 invalid_request_error
      RATE_LIMITED          429 rate_limit_error
      DATA_BOUNDARY         403 permission_error
      CALL_TIMEOUT          504 server_error
      ROUTE_NOT_FOUND       404 invalid_request_error
      METHOD_NOT_ALLOWED    405 invalid_request_error
      HOST_NOT_ALLOWED      403 invalid_request_error
      FEATURE_NOT_FOUND     404 invalid_request_error
      MODEL_NOT_FOUND       404 invalid_request_error
      COLLECTION_NOT_FOUND  404 invalid_request_error
      TRACE_NOT_FOUND       404 invalid_request_error
      UNSUPPORTED_OPERATION 400 invalid_request_error
      UNSUPPORTED_PARAMETER 400 invalid_request_error
      CONTEXT_LENGTH_EXCEEDED 400 invalid_request_error
      CONTENT_REFUSED       400 invalid_request_error
      GUARDRAIL_BLOCKED     400 invalid_request_error
      REVIEW_NOT_FOUND      404 invalid_request_error
      REVIEW_CLOSED         410 invalid_request_error
      REVIEW_QUEUE_FULL     503 server_error
      FEATURE_OFF           503 server_error
      LOW_CONFIDENCE        502 provider_error
      REQUEST_TOO_LARGE     413 invalid_request_error
      REQUEST_TIMEOUT       408 invalid_request_error
      INGEST_RUNNING        409 invalid_request_error
      BUDGET_EXCEEDED       402 insufficient_quota
      BUDGET_UNPRICED       403 invalid_request_error
      BUDGET_UNBOUNDED      400 invalid_request_error
      BUDGET_FROZEN         403 invalid_request_error
      OVERLOADED            503 server_error
      SHUTTING_DOWN         503 server_error
      PROVIDER_UNREACHABLE  502 provider_error
      PROVIDER_TIMEOUT      504 provider_error
      PROVIDER_RATE_LIMITED 429 rate_limit_error
      PROVIDER_QUOTA_EXHAUSTED 402 provider_error
      PROVIDER_OVERLOADED   503 provider_error
      PROVIDER_REJECTED     502 provider_error
      PROVIDER_FAILED       502 provider_error
      PROVIDER_MALFORMED    502 provider_error
      PROVIDER_TRUNCATED    502 provider_error
      CONTRACT_FAILED       502 provider_error
      STORAGE_FULL          503 server_error
      STORAGE_FAILED        503 server_error
      INTERNAL_ERROR        500 server_error
      """;

  static Stream<Arguments> wire() {
    return WIRE.lines().map(line -> Arguments.of((Object[]) line.split(" +")));
  }

  @Test
  void theTableNamesEveryErrorThatACallerCanRead() {
    assertThat(wire().map(line -> line.get()[0]))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values())
                .filter(code -> code != ErrorCode.CALL_CANCELLED)
                .map(ErrorCode::name)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("wire")
  void everyErrorOfAModelReachesItsCaller(ErrorCode code, int status, String type)
      throws Exception {
    try (var server = new TestServer()) {
      server.house.provider =
          (_, _, _) -> {
            throw new CallFailed(code, "what, where, what to do");
          };

      var answer = server.post("/v1/chat/completions", "{\"model\":\"smart\",\"messages\":[]}");

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body())
          .isEqualTo(
              "{\"error\":{\"message\":\"what, where, what to do\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
                  .formatted(type, code.name().toLowerCase(Locale.ROOT)));
      assertThat(answer.headers().firstValue("x-should-retry"))
          .hasValue(Boolean.toString(code.retryable()));
      assertThat(answer.headers().firstValue("headgate-trace-id")).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBugIsNotShown(boolean isError) throws Exception {
    try (var server = new TestServer()) {
      server.house.provider =
          (_, _, _) -> {
            if (isError) {
              throw new StackOverflowError("at line 7");
            }
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
