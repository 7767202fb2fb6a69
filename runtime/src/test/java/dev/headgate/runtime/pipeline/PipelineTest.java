package dev.headgate.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.Answerer;
import dev.headgate.kernel.answers.Citation;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.OneText;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.config.Tree;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.BudgetLedger;
import dev.headgate.kernel.search.Chunk;
import dev.headgate.kernel.search.Hit;
import dev.headgate.kernel.search.HitScores;
import dev.headgate.kernel.search.Retriever;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.kernel.search.SearchResult;
import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.access.LineageSeal;
import dev.headgate.runtime.boundaries.DataRule;
import dev.headgate.runtime.cache.AnswerCache;
import dev.headgate.runtime.cache.Fingerprints;
import dev.headgate.runtime.contracts.Contract;
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.features.FeatureTerms;
import dev.headgate.runtime.features.Features;
import dev.headgate.runtime.features.Retrieval;
import dev.headgate.runtime.features.Shape;
import dev.headgate.runtime.features.Tier;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.calls.FeatureAnswer;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.prompts.Prompt;
import dev.headgate.runtime.routing.Alias;
import dev.headgate.runtime.routing.Fleet;
import dev.headgate.runtime.routing.Provider;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.traces.AskedModel;
import dev.headgate.runtime.traces.ModelUse;
import dev.headgate.store.encryption.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PipelineTest {
  private static final String SUPPORT = "I don't know; #help does.";
  private static final Usage USAGE = Usage.of(10, 0, 4, 0);
  private static final Prompt PROMPT = prompt();
  private static final Hit HIT = hit("start.md", "Headgate listens on port 8080.");

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final TraceRecorder recorder = new TraceRecorder();
  private final StringBuilder delivered = new StringBuilder();
  private final List<ChatRequest> asked = new ArrayList<>();
  private List<Hit> hits = List.of(HIT, hit("next.md", "Keys are hashed."));
  private double confidence = .9;
  private ChatModel model = saying("Port 8080 ", "it is [1].");
  private final AnswerCache cache = AnswerCache.inMemory();
  private Duration cacheFor = Duration.ZERO;
  private Optional<String> version = Optional.of("v1");
  private String found = "v1";

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  @Test
  void answersWithTheFirstTierAndCitesWhatItWasGiven() {
    var answer = ask(false);

    assertThat(answer.tier()).isEqualTo("generated");
    assertThat(answer.answer().text()).isEqualTo("Port 8080 it is [1].");
    assertThat(answer.answer().citations())
        .containsExactly(new Citation("start.md", "Start", 5, 35, HIT.chunk().text()));
    assertThat(answer.completion().usage()).isEqualTo(USAGE);
    assertThat(recorder.first()).contains("\"gen_ai.usage.output_tokens\":4", "\"status\":\"ok\"");
  }

  @Test
  void movesDownWhenTheProviderFails() {
    model =
        (_, _, _) -> {
          throw new CallFailed(ErrorCode.PROVIDER_UNREACHABLE, "nobody is there");
        };

    var answer = ask(true);

    assertThat(answer.tier()).isEqualTo("quoted");
    assertThat(delivered).hasToString("Headgate listens on port 8080.");
    assertThat(recorder.first()).contains("provider_unreachable: nobody is there");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CONTENT_REFUSED",
        "CONTEXT_LENGTH_EXCEEDED",
        "UNSUPPORTED_PARAMETER",
        "UNSUPPORTED_OPERATION",
        "REQUEST_TOO_LARGE",
        "BUDGET_EXCEEDED",
        "BUDGET_UNPRICED",
        "BUDGET_UNBOUNDED",
        "BUDGET_FROZEN",
        "DATA_BOUNDARY",
        "RATE_LIMITED"
      })
  void movesDownWhenTheModelOrItsMoneyRefuses(ErrorCode code) {
    model = refusing(code);

    assertThat(ask(true).tier()).isEqualTo("quoted");
    assertThat(recorder.first()).contains(code.wireName() + ": no");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "INVALID_REQUEST",
        "SCOPE_DENIED",
        "CALL_RECURSION",
        "STORAGE_FULL",
        "INTERNAL_ERROR"
      })
  void endsWhereNoTierWouldDoBetter(ErrorCode code) {
    model = refusing(code);

    assertThatThrownBy(() -> ask(true))
        .isInstanceOfSatisfying(CallFailed.class, e -> assertThat(e.code()).isEqualTo(code));
    assertThat(delivered).isEmpty();
  }

  @Test
  void movesDownWhenTheModelSaysThatItDoesNotKnow() {
    model = saying("NO_", "ANSWER");
    confidence = .1;

    var answer = ask(true);

    assertThat(answer.tier()).isEqualTo("support");
    assertThat(delivered).hasToString(SUPPORT);
    assertThat(recorder.first())
        .contains("the model has no answer", "confidence 0.100 is below 0.500");
  }

  @Test
  void chargesTokensToTheModelThatTookThem() {
    model = saying("NO_ANSWER");

    assertThat(ask(false).completion().usage()).isEqualTo(USAGE);

    var smart = new AskedModel("smart", "gpt-x", "openai", "openai");
    var quoting =
        new AskedModel("embedded/extractive", "extractive", Router.EMBEDDED, Router.EMBEDDED);
    assertThat(recorder.uses)
        .containsExactly(
            new ModelUse("generated", smart, USAGE), new ModelUse("quoted", quoting, Usage.NONE));
    assertThat(recorder.log.getFirst().outcome().provider()).isEqualTo(Router.EMBEDDED);
    assertThat(recorder.log.getFirst().outcome().tokens().output()).isEqualTo(4);
    assertThat(recorder.first())
        .contains(
            "{\"tier\":\"generated\",\"outcome\":\"the model has no"
                + " answer\",\"headgate.model\":\"smart\",\"gen_ai.request.model\":\"gpt-x\"");
  }

  @Test
  void movesDownWithoutAskingAModelWhenNothingWasFound() {
    hits = List.of();

    assertThat(ask(false).tier()).isEqualTo("support");
    assertThat(asked).isEmpty();
  }

  @Test
  void doesNotTakeBackWhatAStreamHasDelivered() {
    model = failingAfter("Port 80");

    assertThatThrownBy(() -> ask(true))
        .isInstanceOfSatisfying(
            CallFailed.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_TRUNCATED);
              assertThat(e.traceId()).hasValue(recorder.log.getFirst().id());
            });
    assertThat(recorder.log.getFirst().outcome().status()).isEqualTo("provider_truncated");
    assertThat(recorder.first())
        .contains(
            "\"tier\":\"generated\",\"outcome\":\"provider_truncated: cut\"",
            "\"answer\":{\"text\":\"Port 80\"");
  }

  @Test
  void takesBackHalfAnAnswerThatNobodyHasSeen() {
    model = failingAfter("Port 80");

    assertThat(ask(false).tier()).isEqualTo("quoted");
    assertThat(delivered).hasToString("Headgate listens on port 8080.");
  }

  @Test
  void cancelsAModelThatOutlivesItsTier() {
    model =
        (_, _, cancellation) -> {
          var closed = new CountDownLatch(1);
          cancellation.arm(closed::countDown);
          await(closed);
          throw new CallFailed(ErrorCode.CALL_CANCELLED, "closed");
        };

    var answer = ask(false);

    assertThat(answer.tier()).isEqualTo("quoted");
    assertThat(recorder.first()).contains("provider_timeout");
  }

  @Test
  void endsWhenTheCallerGoesAway() {
    var cancellation = new Cancellation();
    model =
        (_, _, _) -> {
          cancellation.cancel();
          throw new CallFailed(ErrorCode.CALL_CANCELLED, "closed");
        };

    assertThatThrownBy(() ->
            pipeline()
                .answer(call(Map.of("question", "port?"), false), delivered::append, cancellation))
        .hasMessageContaining("closed");
    assertThat(delivered).isEmpty();
    assertThat(recorder.log.getFirst().outcome().status()).isEqualTo("call_cancelled");
  }

  @Test
  void recordsABugAsAnInternalError() {
    model =
        (_, _, _) -> {
          throw new IllegalStateException("bug");
        };

    assertThatThrownBy(() -> ask(false)).isInstanceOf(IllegalStateException.class);
    assertThat(recorder.log.getFirst().outcome().status()).isEqualTo("internal_error");
  }

  @Test
  void tellsWhatIsMissingFromTheInput() {
    assertThatThrownBy(
            () -> pipeline().answer(call(Map.of(), false), delivered::append, new Cancellation()))
        .isInstanceOfSatisfying(
            CallFailed.class, e -> assertThat(e.param()).hasValue("input.question"));
  }

  @Test
  void putsEarlierTurnsBetweenInstructionsAndQuestion() {
    var call =
        new FeatureCall(
            Caller.OPEN,
            "handbook",
            Map.of("question", "And TLS?"),
            List.of(
                new ChatMessage(Role.USER, "Which port?"),
                new ChatMessage(Role.ASSISTANT, "8080.")),
            "",
            false);

    pipeline().answer(call, delivered::append, new Cancellation());

    assertThat(asked.getFirst().messages())
        .extracting(ChatMessage::text)
        .containsExactly("Answer from: start.md next.md.", "Which port?", "8080.", "And TLS?");
    assertThat(recorder.first())
        .contains(
            "\"history\":[{\"role\":\"user\",\"text\":\"Which port?\"},{\"role\":\"assistant\"");
  }

  @Test
  void anAnswerIsGivenAgainWithItsCitations() {
    cacheFor = Duration.ofHours(1);

    var first = ask(false);
    var again = ask(true);

    assertThat(asked).hasSize(1);
    assertThat(again.answer()).isEqualTo(first.answer());
    assertThat(again.tier()).isEqualTo("generated");
    assertThat(again.traceId()).isNotEqualTo(first.traceId());
    assertThat(delivered).hasToString("Port 8080 it is [1].".repeat(2));
    var trace = new String(recorder.log.getLast().payload(), StandardCharsets.UTF_8);
    assertThat(trace)
        .contains("\"headgate.cached\":true", "\"gen_ai.usage.output_tokens\":0")
        .contains("\"headgate.collection.version\":\"v1\"");
    assertThat(recorder.uses.getLast().usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void anAnswerIsBoundToTheDocumentsThatItWasMadeOf() {
    cacheFor = Duration.ofHours(1);
    ask(false);

    version = Optional.of("v2");
    found = "v2";
    ask(false);
    ask(false);

    assertThat(asked).hasSize(2);
  }

  @Test
  void whatWasMadeOfOtherDocumentsThanWereLookedUpIsNotKept() {
    cacheFor = Duration.ofHours(1);
    found = "v2";

    ask(false);
    ask(false);

    assertThat(asked).hasSize(2);
  }

  @Test
  void withoutAVersionOfTheDocumentsNothingIsKept() {
    cacheFor = Duration.ofHours(1);
    version = Optional.empty();

    ask(false);
    ask(false);

    assertThat(asked).hasSize(2);
  }

  @Test
  void theAnswerOfAWorseTierIsNotKept() {
    cacheFor = Duration.ofHours(1);
    var healthy = model;
    model =
        (_, _, _) -> {
          throw new CallFailed(ErrorCode.PROVIDER_UNREACHABLE, "nobody is there");
        };

    var quoted = ask(false);
    model = healthy;
    var generated = ask(false);

    assertThat(quoted.tier()).isEqualTo("quoted");
    assertThat(generated.tier()).isEqualTo("generated");
  }

  @Test
  void nothingIsGivenTwiceUnlessTheFeatureSaysSo() {
    ask(false);
    ask(false);

    assertThat(asked).hasSize(2);
  }

  private FeatureAnswer ask(boolean stream) {
    return pipeline()
        .answer(
            call(Map.of("question", "Which port?"), stream), delivered::append, new Cancellation());
  }

  private static FeatureCall call(Map<String, Object> input, boolean stream) {
    return new FeatureCall(Caller.OPEN, "handbook", input, List.of(), "ann", stream);
  }

  private Pipeline pipeline() {
    var provider =
        new Provider(
            "openai",
            "openai",
            (request, sink, cancellation) -> {
              asked.add(request);
              return model.chat(request, sink, cancellation);
            },
            (_, _, _) -> {
              throw new IllegalStateException("no relay here");
            });
    var aliases = new LinkedHashMap<String, Alias>();
    aliases.put("smart", new Alias("openai", "gpt-x"));
    var snapshot =
        new Snapshot(
            new Access(List.of()),
            new Features(List.of(feature())),
            new Router(
                List.of(provider), aliases, new Fleet(System::nanoTime, new Random(1), _ -> 0)));
    Answerer answerer =
        (_, found) ->
            Optional.of(
                new Answer(
                    found.getFirst().chunk().text(),
                    List.of(new Citation("start.md", "Start", 5, 35, HIT.chunk().text())),
                    confidence));
    return new Pipeline(
        () -> snapshot,
        new Documents(),
        _ -> Optional.empty(),
        String::length,
        answerer,
        Limits.unlimited(),
        BudgetLedger.UNLIMITED,
        _ -> Optional.empty(),
        cache,
        new Fingerprints(new byte[32]),
        new Outward(new LineageSeal(new KeyedHash(new byte[32])), InstantSource.system()),
        recorder.traces,
        timer);
  }

  private final class Documents implements Retriever {
    @Override
    public SearchResult search(SearchRequest request) {
      return new SearchResult(hits, found, List.of(new SearchResult.Step("bm25", 1_000)));
    }

    @Override
    public Optional<String> version(String collection) {
      return version;
    }
  }

  private Feature feature() {
    return new Feature(
        "handbook",
        "Answers",
        "rel_1",
        Shape.RETRIEVAL,
        new Retrieval("handbook", 4, 1_000),
        List.of(
            new Tier.Generate("generated", "smart", PROMPT, Duration.ofMillis(200)),
            new Tier.Extract("quoted", "embedded/extractive", .5),
            new Tier.Reply("support", SUPPORT)),
        new FeatureTerms(null, DataRule.NONE, cacheFor, Contract.NONE),
        new LinkedHashMap<>());
  }

  private static ChatModel saying(String... deltas) {
    return (_, sink, _) -> {
      List.of(deltas).forEach(new OneText(sink)::accept);
      return new Completion("gpt-x-1", "c1", FinishReason.STOP, USAGE);
    };
  }

  private static ChatModel refusing(ErrorCode code) {
    return (_, _, _) -> {
      throw new CallFailed(code, "no");
    };
  }

  private static ChatModel failingAfter(String delta) {
    return (_, sink, _) -> {
      new OneText(sink).accept(delta);
      throw new CallFailed(ErrorCode.PROVIDER_TRUNCATED, "cut");
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Hit hit(String document, String text) {
    return new Hit(
        new Chunk(document, "Start", List.of("Start"), 5, 5 + text.length(), text),
        new HitScores(3.0, .8, .9));
  }

  private static Prompt prompt() {
    var at = new Position("answer.prompt", 1, 1);
    var frontMatter = new LinkedHashMap<String, Tree.Entry>();
    frontMatter.put("version", new Tree.Entry(at, new Tree.Scalar(at, "1.0.0", true)));
    var template =
        "{{role \"system\"}}Answer from:{{#each documents}} {{document}}{{/each}}.{{role"
            + " \"user\"}}{{question}}";
    var problems = new Problems();
    var read =
        ConfigNode.read(
            new Tree.Mapping(at, frontMatter),
            problems,
            new NoSecrets(),
            node -> Prompt.from("answer", node, at, template));
    assertThat(problems.all()).isEmpty();
    return read.orElseThrow();
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
