package dev.headgate.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.BudgetLedger;
import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.access.LineageSeal;
import dev.headgate.runtime.cache.AnswerCache;
import dev.headgate.runtime.cache.Fingerprints;
import dev.headgate.runtime.features.Features;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.calls.CallTerms;
import dev.headgate.runtime.pipeline.calls.EmbeddingAnswer;
import dev.headgate.runtime.pipeline.calls.EmbeddingCall;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.runtime.routing.Alias;
import dev.headgate.runtime.routing.Fleet;
import dev.headgate.runtime.routing.Provider;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.traces.AskedModel;
import dev.headgate.runtime.traces.ModelUse;
import dev.headgate.store.encryption.KeyedHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls that name a model: those that are passed on, and embeddings made in this process.
final class RelayTest {
  private static final Usage USAGE = Usage.of(7, 0, 3, 0);
  private static final String REQUEST = "{\"model\":\"smart\"}";

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final TraceRecorder recorder = new TraceRecorder();
  private final ByteArrayOutputStream delivered = new ByteArrayOutputStream();
  private Answer answer = new Answer(200, "application/json", "{\"ok\":true}");

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  @Test
  void passesAnAnswerOnAndRecordsModelTokensAndSteps() {
    relay(REQUEST);

    assertThat(delivered).hasToString("{\"ok\":true}");
    assertThat(recorder.uses)
        .containsExactly(new ModelUse("", new AskedModel("smart", "gpt-x", "up", "openai"), USAGE));
    assertThat(recorder.first())
        .contains(
            "\"name\":\"provider.headers\"",
            "\"name\":\"provider.body\"",
            "\"headgate.provider\":\"up\"",
            "\"headgate.response.body\":\"{\\\"ok\\\":true}\"")
        .doesNotContain("truncated", "time_to_first_chunk");
  }

  @Test
  void timesTheFirstChunkOfAStream() {
    answer = new Answer(200, "Text/Event-Stream", "data: a\n\ndata: [DONE]\n\n");

    relay(REQUEST, true);

    assertThat(recorder.first()).contains("\"time_to_first_chunk_ms\":");
  }

  @Test
  void takesJsonByAnyCaseOfItsName() {
    answer = new Answer(200, "Application/JSON; charset=utf-8", "{}");

    relay(REQUEST);

    assertThat(delivered).hasToString("{}");
  }

  @Test
  void keepsTheBeginningOfLongBodiesAndSaysSo() {
    answer = new Answer(200, "application/json", "a".repeat(300 << 10));

    relay("b".repeat(300 << 10));

    assertThat(delivered.size()).isEqualTo(300 << 10);
    assertThat(recorder.first())
        .contains(
            "\"" + "b".repeat(192 << 10) + "\",\"headgate.request.body.truncated\":true",
            "\"" + "a".repeat(192 << 10) + "\",\"headgate.response.body.truncated\":true");
  }

  @Test
  void recordsWhatTheProviderRefuses() {
    answer = new Answer(429, "application/json", "{}");

    relay(REQUEST);

    assertThat(recorder.log.getFirst().outcome().status()).isEqualTo("provider_rate_limited");
  }

