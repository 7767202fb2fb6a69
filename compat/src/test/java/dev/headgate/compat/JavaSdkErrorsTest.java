package dev.headgate.compat;

import static dev.headgate.compat.Chats.ask;
import static dev.headgate.compat.Chats.stream;
import static dev.headgate.compat.Chats.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.Sleeper;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong, as the official Java SDK reports it, and what it repeats by itself.
@Tag("all")
final class JavaSdkErrorsTest {
  private static final int RETRIES = 2;

  @TempDir Path folder;
  private final Pauses pauses = new Pauses();
  private Gateway gateway;
  private OpenAIClient client;

  @BeforeEach
  void start() {
    gateway = Gateway.start(folder);
    client = gateway.settings().maxRetries(RETRIES).sleeper(pauses).build();
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  @Test
  void aWrongKeyIsUnauthorized() {
    var stranger = gateway.settings().apiKey("hg_wrong").sleeper(pauses).build();

    var failure = failure(UnauthorizedException.class, stranger, ask("smart").build());

    assertThat(failure.code()).hasValue("invalid_api_key");
    assertThat(failure.type()).hasValue("authentication_error");
    assertThat(gateway.provider.requests()).isEmpty();
  }

  @Test
  void anUnknownModelIsNotFound() {
    var failure = failure(NotFoundException.class, client, ask("smrt").build());

    assertThat(failure.code()).hasValue("model_not_found");
    assertThat(failure).hasMessageContaining("did you mean \"smart\"?");
    assertThat(pauses.taken).isEmpty();
  }

  @Test
  void anUnknownFeatureIsNotFound() {
    var failure = failure(NotFoundException.class, client, ask("feature/handbok").build());

    assertThat(failure.code()).hasValue("feature_not_found");
    assertThat(failure).hasMessageContaining("did you mean \"handbook\"?");
  }

  @Test
  void aMalformedRequestNamesItsParameter() {
    @SuppressWarnings("unchecked") // how the SDK lets its users send a value of a wrong type
    var malformed =
        ChatCompletionCreateParams.builder()
            .model("smart")
            .messages(JsonValue.from("Hello?"))
            .build();

    var failure = failure(BadRequestException.class, client, malformed);

    assertThat(failure.param()).hasValue("messages");
    assertThat(failure.type()).hasValue("invalid_request_error");
    assertThat(pauses.taken).isEmpty();
  }

  @Test
  void aProvidersRefusalPassesThrough() {
    gateway.provider.next(
        OpenAiReplies.error(400, "invalid_request_error", "context_length_exceeded"));

    var failure = failure(BadRequestException.class, client, ask("smart").build());

    assertThat(failure.code()).hasValue("context_length_exceeded");
    assertThat(failure).hasMessageContaining("scripted refusal");
    assertThat(pauses.taken).isEmpty();
  }

  @Test
  void aProviderThatRefusesTheGatewaysKeyIsNotTheCallersFault() {
    gateway.provider.next(OpenAiReplies.error(401, "invalid_request_error", "invalid_api_key"));

    var failure = failure(InternalServerException.class, client, ask("smart").build());

    assertThat(failure.statusCode()).isEqualTo(502);
    assertThat(failure.code()).hasValue("provider_rejected");
    assertThat(failure).hasMessageContaining("providers.scripted.api-key");
    assertThat(pauses.taken).isEmpty();
  }

  @Test
  void aProviderThatIsDownIsTriedAgain() {
    var failure = failure(InternalServerException.class, client, ask("gone/model").build());

    assertThat(failure.statusCode()).isEqualTo(502);
    assertThat(failure.code()).hasValue("provider_unreachable");
    assertThat(failure.type()).hasValue("provider_error");
    assertThat(pauses.taken).hasSize(RETRIES);
  }

  @Test
  void aProviderThatSaysNothingIsTriedAgain() {
    gateway.provider.next(Reply.silence());

    var completion = client.chat().completions().create(ask("hasty/model").build());

    assertThat(text(completion)).isEqualTo("Hello there");
    assertThat(pauses.taken).hasSize(1);
    assertThat(gateway.provider.requests()).hasSize(2);
  }

  @Test
  void aProviderThatSaysNothingAtAllTimesOut() {
    gateway.provider.always(Reply.silence());

    var failure = failure(InternalServerException.class, client, ask("hasty/model").build());

    assertThat(failure.statusCode()).isEqualTo(504);
    assertThat(failure.code()).hasValue("provider_timeout");
    assertThat(gateway.provider.requests()).hasSize(1 + RETRIES);
  }

  @Test
  void aBusyProviderIsTriedAgainWhenItSaysSo() {
    gateway.provider.next(
        OpenAiReplies.error(429, "requests", "rate_limit_exceeded", "Retry-After: 3"));

    var completion = client.chat().completions().create(ask("smart").build());

    assertThat(text(completion)).isEqualTo("Hello there");
    assertThat(pauses.taken).containsExactly(Duration.ofSeconds(3));
  }

  @Test
  void aFeatureWhoseProviderIsBusyIsTriedAgainWhenItSaysSo() {
    var busy = OpenAiReplies.error(429, "requests", "rate_limit_exceeded", "Retry-After: 3");
    gateway.provider.always(busy);

    var failure = failure(RateLimitException.class, client, ask("feature/chat").build());

    assertThat(failure.code()).hasValue("provider_rate_limited");
    assertThat(failure.type()).hasValue("rate_limit_error");
    assertThat(pauses.taken).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
  }

  @Test
  void aStreamOfABusyProviderFailsBeforeItBegins() {
    gateway.provider.always(
        OpenAiReplies.error(429, "requests", "rate_limit_exceeded", "Retry-After: 3"));

    assertThatThrownBy(() -> stream(client, ask("smart").build()))
        .isInstanceOf(RateLimitException.class);

    assertThat(pauses.taken).hasSize(RETRIES);
  }

  @Test
  void aStreamThatBreaksOffIsNoAnswer() {
    gateway.provider.next(Chats.brokenStream());

    var seen = new ArrayList<ChatCompletionChunk>();
    var failure = brokenStream("smart", seen);

    assertThat(seen).isNotEmpty();
    assertThat(failure.code()).hasValue("provider_truncated");
  }

  @Test
  void aStreamThatEndsWithoutAReasonIsNoAnswer() {
    var events = OpenAiReplies.streamEvents(false, "Hello");
    gateway.provider.next(Reply.events(events.get(0), events.get(1)));

    assertThat(brokenStream("smart", new ArrayList<>()).code()).hasValue("provider_truncated");
  }

  @Test
  void aStreamThatFallsSilentIsNoAnswer() {
    gateway.provider.next(Chats.begunStream());

    assertThat(brokenStream("hasty/model", new ArrayList<>()).code()).hasValue("provider_timeout");
  }

  @Test
  void aFeaturesStreamThatBreaksOffIsNoAnswer() {
    gateway.provider.next(Chats.brokenStream());

    assertThat(brokenStream("feature/chat", new ArrayList<>()).code())
        .hasValue("provider_truncated");
  }

  @Test
  void aWholeAnswerThatBreaksOffIsTriedAgain() {
    var whole = OpenAiReplies.whole("Hello", " there");
    gateway.provider.next(whole.cutAfter(whole.length() - 20));

    var completion = client.chat().completions().create(ask("smart").build());

    assertThat(text(completion)).isEqualTo("Hello there");
    assertThat(pauses.taken).hasSize(1);
  }

  private SseException brokenStream(String model, List<ChatCompletionChunk> seen) {
    return catchThrowableOfType(
        SseException.class,
        () -> {
          try (var stream = client.chat().completions().createStreaming(ask(model).build())) {
            stream.stream().forEach(seen::add);
          }
        });
  }

  private static <E extends OpenAIServiceException> E failure(
      Class<E> type, OpenAIClient client, ChatCompletionCreateParams params) {
    return catchThrowableOfType(type, () -> client.chat().completions().create(params));
  }

  /// Keeps how long the SDK wanted to wait, and waits for nothing.
  private static final class Pauses implements Sleeper {
    final List<Duration> taken = new ArrayList<>();

    @Override
    public void sleep(Duration duration) {
      taken.add(duration);
    }

    @Override
    public CompletableFuture<Void> sleepAsync(Duration duration) {
      taken.add(duration);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
  }
}
