package dev.headgate.runtime.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.Relay;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingAnswer.Vector;
import dev.headgate.kernel.embeddings.EmbeddingProvider;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.embeddings.EmbeddingRequest.Input;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.kernel.money.Hold;
import dev.headgate.kernel.money.Money;
import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.access.LineageSeal;
import dev.headgate.runtime.cache.AnswerCache;
import dev.headgate.runtime.cache.Fingerprints;
import dev.headgate.runtime.features.Features;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.calls.CallTerms;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.runtime.pipeline.calls.VectorTranslation;
import dev.headgate.runtime.routing.Alias;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Fleet;
import dev.headgate.runtime.routing.Provider;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.routing.RoutingConfig;
import dev.headgate.store.encryption.KeyedHash;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls for vectors whose provider takes fewer texts at once, or has another format.
final class VectorBatchesTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final TraceRecorder recorder = new TraceRecorder();
  private final ByteArrayOutputStream delivered = new ByteArrayOutputStream();
  private final List<String> asked = new ArrayList<>();
  private final List<String> settled = new ArrayList<>();
  private int failingRequest = -1;
  private ErrorCode failure = ErrorCode.PROVIDER_RATE_LIMITED;
  private int atOnce = 2;
  private boolean counted = true;

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  @Test
  void asksForAsManyAsTheProviderTakesAtOnceOneAfterAnother() {
    relay(pipeline("m", "m", false), 5);

    assertThat(asked).containsExactly("one/m: t0 t1", "one/m: t2 t3", "one/m: t4");
    assertThat(delivered).hasToString("real 5 tokens: 0=t0 1=t1 2=t2 3=t3 4=t4");
    assertThat(settled).containsExactly("settled 5");
    assertThat(recorder.first()).contains("\"status\":\"ok\"");
  }

  @Test
  void hasAnotherDeploymentMakeOnlyWhatIsMissing() {
    failingRequest = 1;

    relay(pipeline("m", "m", false), 5);

    assertThat(asked).containsExactly("one/m: t0 t1", "one/m: t2 t3", "two/m: t2 t3", "two/m: t4");
    assertThat(delivered).hasToString("real 5 tokens: 0=t0 1=t1 2=t2 3=t3 4=t4");
    assertThat(settled).containsExactly("settled 2", "settled 3");
  }

  @Test
  void aRequestOfWhichNobodyKnowsWhatItTookIsPaidAsHeld() {
    failingRequest = 1;
    failure = ErrorCode.PROVIDER_TIMEOUT;

    relay(pipeline("m", "m", false), 3);

    assertThat(settled).containsExactly("estimated", "settled 1");
  }

  @Test
  void whatIsNotCountedIsPaidAsHeld() {
    counted = false;

    relay(pipeline("m", "m", false), 3);

    assertThat(settled).containsExactly("estimated");
  }

  @Test
  void vectorsOfDifferentModelsNeverMix() {
    assertThatThrownBy(() -> relay(pipeline("m", "other", false), 1))
        .isInstanceOfSatisfying(
            CallFailed.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_OPERATION);
              assertThat(refused.message()).contains("m, other", "models.vectors.same-vectors");
            });
    assertThat(asked).isEmpty();
  }

  @Test
  void oneModelUnderTwoNamesIsDeclaredAsSuch() {
    failingRequest = 0;

    relay(pipeline("m", "other", true), 1);

    assertThat(asked).containsExactly("one/m: t0", "two/other: t0");
  }

  @Test
  void refusesWhatWouldBeTooManyRequests() {
    atOnce = 1;

    assertThatThrownBy(() -> relay(pipeline("m", "m", false), VectorBatches.MAX_REQUESTS + 1))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("send at most 256");
    assertThat(asked).isEmpty();
  }

  private void relay(Pipeline pipeline, int texts) {
    var body = "{}".getBytes(UTF_8);
    var request =
        RelayRequest.ofVectors(
            Dialect.OPENAI_CHAT, body, new Plain("vectors", body, false), new Texts(texts));
    var call = new RelayCall(Caller.OPEN, Operation.EMBEDDINGS, request, CallTerms.NONE);
    pipeline.relay(call, Delivered.unread(delivered), new Cancellation());
  }

  private Pipeline pipeline(String first, String second, boolean sameVectors) {
    var providers = List.of(provider("one"), provider("two"));
    var aliases = new LinkedHashMap<String, Alias>();
    aliases.put(
        "vectors",
        new Alias(
            List.of(
                new Alias.Target("one", first, Deployment.Terms.NONE),
                new Alias.Target("two", second, Deployment.Terms.NONE)),
            List.of(),
            RoutingConfig.DEFAULT,
            Duration.ZERO,
            sameVectors));
    var fleet = new Fleet(System::nanoTime, new Random(1), _ -> 0);
    var snapshot =
        new Snapshot(
            new Access(List.of()), new Features(List.of()), new Router(providers, aliases, fleet));
    return new Pipeline(
        () -> snapshot,
        _ -> {
          throw new IllegalStateException("no search here");
        },
        _ -> Optional.empty(),
        String::length,
        (_, _) -> Optional.empty(),
        Limits.unlimited(),
        (_, _, _, _) -> new Told(),
        _ -> Optional.empty(),
        AnswerCache.inMemory(),
        new Fingerprints(new byte[32]),
        new Outward(new LineageSeal(new KeyedHash(new byte[32])), InstantSource.system()),
        recorder.traces,
        timer);
  }

  private Provider provider(String name) {
    return new Provider(
        name,
        "other",
        (_, _, _) -> {
          throw new IllegalStateException("no chat here");
        },
        new Maker(name),
        Set.of());
  }

  private final class Maker implements Relay, EmbeddingProvider {
    private final String name;

    Maker(String name) {
      this.name = name;
    }

    @Override
    public boolean takes(Dialect dialect, String model) {
      return false;
    }

    @Override
    public int maxInputs(String model) {
      return atOnce;
    }

    @Override
    public EmbeddingAnswer embed(EmbeddingRequest request, Cancellation cancellation) {
      var texts = request.inputs().stream().map(input -> ((Input.Words) input).text()).toList();
      asked.add(name + "/" + request.model() + ": " + String.join(" ", texts));
      if (asked.size() - 1 == failingRequest) {
        throw new CallFailed(failure, "scripted");
      }
      var vectors = new ArrayList<Vector>();
      for (var text : texts) {
        vectors.add(new Vector(vectors.size(), new Json.Text(text), Extras.NONE));
      }
      var usage = counted ? Usage.of(texts.size(), 0, 0, 0) : Usage.NONE;
      return new EmbeddingAnswer("real", vectors, usage, Extras.NONE);
    }

    @Override
    public RelayedAnswer relay(Operation operation, RelayBody body, Cancellation cancellation) {
      throw new IllegalStateException("its format is another");
    }
  }

  private record Texts(int count) implements VectorTranslation {
    @Override
    public EmbeddingRequest request() {
      var inputs = new ArrayList<Input>();
      for (int i = 0; i < count; i++) {
        inputs.add(new Input.Words("t" + i));
      }
      return new EmbeddingRequest("vectors", inputs, null, "", "", Extras.NONE);
    }

    @Override
    public Vector inForm(String encoding, Vector vector) {
      return vector;
    }

    @Override
    public byte[] whole(EmbeddingAnswer answer) {
      return answer.vectors().stream()
          .map(vector -> vector.index() + "=" + ((Json.Text) vector.value()).value())
          .collect(
              Collectors.joining(
                  " ",
                  answer.responseModel() + " " + answer.usage().input().total() + " tokens: ",
                  ""))
          .getBytes(UTF_8);
    }

    @Override
    public byte[] refusal(WireError error) {
      return new byte[0];
    }
  }

  private final class Told implements Hold {
    @Override
    public Money amount() {
      return Money.ZERO;
    }

    @Override
    public boolean isLimited() {
      return false;
    }

    @Override
    public void awaitDurable() {}

    @Override
    public boolean extend(Money more) {
      return true;
    }

    @Override
    public void settle(Money actual, Usage usage, String responseModel) {
      settled.add("settled " + usage.input().total());
    }

    @Override
    public void cancel() {
      settled.add("cancelled");
    }

    @Override
    public void settleEstimated() {
      settled.add("estimated");
    }
  }
}