  @Test
  void keepsThePagesOfOthersToItself() {
    answer = new Answer(200, "text/html", "<form>");

    assertThatThrownBy(() -> relay(REQUEST))
        .isInstanceOfSatisfying(
            CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED));
    assertThat(delivered.size()).isZero();
  }

  @Test
  void embedsInThisProcess() {
    var made = embed(List.of("a b", "c"), 0);

    assertThat(made.vectors()).hasSize(2);
    assertThat(made.inputTokens()).isEqualTo(3);
    assertThat(recorder.uses)
        .containsExactly(
            new ModelUse(
                "",
                new AskedModel("embedded/words", "words", "embedded", "embedded"),
                Usage.of(3, 0, 0, 0)));
  }

  @Test
  void refusesTextsThatAModelWouldCut() {
    assertThatThrownBy(() -> embed(List.of("a", "a b c d e"), 0))
        .isInstanceOfSatisfying(
            CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining("text 2 of \"input\" has 5 tokens; words reads at most 4");
    assertThat(recorder.log.getFirst().outcome().status()).isEqualTo("invalid_request");
  }

  @Test
  void refusesDimensionsThatAModelDoesNotHave() {
    assertThatThrownBy(() -> embed(List.of("a"), 64))
        .hasMessageContaining("words has 2 dimensions and cannot be cut to 64");
    assertThat(recorder.log.getFirst().outcome().status()).isEqualTo("invalid_request");
  }

  @Test
  void knowsWhichEmbeddingModelsAreItsOwn() {
    assertThat(pipeline().embeddingModel("embedded/words")).isPresent();
    assertThat(pipeline().embeddingModel("up/words")).isEmpty();
    assertThatThrownBy(() -> pipeline().embeddingModel("embedded/wrods"))
        .hasMessageContaining("there is no embedded embedding model \"wrods\"");
  }

  private void relay(String body) {
    relay(body, false);
  }

  private void relay(String body, boolean stream) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var call =
        new RelayCall(
            Caller.OPEN,
            Operation.CHAT,
            new RelayRequest(Dialect.OPENAI_CHAT, bytes, new Plain("smart", bytes, stream), null),
            CallTerms.NONE);
    pipeline()
        .relay(
            call,
            new Delivered(delivered, type -> new PlainReader(type, USAGE)),
            new Cancellation());
  }

  private EmbeddingAnswer embed(List<String> texts, int dimensions) {
    return pipeline()
        .embed(
            new EmbeddingCall(
                Caller.OPEN,
                "embedded/words",
                new Words(),
                texts,
                new EmbeddingCall.Wanted(dimensions, EmbeddingPurpose.DOCUMENT),
                ""),
            new Cancellation());
  }

  private Pipeline pipeline() {
    var provider =
        new Provider(
            "up",
            "openai",
            (_, _, _) -> {
              throw new IllegalStateException("no chat here");
            },
            (_, _, _) -> answer);
    var aliases = new LinkedHashMap<String, Alias>();
    aliases.put("smart", new Alias("up", "gpt-x"));
    var snapshot =
        new Snapshot(
            new Access(List.of()),
            new Features(List.of()),
            new Router(
                List.of(provider), aliases, new Fleet(System::nanoTime, new Random(1), _ -> 0)));
    return new Pipeline(
        () -> snapshot,
        _ -> {
          throw new IllegalStateException("no search here");
        },
        name -> name.equals("words") ? Optional.of(new Words()) : Optional.empty(),
        String::length,
        (_, _) -> Optional.empty(),
        Limits.unlimited(),
        BudgetLedger.UNLIMITED,
        _ -> Optional.empty(),
        AnswerCache.inMemory(),
        new Fingerprints(new byte[32]),
        new Outward(new LineageSeal(new KeyedHash(new byte[32])), InstantSource.system()),
        recorder.traces,
        timer);
  }

  /// Counts words, and reads four at most.
  private record Words() implements EmbeddingModel {
    @Override
    public String name() {
      return "words";
    }

    @Override
    public String version() {
      return "words@1";
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public int maxTokens() {
      return 4;
    }

    @Override
    public int countTokens(String text) {
      return (int) text.chars().filter(c -> c == ' ').count() + 1;
    }

    @Override
    public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
      return texts.stream().map(_ -> new float[] {1, 0}).toList();
    }
  }

  private record Answer(int status, String contentType, ByteArrayInputStream body)
      implements RelayedAnswer {
    Answer(int status, String contentType, String body) {
      this(status, contentType, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.empty();
    }

    @Override
    public int read(byte[] buffer) {
      return body.read(buffer, 0, buffer.length);
    }

    @Override
    public void close() {}
  }
}
