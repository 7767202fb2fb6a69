package dev.headgate.providers.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.errors.ErrorKind;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.ProviderConfigs;
import dev.headgate.providers.http.Endpoint;
import dev.headgate.providers.openai.codec.EmbeddingsCodec;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.testkit.contracts.ChatModelContract;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every provider does that is asked through a codec, whatever its dialect.
public abstract class CodecProviderContract extends ChatModelContract {
  protected final ScriptedProvider server = ScriptedProvider.start();
  private @Nullable CodecProvider connected;

  protected abstract ChatCodec codec();

  /// The events of a streamed answer in these pieces; the last one ends it.
  protected abstract List<String> events(String... pieces);

  /// The media type of a stream.
  protected String streamType() {
    return "text/event-stream";
  }

  protected static String quoted(String text) {
    return JsonBytes.text(new Json.Text(text));
  }

  protected CodecProvider provider() {
    var provider = connected == null ? connect() : connected;
    connected = provider;
    return provider;
  }

  private CodecProvider connect() {
    var config = ProviderConfigs.of(server.baseUrl());
    return new CodecProvider(
        new Door(
            "scripted",
            Endpoint.parse(server.baseUrl()),
            Map.of("X-Team", "search"),
            Credentials.header("x-key", config.apiKey()),
            Door.Paths.USUAL,
            config.connections()),
        codec(),
        new EmbeddingsCodec(),
        Wording.USUAL,
        InstantSource.system());
  }

  @AfterEach
  void close() {
    provider().close();
    server.close();
  }

  @Override
  protected ChatModel answering(String... pieces) {
    server.next(stream(events(pieces)));
    return provider();
  }

  @Override
  protected ChatModel stalling(CountDownLatch reached, String... pieces) {
    var events = events(pieces);
    var reply = stream(events);
    var cut = reply.length() - events.getLast().getBytes(UTF_8).length;
    server.next(_ -> {
      reached.countDown();
      return reply.hangAfter(cut);
    });
    return provider();
  }

  @Override
  protected ChatModel ending(String... pieces) {
    var events = events(pieces);
    server.next(stream(events.subList(0, events.size() - 1)));
    return provider();
  }

  private Reply stream(List<String> events) {
    return Reply.body(200, streamType(), String.join("", events));
  }

  @Test
  void neverTakesAnAnswerForWholeWhereverItIsCut() {
    var reply = stream(events("Hello", " there"));
    var headLength =
        reply.length() - String.join("", events("Hello", " there")).getBytes(UTF_8).length;
    for (int cut = headLength; cut < reply.length() - 4; cut += 7) {
      server.next(reply.cutAfter(cut));
      var heard = new AnswerAssembly();

      var failure =
          catchThrowableOfType(
              CallFailed.class, () -> provider().chat(REQUEST, heard, new Cancellation()));

      assertThat(failure).as("cut after %d bytes", cut).isNotNull();
      assertThat(failure.code().kind()).as("cut after %d bytes", cut).isEqualTo(ErrorKind.PROVIDER);
    }
  }

  @Test
  void readsTheSameHoweverTheBytesWereSplit() {
    var bytes = String.join("", events("Hel", "lo \"", "é😀", "\n")).getBytes(UTF_8);
    var expected = decoded(bytes, bytes.length);

    for (int size = 1; size < 20; size++) {
      assertThat(decoded(bytes, size)).as("in pieces of %d bytes", size).isEqualTo(expected);
    }
  }

  private List<ChatEvent> decoded(byte[] bytes, int size) {
    var events = new ArrayList<ChatEvent>();
    var decoder = codec().decoder(events::add);
    for (int at = 0; at < bytes.length; at += size) {
      decoder.accept(bytes, at, Math.min(size, bytes.length - at));
    }
    decoder.end();
    return events;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "{\"a\":NaN}", "{\"a\":1,\"a\":2}", "\u0000"})
  void takesWhatIsNoAnswerForMalformed(String body) {
    assertThat(codeOf(body)).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "[[[[", "{\"a\": tr"})
  void takesAWholeMessageWithoutTheEndOfItsJsonForMalformed(String body) {
    assertThat(codeOf(body)).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
  }

  private ErrorCode codeOf(String body) {
    server.next(Reply.body(200, "application/json", body));

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> provider().chat(REQUEST, _ -> {}, new Cancellation()));

    return failure.code();
  }

  @Test
  void takesAPageForMalformedAndShowsNothingOfIt() {
    server.next(Reply.body(200, "text/html", "<html>secret login</html>"));

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> provider().chat(REQUEST, _ -> {}, new Cancellation()));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
    assertThat(failure.message()).doesNotContain("secret login");
  }

  @Test
  void takesADeeplyNestedAnswerForMalformed() {
    server.next(Reply.body(200, "application/json", "[".repeat(100_000)));

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> provider().chat(REQUEST, _ -> {}, new Cancellation()));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    "400,PROVIDER_REJECTED",
    "401,PROVIDER_REJECTED",
    "404,PROVIDER_REJECTED",
    "429,PROVIDER_RATE_LIMITED",
    "500,PROVIDER_FAILED",
    "503,PROVIDER_OVERLOADED",
    "529,PROVIDER_OVERLOADED"
  })
  void saysWhatAStatusMeansAndWhenToComeBack(int status, ErrorCode code) {
    server.next(Reply.body(status, "text/html", "<h1>no</h1>", "Retry-After: 7"));

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> provider().chat(REQUEST, _ -> {}, new Cancellation()));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).contains("scripted").doesNotContain("<h1>");
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void sendsItsHeaders() {
    var _ = answering("hi").chat(REQUEST, _ -> {}, new Cancellation());

    assertThat(server.requests().getFirst().header("x-team")).contains("search");
  }

  @Test
  void readsOnItsWayThroughWhatItPassesOn() {
    var bytes = String.join("", events("Hello", " there")).getBytes(UTF_8);
    for (int size : List.of(1, 7, 100, bytes.length)) {
      var reader = new CodecRelayReader(codec(), streamType(), false);
      var passed = new ByteArrayOutputStream();
      ByteSink out = passed::write;
      for (int at = 0; at < bytes.length; at += size) {
        reader.accept(bytes, at, Math.min(size, bytes.length - at), out);
      }
      reader.finish(out);

      assertThat(passed.toString(UTF_8)).isEqualTo(new String(bytes, UTF_8));
      assertThat(reader.isWhole()).isTrue();
      assertThat(reader.hasBegun()).isTrue();
      assertThat(reader.completion().usage().output().total()).isPositive();
    }
  }

  @Test
  void passesOnOnlyWholeEventsAndKnowsThatTheAnswerIsNotWhole() {
    var events = events("Hello", " there");
    var bytes = String.join("", events.subList(0, events.size() - 1)).getBytes(UTF_8);
    var reader = new CodecRelayReader(codec(), streamType(), false);

    reader.accept(bytes, 0, bytes.length, (_, _, _) -> {});

    assertThat(reader.isWhole()).isFalse();
    assertThat(reader.incomplete().code()).isEqualTo(ErrorCode.PROVIDER_TRUNCATED);
  }
}
