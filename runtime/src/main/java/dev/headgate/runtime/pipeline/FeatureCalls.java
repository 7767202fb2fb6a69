package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answerer;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.search.Retriever;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.runtime.cache.AnswerCache;
import dev.headgate.runtime.cache.Fingerprints;
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.intents.Choice;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.calls.AnswerSink;
import dev.headgate.runtime.pipeline.calls.FeatureAnswer;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.pipeline.payment.Purse;
import dev.headgate.runtime.prompts.PromptVariables;
import dev.headgate.runtime.reviews.Escalations;
import dev.headgate.runtime.traces.Trace;
import dev.headgate.runtime.traces.Traces;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The way of a call to a feature.
final class FeatureCalls {
  private static final int MAX_QUESTION_CHARACTERS = 16_000;

  private final Retriever retriever;
  private final ToIntFunction<String> tokens;
  private final Predicate<String> flags;
  private final Limits limits;
  private final RememberedFeature remembered;
  private final Outward outward;
  private final Traces traces;
  private final ScheduledExecutorService timer;
  private final TimeBox box = new TimeBox();
  private final ByDifficulty choosing;
  private final TierChain tiers;

  FeatureCalls(
      Retriever retriever,
      ToIntFunction<String> tokens,
      Answerer answerer,
      Predicate<String> flags,
      Escalations reviews,
      Limits limits,
      AnswerCache cache,
      Fingerprints fingerprints,
      Outward outward,
      Traces traces,
      ScheduledExecutorService timer,
      ByDifficulty choosing) {
    this.retriever = retriever;
    this.tokens = tokens;
    this.flags = flags;
    this.limits = limits;
    this.remembered = new RememberedFeature(cache, fingerprints);
    this.outward = outward;
    this.traces = traces;
    this.timer = timer;
    this.choosing = choosing;
    this.tiers = new TierChain(answerer, flags, reviews, box, timer);
  }

  /// @param asked what the caller said, of which nobody else sees what is hidden
  /// @param now what is declared
  /// @param purses who pays, by the trace under which it is put down
  FeatureAnswer answer(
      FeatureCall asked,
      Snapshot now,
      Function<String, Purse> purses,
      AnswerSink out,
      Cancellation cancellation) {
    asked.caller().requireFeature(asked.feature());
    var declared = now.features().require(asked.feature());
    var split = new Split(declared.terms().latency(), System.nanoTime());
    limits.requireRoom(asked.caller(), declared.terms().priority());
    Bounds.checkLineage(asked, limits.bounds());
    var guardrails = now.guardrails().ofFeature(declared.name());
    try (var entered = limits.enter(asked.caller(), Bounds.facts(asked, limits.bounds()));
        var trace = traces.begin(asked.caller(), asked.user(), "feature");
        var vault = guardrails.vault()) {
      var call = Hiding.hide(asked, vault);
      var sink = new RestoringSink(out, vault);
      trace.feature(declared.name(), declared.release());
      trace.input(call.input(), call.history());
      trace.ignores(call.ignored());
      sink.begin(trace.id());
      var purse = purses.apply(trace.id());
      try {
        declared.terms().contract().checkInput(asked.input());
        var boundary = DataBoundary.of(call.caller(), declared.terms().data(), now.boundaries());
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
        var asking =
            new ModelChecks(
                asker, PromptVariables.of(call.input(), call.history(), List.of()), cancellation);
        var checks = new Checks(guardrails, asking, trace);
        checks.record(vault.judgements());
        var early = vault.blocking().or(() -> checks.input(call));
        var choice = early.isPresent() ? null : choose(now, call, trace);
        var intent = choice == null ? "" : choice.intent();
        var feature = declared.on(intent);
        var route = now.guardrails().onRoute(declared.name(), intent);
        var blocked = early.or(() -> new Checks(route.own(), asking, trace).input(call));
        var walk =
            new Walk(
                feature,
                call,
                asker,
                split,
                Context.EMPTY,
                new Checks(route.all(), asking, trace),
                vault,
                sink,
                cancellation,
                trace);
        var answered =
            blocked.isPresent() ? tiers.instead(blocked.get(), walk) : answered(walk, intent);
        var resolution = answered.resolution();
        trace.answer(resolution.tier(), walk.checks().recorded(answered.answer()));
        trace.resolved(resolution.outcome(), resolution.review());
        trace.contract(answered.contract().state().wireName(), answered.contract().why());
        purse.settleTokens(entered, Purse.Taken.NOTHING);
        sink.end();
        explain(call, trace, sink);
        trace.succeed();
        return new FeatureAnswer(
            trace.id(),
            feature.name(),
            feature.release(),
            resolution,
            Hiding.restore(answered.answer(), vault),
            answered.completion(),
            trace.isEstimated(),
            answered.contract(),
            trace.spans(),
            choice,
            Hiding.restore(answered.steps(), vault));
      } catch (CallFailed e) {
        purse.settleTokens(entered, Purse.Taken.NOTHING);
        explain(call, trace, sink);
        throw Pipeline.failed(e, cancellation, trace);
      } finally {
        trace.cost(purse.spent());
        out.spent(purse.spent());
      }
    }
  }

