package dev.headgate.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import dev.headgate.testkit.providers.AnyDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Responses through OpenAI's official Java SDK: relayed to a provider that has them, translated
/// for one that has not, and kept in the store.
@Tag("all")
final class JavaSdkResponsesTest extends AtGateway<OpenAIClient> {
  JavaSdkResponsesTest() {
    super(Gateway::startGreeting, Gateway::client, OpenAIClient::close);
  }

  @ParameterizedTest
  @EnumSource
  void answers(Upstream upstream) {
    var response = client.responses().create(ask(upstream).instructions("Be brief.").build());

    assertGreeting(response);
    assertThat(gateway.asked().path()).startsWith(path(upstream));
    assertThat(gateway.asked().body()).contains("Be brief.", "How is the weather in Oslo?");
  }

  @ParameterizedTest
  @EnumSource
  void streams(Upstream upstream) {
    var events = stream(ask(upstream).build());

    assertThat(events.getFirst().isCreated()).isTrue();
    assertThat(events.getLast().isCompleted()).isTrue();
    var pieces =
        events.stream()
            .filter(ResponseStreamEvent::isOutputTextDelta)
            .map(event -> event.asOutputTextDelta().delta())
            .toList();
    assertThat(pieces).containsExactly("Hello", " there");
    assertGreeting(accumulated(events));
  }

