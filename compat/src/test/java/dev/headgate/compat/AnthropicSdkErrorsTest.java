package dev.headgate.compat;

import static dev.headgate.compat.Messages.ask;
import static dev.headgate.compat.Messages.stream;
import static dev.headgate.compat.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonField;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.MessageCreateParams;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.Reply;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What goes wrong, as Anthropic's official Java SDK reports it: with the types of its own API,
/// whatever the provider speaks.
@Tag("all")
final class AnthropicSdkErrorsTest extends AtGateway<AnthropicClient> {
  AnthropicSdkErrorsTest() {
    super(
        Gateway::startGreeting,
        gateway -> Messages.settings(gateway).build(),
        AnthropicClient::close);
  }

  @Test
  void aWrongKeyIsUnauthorized() {
    var stranger = Messages.settings(gateway).apiKey("hg_wrong").build();

    var failure = failure(UnauthorizedException.class, stranger, ask("claude").build());

    assertThat(failure.type()).hasValue(ErrorType.AUTHENTICATION_ERROR);
    assertThat(gateway.provider.requests()).isEmpty();
  }

  @Test
  void aKeyMayComeAsABearerToo() {
    var bearer = Messages.settings(gateway).apiKey((String) null).authToken(Gateway.KEY).build();

    assertThat(text(bearer.messages().create(ask("claude").build()))).isEqualTo("Hello there");
  }

  @Test
  void anUnknownModelIsNotFound() {
    var failure = failure(NotFoundException.class, client, ask("claud").build());

    assertThat(failure.type()).hasValue(ErrorType.NOT_FOUND_ERROR);
    assertThat(failure).hasMessageContaining("did you mean \\\"claude\\\"?");
  }

  @Test
  void aMalformedRequestNamesItsPart() {
    var malformed =
        MessageCreateParams.builder()
            .model("smart")
            .maxTokens(10)
            .messages(JsonField.ofNullable(null))
            .build();

    var failure = failure(BadRequestException.class, client, malformed);

    assertThat(failure.type()).hasValue(ErrorType.INVALID_REQUEST_ERROR);
    assertThat(failure).hasMessageContaining("messages");
    assertThat(gateway.provider.requests()).isEmpty();
  }

  @Test
  void aParameterThatTheProviderHasNoWordForIsNamed() {
    var unknown =
        ask("smart")
            .putAdditionalBodyProperty("only_anthropic_knows", JsonValue.from(true))
            .build();

    var failure = failure(BadRequestException.class, client, unknown);

    assertThat(failure.type()).hasValue(ErrorType.INVALID_REQUEST_ERROR);
    assertThat(failure).hasMessageContaining("only_anthropic_knows");
    assertThat(gateway.provider.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aProvidersRefusalIsTheCallersToMend(Upstream upstream) {
    gateway.provider.always(AnyDialect.refuses(400));

    var failure = failure(BadRequestException.class, client, ask(upstream.alias).build());

    assertThat(failure.type()).hasValue(ErrorType.INVALID_REQUEST_ERROR);
    assertThat(failure).hasMessageContaining("scripted refusal");
  }

  @ParameterizedTest
  @EnumSource
  void aProviderThatRefusesTheGatewaysKeyIsNotTheCallersFault(Upstream upstream) {
    gateway.provider.always(AnyDialect.refuses(401));

    var failure = failure(InternalServerException.class, client, ask(upstream.alias).build());

    assertThat(failure.statusCode()).isEqualTo(502);
    assertThat(failure.type()).hasValue(ErrorType.API_ERROR);
    assertThat(failure).hasMessageContaining("providers.");
  }

  @ParameterizedTest
  @EnumSource
  void aBusyProviderSaysWhenToComeBack(Upstream upstream) {
    gateway.provider.always(AnyDialect.refuses(429, "Retry-After: 3"));

    var failure = failure(RateLimitException.class, client, ask(upstream.alias).build());

    assertThat(failure.type()).hasValue(ErrorType.RATE_LIMIT_ERROR);
    assertThat(failure.headers().values("retry-after")).containsExactly("3");
  }

  @ParameterizedTest
  @EnumSource
  void aStreamOfABusyProviderFailsBeforeItBegins(Upstream upstream) {
    gateway.provider.always(AnyDialect.refuses(429));

    var failure =
        catchThrowableOfType(
            RateLimitException.class, () -> stream(client, ask(upstream.alias).build()));

    assertThat(failure.type()).hasValue(ErrorType.RATE_LIMIT_ERROR);
  }

  @ParameterizedTest
  @EnumSource
  void anOverloadedProviderIsNamedSo(Upstream upstream) {
    gateway.provider.always(AnyDialect.refuses(503));

    var failure = failure(InternalServerException.class, client, ask(upstream.alias).build());

    assertThat(failure.type()).hasValue(ErrorType.OVERLOADED_ERROR);
  }

  @Test
  void aProviderThatIsDownIsAnErrorOfTheServer() {
    var failure = failure(InternalServerException.class, client, ask("gone/model").build());

    assertThat(failure.statusCode()).isEqualTo(502);
    assertThat(failure.type()).hasValue(ErrorType.API_ERROR);
  }

  @Test
  void aProviderThatSaysNothingTimesOut() {
    gateway.provider.always(Reply.silence());

    var failure = failure(InternalServerException.class, client, ask("hasty/model").build());

    assertThat(failure.statusCode()).isEqualTo(504);
    assertThat(failure.type()).hasValue(ErrorType.TIMEOUT_ERROR);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatBreaksOffIsNoAnswer(Upstream upstream) {
    gateway.provider.always(
        AnyDialect.changed(AnyDialect.says("Hello", " there"), reply -> reply.cutBehind("Hello")));

    var failure =
        catchThrowableOfType(SseException.class, () -> stream(client, ask(upstream.alias).build()));

    assertThat(failure.type()).hasValue(ErrorType.API_ERROR);
  }

  @ParameterizedTest
  @EnumSource
  void aWholeAnswerThatBreaksOffIsNoAnswer(Upstream upstream) {
    gateway.provider.always(
        AnyDialect.changed(
            AnyDialect.says("Hello", " there"), reply -> reply.cutAfter(reply.length() - 20)));

    var failure = failure(InternalServerException.class, client, ask(upstream.alias).build());

    assertThat(failure.statusCode()).isEqualTo(502);
    assertThat(failure.type()).hasValue(ErrorType.API_ERROR);
  }

  private static <E extends AnthropicServiceException> E failure(
      Class<E> type, AnthropicClient client, MessageCreateParams params) {
    return catchThrowableOfType(type, () -> client.messages().create(params));
  }
}
