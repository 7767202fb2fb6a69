package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answerer;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.BudgetLedger;
import dev.headgate.kernel.money.Charge;
import dev.headgate.kernel.money.Price;
import dev.headgate.kernel.search.Retriever;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.boundaries.DataRule;
import dev.headgate.runtime.cache.AnswerCache;
import dev.headgate.runtime.cache.Fingerprints;
import dev.headgate.runtime.guardrails.PiiVault;
import dev.headgate.runtime.limits.Entered;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.calls.AnswerSink;
import dev.headgate.runtime.pipeline.calls.CountedRequest;
import dev.headgate.runtime.pipeline.calls.EmbeddingAnswer;
import dev.headgate.runtime.pipeline.calls.EmbeddingCall;
import dev.headgate.runtime.pipeline.calls.FeatureAnswer;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.pipeline.calls.OfferedModel;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.runtime.pipeline.calls.RelaySink;
import dev.headgate.runtime.pipeline.calls.RerankAnswer;
import dev.headgate.runtime.pipeline.calls.RerankCall;
import dev.headgate.runtime.pipeline.calls.TokenCount;
import dev.headgate.runtime.pipeline.payment.Charges;
import dev.headgate.runtime.pipeline.payment.Grant;
import dev.headgate.runtime.pipeline.payment.Purse;
import dev.headgate.runtime.reviews.Escalations;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Route;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.routing.SessionKey;
import dev.headgate.runtime.traces.AskedModel;
import dev.headgate.runtime.traces.Trace;
import dev.headgate.runtime.traces.Traces;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// The way of a call through the house. Thread-safe; every call runs on its caller's thread.
public final class Pipeline {
  /// The input of a feature that searches.
  public static final String QUESTION = "question";

  /// How a model's name says that it is a feature.
  public static final String FEATURE_PREFIX = "feature/";

  private final Supplier<Snapshot> snapshots;
  private final Function<String, Optional<EmbeddingModel>> embeddings;
  private final FeatureCalls features;
  private final Limits limits;
  private final BudgetLedger budgets;
  private final Function<Deployment.Remote, Optional<Price>> prices;
  private final Remembered answers;
  private final Outward outward;
  private final Traces traces;
  private final EmbeddedCalls embedded;
  private final ScheduledExecutorService timer;
  private final ByDifficulty choosing = new ByDifficulty();

  /// @param snapshots what is declared now
  /// @param embeddings the models in this process, by name
  /// @param tokens of a text, as context windows are counted
  /// @param budgets what may be spent, and the record of what was
  /// @param prices what a deployment charges now
  /// @param outward tells other Headgates what led to a call
  /// @param timer runs deadlines; its tasks are short
  public Pipeline(
      Supplier<Snapshot> snapshots,
      Retriever retriever,
      Function<String, Optional<EmbeddingModel>> embeddings,
      ToIntFunction<String> tokens,
      Answerer answerer,
      Limits limits,
      BudgetLedger budgets,
      Function<Deployment.Remote, Optional<Price>> prices,
      AnswerCache cache,
      Fingerprints fingerprints,
      Outward outward,
      Traces traces,
      ScheduledExecutorService timer) {
    this(
        snapshots,
        retriever,
        embeddings,
        tokens,
        answerer,
        limits,
        budgets,
        prices,
        cache,
        fingerprints,
        outward,
        traces,
        timer,
        _ -> true,
        Escalations.NONE);
  }

  /// @param flags whether a flag is on now
  /// @param reviews takes calls that a person shall answer
  public Pipeline(
      Supplier<Snapshot> snapshots,
      Retriever retriever,
      Function<String, Optional<EmbeddingModel>> embeddings,
      ToIntFunction<String> tokens,
      Answerer answerer,
      Limits limits,
      BudgetLedger budgets,
      Function<Deployment.Remote, Optional<Price>> prices,
      AnswerCache cache,
      Fingerprints fingerprints,
      Outward outward,
      Traces traces,
      ScheduledExecutorService timer,
      Predicate<String> flags,
      Escalations reviews) {
    this.snapshots = snapshots;
    this.embeddings = embeddings;
    this.features =
        new FeatureCalls(
            retriever,
            tokens,
            answerer,
            flags,
            reviews,
            limits,
            cache,
            fingerprints,
            outward,
            traces,
            timer,
            choosing);
    this.limits = limits;
    this.budgets = budgets;
    this.prices = prices;
    this.answers = new Remembered(cache, fingerprints);
    this.outward = outward;
    this.traces = traces;
    this.embedded = new EmbeddedCalls(limits, traces);
    this.timer = timer;
  }

  /// Answers a call to a feature. The text goes to `sink` as it comes; where the call streams, text
  /// once handed over stands.
  public FeatureAnswer answer(FeatureCall call, AnswerSink sink, Cancellation cancellation) {
    return features.answer(
        call,
        snapshots.get(),
        traceId -> purse(call.caller(), Charges.of(call, traceId)),
        sink,
        cancellation);
  }