  private TierChain.Answered answered(Walk walk, String intent) {
    var version = version(walk.feature(), walk.call());
    Supplier<RememberedFeature.Made> make =
        () -> {
          var context = retrieve(walk);
          return new RememberedFeature.Made(tiers.answer(walk.with(context)), context.version());
        };
    return version.isEmpty()
        ? make.get().answered()
        : remembered.answer(
            walk.call(),
            new RememberedFeature.Grounds(
                walk.feature(),
                intent,
                walk.asker().router(),
                walk.asker().boundary(),
                version.get(),
                Switches.on(walk.feature(), flags)),
            walk.sink(),
            walk.trace(),
            make);
  }

  private static void explain(FeatureCall call, Trace trace, AnswerSink sink) {
    if (call.terms().explain()) {
      sink.attempted(Course.explanation(trace));
    }
  }

  private static @Nullable Choice choose(Snapshot now, FeatureCall call, Trace trace) {
    var router = now.intents().get(call.feature());
    if (router == null) {
      return null;
    }
    try (var _ = trace.step("intents")) {
      var choice = router.choose(call.input());
      trace.intent(choice.intent(), choice.probability(), choice.by().wireName());
      return choice;
    }
  }

  /// What an answer of a feature would be made of; empty if none is remembered.
  private Optional<String> version(Feature feature, FeatureCall call) {
    if (!RememberedFeature.isOn(feature)) {
      return Optional.empty();
    }
    var retrieval = feature.retrieval();
    if (retrieval == null) {
      return Optional.of("");
    }
    var _ = question(call);
    return retriever.version(retrieval.collection());
  }

  private Context retrieve(Walk walk) {
    var retrieval = walk.feature().retrieval();
    if (retrieval == null) {
      return Context.EMPTY;
    }
    var request =
        new SearchRequest(retrieval.collection(), question(walk.call()), retrieval.limit());
    if (Switches.searchesNothing(walk.feature(), flags)) {
      return Context.EMPTY;
    }
    var trace = walk.trace();
    var began = trace.elapsed();
    var searched = box.run(walk.split().retrieval(), "retrieval", () -> retriever.search(request));
    if (searched.isEmpty()) {
      trace.span(new Trace.Span("retrieval", began, trace.elapsed() - began));
      return Context.LATE;
    }
    var result = searched.get();
    for (var step : result.steps()) {
      trace.span(new Trace.Span("retrieval." + step.name(), began, step.nanos()));
      began += step.nanos();
    }
    var hits = walk.checks().retrieved(result.hits());
    try (var _ = trace.step("context")) {
      return Context.pack(
          hits, result.collectionVersion(), retrieval.maxContextTokens(), tokens, trace);
    }
  }

  private static String question(FeatureCall call) {
    if (!(call.input().get(Pipeline.QUESTION) instanceof String question) || question.isBlank()) {
      throw CallFailed.invalid(
          "input." + Pipeline.QUESTION,
          "input.question is missing; send {\"input\": {\"question\": \"…\"}}");
    }
    if (question.length() > MAX_QUESTION_CHARACTERS) {
      throw CallFailed.invalid(
          "input." + Pipeline.QUESTION,
          "input.question has %d characters; at most %d are read"
              .formatted(question.length(), MAX_QUESTION_CHARACTERS));
    }
    return question;
  }
}