  @ParameterizedTest
  @EnumSource
  void callsAFunction(Upstream upstream) {
    gateway.provider.next(AnyDialect.callsATool());

    var response = client.responses().create(askWithTool(upstream).build());

    var call = functionCall(response);
    assertThat(gateway.asked().body()).contains(AnyDialect.TOOL, "city");

    var result =
        ResponseInputItem.FunctionCallOutput.builder().callId(call.callId()).output("4 °C").build();
    var answer =
        client
            .responses()
            .create(
                askWithTool(upstream)
                    .previousResponseId(response.id())
                    .inputOfResponse(List.of(ResponseInputItem.ofFunctionCallOutput(result)))
                    .build());

    assertGreeting(answer);
    assertThat(answer.previousResponseId()).hasValue(response.id());
    assertThat(gateway.asked().body()).contains("4 °C");
    if (upstream != Upstream.OPENAI) {
      assertThat(gateway.asked().body()).contains("How is the weather in Oslo?", "\"Oslo\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamsACallOfAFunction(Upstream upstream) {
    gateway.provider.next(AnyDialect.callsATool());

    var response = accumulated(stream(askWithTool(upstream).build()));

    assertThat(functionCall(response).callId()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void keepsAnAnswerUntilItIsDeleted(Upstream upstream) {
    var response = client.responses().create(ask(upstream).build());

    assertGreeting(client.responses().retrieve(response.id()));

    client.responses().delete(response.id());
    assertThatThrownBy(() -> client.responses().retrieve(response.id()))
        .isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @EnumSource
  void keepsAStreamedAnswer(Upstream upstream) {
    var response = accumulated(stream(ask(upstream).build()));

    assertGreeting(client.responses().retrieve(response.id()));
  }

  @ParameterizedTest
  @EnumSource
  void keepsNothingThatMustNotBeKept(Upstream upstream) {
    var response = client.responses().create(ask(upstream).store(false).build());

    assertThatThrownBy(() -> client.responses().retrieve(response.id()))
        .isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @EnumSource(names = "OPENAI", mode = EnumSource.Mode.EXCLUDE)
  void goesOnFromAnAnswerThatTheProviderNeverKept(Upstream upstream) {
    var first = client.responses().create(ask(upstream).build());
    var second =
        client
            .responses()
            .create(ask(upstream).previousResponseId(first.id()).input("And tomorrow?").build());

    assertThat(second.previousResponseId()).hasValue(first.id());
    assertThat(gateway.asked().body())
        .contains("How is the weather in Oslo?", "Hello there", "And tomorrow?");
  }

  @Test
  void doesNotGoOnFromWhatItDoesNotKnow() {
    var lost = ask(Upstream.ANTHROPIC).previousResponseId("resp_lost").build();

    assertThatThrownBy(() -> client.responses().create(lost))
        .isInstanceOfSatisfying(
            OpenAIServiceException.class,
            failure -> {
              assertThat(failure.statusCode()).isIn(400, 404);
              assertThat(failure).hasMessageContaining("resp_lost");
            });
    assertThat(gateway.provider.requests()).isEmpty();
  }

  @Test
  void relaysWhatItDoesNotKnow() {
    var _ =
        client
            .responses()
            .create(
                ask(Upstream.OPENAI)
                    .putAdditionalBodyProperty("new_in_requests", JsonValue.from(List.of(1, 2)))
                    .build());

    assertThat(gateway.asked().body()).contains("\"new_in_requests\":[1,2]");
  }

  @Test
  void namesAParameterThatTheProviderHasNoWordFor() {
    var unknown =
        ask(Upstream.ANTHROPIC)
            .putAdditionalBodyProperty("only_openai_knows", JsonValue.from(true))
            .build();

    assertThatThrownBy(() -> client.responses().create(unknown))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("only_openai_knows");
    assertThat(gateway.provider.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void tellsFailuresApart(Upstream upstream) {
    var stranger = gateway.settings().apiKey("hg_wrong").build();
    var asked = ask(upstream).build();

    assertThatThrownBy(() -> stranger.responses().create(asked))
        .isInstanceOf(UnauthorizedException.class);

    gateway.provider.always(AnyDialect.refuses(400));
    assertThatThrownBy(() -> client.responses().create(asked))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("scripted refusal");

    gateway.provider.always(AnyDialect.refuses(429, "Retry-After: 3"));
    assertThatThrownBy(() -> client.responses().create(asked))
        .isInstanceOf(RateLimitException.class);
    assertThatThrownBy(() -> stream(asked)).isInstanceOf(RateLimitException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatBreaksOffIsNoAnswer(Upstream upstream) {
    gateway.provider.always(
        AnyDialect.changed(AnyDialect.says("Hello", " there"), reply -> reply.cutBehind("Hello")));

    var seen = new ArrayList<ResponseStreamEvent>();
    assertThatThrownBy(
            () -> {
              try (var stream = client.responses().createStreaming(ask(upstream).build())) {
                stream.stream().forEach(seen::add);
              }
              throw new AssertionError("no error was reported");
            })
        .isInstanceOf(SseException.class);

    assertThat(seen).noneMatch(ResponseStreamEvent::isCompleted);
  }

  private static String path(Upstream upstream) {
    return upstream == Upstream.OPENAI ? "/v1/responses" : upstream.path;
  }

  private static ResponseCreateParams.Builder ask(Upstream upstream) {
    return ResponseCreateParams.builder()
        .model(upstream.alias)
        .input("How is the weather in Oslo?");
  }

  private static ResponseCreateParams.Builder askWithTool(Upstream upstream) {
    return ask(upstream)
        .addTool(
            FunctionTool.builder()
                .name(AnyDialect.TOOL)
                .strict(false)
                .parameters(
                    FunctionTool.Parameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty(
                            "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build());
  }

  private List<ResponseStreamEvent> stream(ResponseCreateParams params) {
    try (var stream = client.responses().createStreaming(params)) {
      return stream.stream().toList();
    }
  }

  private static Response accumulated(List<ResponseStreamEvent> events) {
    var accumulator = ResponseAccumulator.create();
    events.forEach(accumulator::accumulate);
    return accumulator.response();
  }

  private static ResponseFunctionToolCall functionCall(Response response) {
    var call =
        response.output().stream()
            .filter(ResponseOutputItem::isFunctionCall)
            .findFirst()
            .orElseThrow()
            .asFunctionCall();
    assertThat(call.name()).isEqualTo(AnyDialect.TOOL);
    assertThat(call.arguments()).isEqualTo(AnyDialect.ARGUMENTS);
    return call;
  }

  private static void assertGreeting(Response response) {
    var text =
        response.output().stream()
            .filter(ResponseOutputItem::isMessage)
            .flatMap(item -> item.asMessage().content().stream())
            .map(content -> content.asOutputText().text())
            .collect(Collectors.joining());
    assertThat(text).isEqualTo("Hello there");
    assertThat(response.status()).hasValue(ResponseStatus.COMPLETED);
    var usage = response.usage().orElseThrow();
    assertThat(usage.inputTokens()).isEqualTo(11);
    assertThat(usage.inputTokensDetails().cachedTokens()).isEqualTo(4);
    assertThat(usage.outputTokens()).isEqualTo(7);
    assertThat(usage.totalTokens()).isEqualTo(18);
  }
}