  /// Passes a call on to a deployment of its model, and the answer back as it arrives.
  public void relay(RelayCall call, RelaySink out, Cancellation cancellation) {
    var now = snapshots.get();
    call.caller().requireModel(call.model());
    requireOwn(call);
    var route = remote(now.router(), call);
    if (call.operation() == Operation.EMBEDDINGS) {
      now.router().requireOneVectorSpace(call.model());
    }
    Bounds.checkLineage(call, limits.bounds());
    try (var vault = now.guardrails().ofProject(call.caller().project()).vault();
        var turn = new Turn()) {
      relay(call, now, route, turn, vault, out, cancellation).run();
    }
  }

  /// Returns what sends the end of the answer, once the call is on record.
  private Runnable relay(
      RelayCall asked,
      Snapshot now,
      Route route,
      Turn turn,
      PiiVault vault,
      RelaySink out,
      Cancellation cancellation) {
    Runnable end;
    try (var entered = limits.enter(asked.caller(), Bounds.facts(asked, limits.bounds()));
        var trace = traces.begin(asked.caller(), asked.user(), asked.operation().wireName())) {
      trace.asks(asked(asked.model(), route.deployments().getFirst()));
      var purse = purse(asked.caller(), Charges.of(asked, trace.id()));
      try {
        var call = hidden(asked, vault, trace);
        trace.captureRequest(call.request().body());
        var boundary = DataBoundary.of(call.caller(), DataRule.NONE, now.boundaries());
        var allowed =
            choosing.route(route, now.router(), () -> ByDifficulty.prompt(call), boundary, trace);
        var checks = checks(call, now, boundary, purse, cancellation, trace);
        checks.request(call);
        var restoring = vault.holdsValues() ? RestoringRelay.of(call, vault, out) : null;
        var first = restoring == null ? out : restoring;
        var checking = CheckedRelay.of(call, checks, first).orElse(null);
        var told =
            answers.answer(
                call,
                turn,
                allowed.cacheFor(),
                call.model() + ' ' + allowed.name() + ' ' + boundary.dataClass(),
                checking == null ? first : checking,
                trace,
                cancellation,
                sink -> relay(call, allowed, purse, sink, cancellation, trace));
        var checked = checking == null ? told : checking.after(told);
        end = restoring == null ? checked : restoring.after(checked);
        settleTokens(call.operation(), purse, entered, trace);
      } catch (CallFailed e) {
        purse.settleTokens(entered, Purse.Taken.NOTHING);
        throw failed(e, cancellation, trace);
      } finally {
        trace.cost(purse.spent());
        out.spent(purse.spent());
      }
    }
    return end;
  }

  // What its project declares for a call that names a model.
  private Checks checks(
      RelayCall call,
      Snapshot now,
      DataBoundary boundary,
      Purse purse,
      Cancellation cancellation,
      Trace trace) {
    var asker =
        new Asker(
            Asker.Who.of(call),
            now.router(),
            boundary,
            purse,
            Bounds.descent(call, limits.bounds(), outward, trace.id()),
            limits,
            timer,
            choosing,
            trace);
    return new Checks(
        now.guardrails().ofProject(call.caller().project()),
        new ModelChecks(asker, Map.of(), cancellation),
        trace);
  }

  private static RelayCall hidden(RelayCall call, PiiVault vault, Trace trace) {
    try {
      return RelayHiding.hide(call, vault);
    } finally {
      Checks.record(vault.judgements(), trace);
    }
  }

  // Of images and sounds nobody counts tokens, unless the provider does.
  private static void settleTokens(Operation operation, Purse purse, Entered entered, Trace trace) {
    if (operation == Operation.CHAT || operation == Operation.EMBEDDINGS) {
      purse.settleTokens(entered, Purse.Taken.NOTHING);
    } else {
      entered.settleTokens(trace.usedTokens());
    }
  }

  /// Has the tokens of a request counted by a provider of its model.
  ///
  /// @param counted the request in the dialects of those who count
  public TokenCount countTokens(
      RelayCall asked, Function<RelayRequest, CountedRequest> counted, Cancellation cancellation) {
    if (asked.model().startsWith(FEATURE_PREFIX)) {
      throw new CallFailed(
          ErrorCode.UNSUPPORTED_OPERATION,
          "tokens of a feature are not counted ahead, since its prompt is made as it answers; the"
              + " answer's usage tells how many there were");
    }
    var now = snapshots.get();
    asked.caller().requireModel(asked.model());
    requireOwn(asked);
    var route = remote(now.router(), asked);
    Bounds.checkLineage(asked, limits.bounds());
    try (var vault = now.guardrails().ofProject(asked.caller().project()).vault();
        var entered = limits.enter(asked.caller(), Bounds.facts(asked, limits.bounds()));
        var trace = traces.begin(asked.caller(), asked.user(), "count_tokens")) {
      var purse = purse(asked.caller(), Charges.of(asked, trace.id()));
      try {
        var call = hidden(asked, vault, trace);
        var boundary = DataBoundary.of(asked.caller(), DataRule.NONE, now.boundaries());
        var by = Counting.counter(boundary.only(route));
        trace.asks(asked(asked.model(), by));
        checks(call, now, boundary, purse, cancellation, trace).request(call);
        var count =
            Counting.count(
                call,
                by,
                counted.apply(call.request()),
                Bounds.descent(call, limits.bounds(), outward, trace.id()),
                cancellation);
        trace.succeed();
        return new TokenCount(trace.id(), count);
      } catch (CallFailed e) {
        throw failed(e, cancellation, trace);
      } finally {
        // Nobody charges for counting, but a model that checks the call does.
        trace.cost(purse.spent());
        entered.settleTokens(0);
      }
    }
  }

