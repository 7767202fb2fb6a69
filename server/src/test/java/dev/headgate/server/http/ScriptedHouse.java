package dev.headgate.server.http;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.Citation;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.OneText;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.Secret;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.config.Tree;
import dev.headgate.kernel.dialects.Relay;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.kernel.money.BudgetLedger;
import dev.headgate.kernel.search.Chunk;
import dev.headgate.kernel.search.Hit;
import dev.headgate.kernel.search.HitScores;
import dev.headgate.kernel.search.Retriever;
import dev.headgate.kernel.search.SearchResult;
import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.access.ApiKey;
import dev.headgate.runtime.access.LineageSeal;
import dev.headgate.runtime.cache.AnswerCache;
import dev.headgate.runtime.cache.Fingerprints;
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.features.Features;
import dev.headgate.runtime.features.Retrieval;
import dev.headgate.runtime.features.Shape;
import dev.headgate.runtime.features.Tier;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.Outward;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.Snapshot;
import dev.headgate.runtime.prompts.Prompt;
import dev.headgate.runtime.routing.Alias;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Fleet;
import dev.headgate.runtime.routing.Provider;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.routing.RoutingConfig;
import dev.headgate.runtime.traces.CallObserver;
import dev.headgate.runtime.traces.Traces;
import dev.headgate.store.encryption.KeyedHash;
import dev.headgate.store.traces.TraceEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/// The real pipeline. The models behind it do what a test tells them.
public final class ScriptedHouse implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  public static final Usage USAGE = Usage.of(7, 2, 5, 1);

  private static final String QUOTE = "Headgate listens on port 8080.";

  public final BlockingQueue<ChatRequest> asked = new LinkedBlockingQueue<>();
  public final BlockingQueue<String> relayed = new LinkedBlockingQueue<>();
  public final BlockingQueue<TraceEntry> log = new LinkedBlockingQueue<>();
  public volatile Consumer<TraceEntry> disk = log::add;
  public volatile ChatModel model = saying("It is ", "8080 [1].");
  public volatile Relay provider =
      (_, _, _) ->
          answer(
              200,
              "application/json",
              "{\"id\":\"c1\",\"model\":\"gpt-x-1\",\"choices\":[{\"finish_reason\":\"stop\"}],",
              "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}");
  public volatile Retriever retriever =
      _ ->
          new SearchResult(
              List.of(
                  new Hit(
                      new Chunk("start.md", "Start", List.of(), 5, 5 + QUOTE.length(), QUOTE),
                      new HitScores(3.0, .8, .9))),
              "v1",
              List.of(new SearchResult.Step("bm25", 1_500_000)));
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Snapshot snapshot;
  public final Limits limits = Limits.unlimited();
  public final Pipeline pipeline;

  /// @param key what callers must send, empty if they need nothing
  public ScriptedHouse(String key, CallObserver observer) {
    var remote =
        new Provider(
            "openai",
            "openai",
            (request, sink, cancellation) -> {
              asked.add(request);
              return model.chat(request, sink, cancellation);
            },
            this::relay);
    var aliases = new LinkedHashMap<String, Alias>();
    aliases.put("smart", new Alias("openai", "gpt-x"));
    aliases.put(
        "remembered",
        new Alias(
            List.of(new Alias.Target("openai", "gpt-x", Deployment.Terms.NONE)),
            List.of(),
            RoutingConfig.DEFAULT,
            Duration.ofHours(1),
            false));
    aliases.put("vectors", new Alias("embedded", "tiny"));
    var keys = key.isEmpty() ? List.<ApiKey>of() : List.of(new ApiKey("team-a", new Secret(key)));
    snapshot =
        new Snapshot(
            new Access(keys),
            new Features(List.of(feature())),
            new Router(
                List.of(remote), aliases, new Fleet(System::nanoTime, new Random(1), _ -> 0)));
    pipeline =
        new Pipeline(
            () -> snapshot,
            request -> retriever.search(request),
            name -> name.equals("tiny") ? Optional.of(new TinyModel()) : Optional.empty(),
            String::length,
            (_, found) ->
                Optional.of(
                    new Answer(
                        found.getFirst().chunk().text(),
                        List.of(new Citation("start.md", "Start", 5, 35, QUOTE)),
                        .875)),
            limits,
            BudgetLedger.UNLIMITED,
            _ -> Optional.empty(),
            AnswerCache.inMemory(),
            new Fingerprints(new byte[32]),
            new Outward(new LineageSeal(new KeyedHash(new byte[32])), InstantSource.system()),
            new Traces(
                entry -> disk.accept(entry),
                observer,
                new IdSource(InstantSource.fixed(NOW), new Random(1)),
                InstantSource.fixed(NOW),
                true),
            timer);
  }

  public Access access() {
    return snapshot.access();
  }

  private RelayedAnswer relay(Operation operation, RelayBody body, Cancellation cancellation) {
    var written = new ByteArrayOutputStream();
    try {
      body.writeTo(written);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    relayed.add(written.toString(StandardCharsets.UTF_8));
    return provider.relay(operation, body, cancellation);
  }

  /// A model that says something and stops.
  public static ChatModel saying(String... deltas) {
    return (_, sink, _) -> {
      List.of(deltas).forEach(new OneText(sink)::accept);
      return new Completion("gpt-x-1", "c1", FinishReason.STOP, USAGE);
    };
  }

  /// A provider's answer whose body arrives in the given pieces.
  public static RelayedAnswer answer(int status, String contentType, String... pieces) {
    return new Pieces(status, contentType, new ArrayDeque<>(List.of(pieces)), null);
  }

  /// One that breaks off after the given pieces.
  public static RelayedAnswer brokenAnswer(int status, String contentType, String... pieces) {
    var failure = new CallFailed(ErrorCode.PROVIDER_TRUNCATED, "the provider closed too early");
    return new Pieces(status, contentType, new ArrayDeque<>(List.of(pieces)), failure);
  }

  /// Waits until the call is cancelled; counts `waiting` down before and `cancelled` after.
  public static CallFailed waitForCancellation(
      Cancellation cancellation, CountDownLatch waiting, CountDownLatch cancelled) {
    cancellation.arm(cancelled::countDown);
    waiting.countDown();
    try {
      cancelled.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new CallFailed(ErrorCode.CALL_CANCELLED, "the connection was closed");
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static Feature feature() {
    return new Feature(
        "handbook",
        "Answers from the handbook",
        "rel_1",
        Shape.RETRIEVAL,
        new Retrieval("handbook", 4, 1_000),
        List.of(
            new Tier.Generate("generated", "smart", prompt(), Duration.ofSeconds(30)),
            new Tier.Extract("quoted", "embedded/extractive", .5),
            new Tier.Reply("support", "I don't know; #help does.")),
        new LinkedHashMap<>());
  }

  private static Prompt prompt() {
    var at = new Position("answer.prompt", 1, 1);
    var frontMatter = new LinkedHashMap<String, Tree.Entry>();
    frontMatter.put("version", new Tree.Entry(at, new Tree.Scalar(at, "1.0.0", true)));
    return ConfigNode.read(
            new Tree.Mapping(at, frontMatter),
            new Problems(),
            new NoSecrets(),
            node -> Prompt.from("answer", node, at, "{{role \"user\"}}{{question}}"))
        .orElseThrow();
  }

  private record Pieces(int status, String contentType, Queue<String> pieces, CallFailed failure)
      implements RelayedAnswer {
    @Override
    public Optional<Duration> retryAfter() {
      return status == 429 ? Optional.of(Duration.ofMillis(1_500)) : Optional.empty();
    }

    @Override
    public int read(byte[] buffer) {
      var piece = pieces.poll();
      if (piece == null) {
        if (failure != null) {
          throw failure;
        }
        return -1;
      }
      var bytes = piece.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, buffer, 0, bytes.length);
      return bytes.length;
    }

    @Override
    public void close() {}
  }

  /// Three dimensions: the text's length, a half, minus one.
  private record TinyModel() implements EmbeddingModel {
    @Override
    public String name() {
      return "tiny";
    }

    @Override
    public String version() {
      return "tiny@1";
    }

    @Override
    public int dimension() {
      return 3;
    }

    @Override
    public int maxTokens() {
      return 512;
    }

    @Override
    public int countTokens(String text) {
      return text.split(" ").length;
    }

    @Override
    public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
      return texts.stream().map(text -> new float[] {text.length(), .5f, -1}).toList();
    }
  }

  private record NoSecrets() implements SecretSource {
    @Override
    public Optional<String> environment(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> file(String path) {
      return Optional.empty();
    }
  }
}
