package dev.headgate.compat;

import static dev.headgate.compat.Contents.QUESTION;
import static dev.headgate.compat.Contents.settings;
import static dev.headgate.compat.Contents.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.genai.Client;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.HttpOptions;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.Reply;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What goes wrong, as Google's official Java SDK reports it: with the statuses of its own API,
/// whatever the provider speaks.
@Tag("all")
final class GoogleSdkErrorsTest extends AtGateway<Client> {
  GoogleSdkErrorsTest() {
    super(Gateway::startGreeting, gateway -> Contents.client(gateway, Gateway.KEY), Client::close);
  }

  @Test
  void aWrongKeyIsUnauthenticated() {
    try (var stranger = Contents.client(gateway, "hg_wrong")) {
      var failure =
          catchThrowableOfType(
              ClientException.class,
              () -> stranger.models.generateContent("flash", QUESTION, null));

      assertThat(failure.code()).isEqualTo(401);
      assertThat(failure.status()).isEqualTo("UNAUTHENTICATED");
      assertThat(gateway.provider.requests()).isEmpty();
    }
  }

  @Test
  void anUnknownModelIsNotFound() {
    var failure = failure(ClientException.class, "flsh");

    assertThat(failure.code()).isEqualTo(404);
    assertThat(failure.status()).isEqualTo("NOT_FOUND");
    assertThat(failure).hasMessageContaining("did you mean \"flash\"?");
  }

  @Test
  void aParameterThatTheProviderHasNoWordForIsNamed() {
    var more = HttpOptions.builder().extraBody(Map.of("onlyGoogleKnows", true));

    var failure =
        catchThrowableOfType(
            ClientException.class,
            () ->
                client.models.generateContent(
                    "smart", QUESTION, settings().httpOptions(more).build()));

    assertThat(failure.code()).isEqualTo(400);
    assertThat(failure.status()).isEqualTo("INVALID_ARGUMENT");
    assertThat(failure).hasMessageContaining("onlyGoogleKnows");
    assertThat(gateway.provider.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aProvidersRefusalIsTheCallersToMend(Upstream upstream) {
    gateway.provider.always(AnyDialect.refuses(400));

    var failure = failure(ClientException.class, upstream.alias);

    assertThat(failure.code()).isEqualTo(400);
    assertThat(failure.status()).isEqualTo("INVALID_ARGUMENT");
    assertThat(failure).hasMessageContaining("scripted refusal");
  }

  @ParameterizedTest
  @EnumSource
  void aProviderThatRefusesTheGatewaysKeyIsNotTheCallersFault(Upstream upstream) {
    gateway.provider.always(AnyDialect.refuses(401));

    var failure = failure(ServerException.class, upstream.alias);

    assertThat(failure.code()).isEqualTo(502);
    assertThat(failure).hasMessageContaining("providers.");
  }

  @ParameterizedTest
  @EnumSource
  void aBusyProviderIsExhausted(Upstream upstream) {
    gateway.provider.always(AnyDialect.refuses(429, "Retry-After: 3"));

    var failure = failure(ClientException.class, upstream.alias);

    assertThat(failure.code()).isEqualTo(429);
    assertThat(failure.status()).isEqualTo("RESOURCE_EXHAUSTED");
  }

  @ParameterizedTest
  @EnumSource
  void anOverloadedProviderIsUnavailable(Upstream upstream) {
    gateway.provider.always(AnyDialect.refuses(503));

    var failure = failure(ServerException.class, upstream.alias);

    assertThat(failure.code()).isEqualTo(503);
    assertThat(failure.status()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void aProviderThatIsDownIsAnErrorOfTheServer() {
    assertThat(failure(ServerException.class, "gone/model").code()).isEqualTo(502);
  }

  @Test
  void aProviderThatSaysNothingTimesOut() {
    gateway.provider.always(Reply.silence());

    var failure = failure(ServerException.class, "hasty/model");

    assertThat(failure.code()).isEqualTo(504);
    assertThat(failure.status()).isEqualTo("DEADLINE_EXCEEDED");
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatBreaksOffIsNoAnswer(Upstream upstream) {
    gateway.provider.always(
        AnyDialect.changed(AnyDialect.says("Hello", " there"), reply -> reply.cutBehind("Hello")));

    var failure =
        catchThrowableOfType(
            ServerException.class, () -> stream(client, upstream.alias, settings().build()));

    assertThat(failure.code()).isEqualTo(502);
  }

  private <E extends ApiException> E failure(Class<E> type, String model) {
    return catchThrowableOfType(
        type, () -> client.models.generateContent(model, QUESTION, settings().build()));
  }
}