  // A provider knows one key, and tells nobody's objects from another's.
  private static void requireOwn(RelayCall call) {
    if (!call.caller().mayUseProviderState()) {
      call.request()
          .scan()
          .kept()
          .ifPresent(member -> {
            throw call.caller().deniedProviderState(member);
          });
    }
  }

  private Purse purse(Caller caller, Charge who) {
    var granted = caller.visit().lineage().budgetNanos();
    return new Purse(budgets, prices, limits.bounds(), who, new Grant(granted));
  }

  private Runnable relay(
      RelayCall call,
      Route route,
      Purse purse,
      RelaySink out,
      Cancellation cancellation,
      Trace trace) {
    var session =
        new SessionKey(
            call.caller().project(), call.terms().session(), call.user(), call.request().body());
    var facts = call.request().scan().facts();
    var paying =
        call.operation() == Operation.EMBEDDINGS
            ? purse.payingForInput(facts)
            : purse.paying(facts, route.name());
    var descent = Bounds.descent(call, limits.bounds(), outward, trace.id());
    try (var chosen =
        limits.enterChosen(call.caller(), Bounds.facts(call, limits.bounds()), route.name())) {
      try {
        var course = new Course(route, session, paying, cancellation, timer, descent, trace);
        return new Relaying(call, course, out, timer).run();
      } finally {
        settleTokens(call.operation(), purse, chosen, trace);
      }
    }
  }

  /// The embedding model of this process that a name stands for; empty if a provider has it.
  public Optional<EmbeddingModel> embeddingModel(String name) {
    requireNoFeature(name);
    return switch (snapshots.get().router().require(name)) {
      case Deployment.Remote _ -> Optional.empty();
      case Deployment.Embedded(var model) ->
          Optional.of(
              embeddings
                  .apply(model)
                  .orElseThrow(() ->
                      new CallFailed(
                          ErrorCode.MODEL_NOT_FOUND,
                          "there is no embedded embedding model \"%s\""
                              .formatted(Names.shown(model)))));
    };
  }

  /// Embeds with a model of this process.
  public EmbeddingAnswer embed(EmbeddingCall call, Cancellation cancellation) {
    return embedded.embed(call, cancellation);
  }

  /// Puts documents in order with a model of this process.
  public RerankAnswer rerank(RerankCall call, Cancellation cancellation) {
    return embedded.rerank(call, cancellation);
  }

  /// What the caller may write in `model`: features first, then aliases.
  public List<OfferedModel> models(Caller caller) {
    var now = snapshots.get();
    var offered = new ArrayList<OfferedModel>();
    now.features().all().stream()
        .filter(feature -> caller.mayUseFeature(feature.name()))
        .map(feature -> FEATURE_PREFIX + feature.name())
        .sorted(Comparator.naturalOrder())
        .map(OfferedModel::feature)
        .forEach(offered::add);
    now.router().aliases().stream()
        .filter(caller::mayUseModel)
        .map(alias -> OfferedModel.of(alias, now.router(), Counting::counts))
        .forEach(offered::add);
    return offered;
  }

  static AskedModel asked(String requested, Deployment deployment) {
    return switch (deployment) {
      case Deployment.Remote(var provider, var model, _) ->
          new AskedModel(requested, model, provider.name(), provider.system());
      case Deployment.Embedded(var model) ->
          new AskedModel(requested, model, Router.EMBEDDED, Router.EMBEDDED);
    };
  }

  // Whatever breaks after the caller has left broke because it left.
  static CallFailed failed(CallFailed failure, Cancellation cancellation, Trace trace) {
    var why = cancellation.isCancelled() ? cancellation.failure(failure) : failure;
    trace.fail(why);
    return why.in(trace.id());
  }

  private static void requireNoFeature(String model) {
    if (model.startsWith(FEATURE_PREFIX)) {
      throw new CallFailed(
          ErrorCode.UNSUPPORTED_OPERATION,
          "\"%s\" is a feature, which answers conversations only; name a model here"
              .formatted(Names.shown(model)));
    }
  }

  private static Route remote(Router router, RelayCall call) {
    requireNoFeature(call.model());
    return router
        .route(call.model())
        .orElseThrow(() ->
            new CallFailed(
                ErrorCode.UNSUPPORTED_OPERATION,
                "model \"%s\" cannot %s by itself; call a feature that uses it, as model \"feature/<name>\""
                    .formatted(call.model(), call.operation().wireName())));
  }
}
