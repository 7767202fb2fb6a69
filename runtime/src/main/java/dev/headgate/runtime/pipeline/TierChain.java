package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.AnswerKind;
import dev.headgate.kernel.answers.Answerer;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.TextSink;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.search.Hit;
import dev.headgate.runtime.contracts.Contract;
import dev.headgate.runtime.contracts.ContractOutcome;
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.features.MoveDown;
import dev.headgate.runtime.features.ReplyKind;
import dev.headgate.runtime.features.Shape;
import dev.headgate.runtime.features.Tier;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.calls.AnswerSink;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.pipeline.calls.Resolution;
import dev.headgate.runtime.pipeline.payment.Purse;
import dev.headgate.runtime.prompts.PromptVariables;
import dev.headgate.runtime.reviews.Escalations;
import dev.headgate.runtime.routing.Route;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.routing.SessionKey;
import dev.headgate.runtime.traces.AskedModel;
import dev.headgate.runtime.traces.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Walks a feature's fallback chain until a tier answers. What moves a call down: a provider that
/// fails, is late or refuses, a model that may not be asked or says it does not know, a confidence
/// below the threshold, documents that were not found. What does not: the caller going away, the
/// caller's mistakes, and our own.
final class TierChain {
  /// The longest generated answer.
  private static final int MAX_ANSWER_CHARACTERS = 1_000_000;

  /// Stands for the tier of the typed default.
  private static final String DEFAULT = "default";

  // The caller's by their kind, but of the model that a tier asks: another tier may do better.
  private static final Set<ErrorCode> OF_THE_MODEL =
      EnumSet.of(
          ErrorCode.MODEL_NOT_FOUND,
          ErrorCode.UNSUPPORTED_OPERATION,
          ErrorCode.UNSUPPORTED_PARAMETER,
          ErrorCode.CONTEXT_LENGTH_EXCEEDED,
          ErrorCode.CONTENT_REFUSED,
          ErrorCode.REQUEST_TOO_LARGE,
          ErrorCode.BUDGET_UNPRICED,
          ErrorCode.BUDGET_UNBOUNDED,
          ErrorCode.BUDGET_FROZEN);

  private final Answerer answerer;
  private final Limits limits;
  private final Predicate<String> flags;
  private final Escalations reviews;
  private final TimeBox box;
  private final ScheduledExecutorService timer;

  TierChain(
      Answerer answerer,
      Limits limits,
      Predicate<String> flags,
      Escalations reviews,
      TimeBox box,
      ScheduledExecutorService timer) {
    this.answerer = answerer;
    this.limits = limits;
    this.flags = flags;
    this.reviews = reviews;
    this.box = box;
    this.timer = timer;
  }

  /// One call on its way down.
  private record Walk(
      Feature feature,
      FeatureCall call,
      Router router,
      DataBoundary boundary,
      Purse purse,
      Descent descent,
      Split split,
      Context context,
      AnswerSink sink,
      Cancellation cancellation,
      Trace trace) {
    List<Hit> hits(Tier tier) {
      var most = tier.terms().hits();
      var found = context.hits();
      return most == null || found.size() <= most ? found : found.subList(0, most);
    }
  }

  /// What a tier came to.
  private sealed interface Outcome {
    /// @param by the deployment, null if it is the one that the tier names
    record Answered(
        Resolution resolution,
        Answer answer,
        Completion completion,
        @Nullable AskedModel by,
        ContractOutcome contract)
        implements Outcome {}

    /// @param failure what stopped it, null if it stepped aside by itself
    /// @param usage what it took all the same
    record MovedDown(String reason, @Nullable CallFailed failure, Usage usage) implements Outcome {
      static MovedDown because(String reason) {
        return new MovedDown(reason, null, Usage.NONE);
      }
    }
  }

  /// The answer of the first tier that has one.
  ///
  /// @param completion of the model that answered, with the usage of all tiers together
  /// @param contract how it came to fit its contract
  /// @param isBest whether no better tier has failed
  record Answered(
      Resolution resolution,
      Answer answer,
      Completion completion,
      ContractOutcome contract,
      boolean isBest) {}

  /// Throws what stopped the last tier that failed if none answers.
  Answered answer(
      Feature feature,
      FeatureCall call,
      Router router,
      DataBoundary boundary,
      Purse purse,
      Descent descent,
      Split split,
      Context context,
      AnswerSink sink,
      Cancellation cancellation,
      Trace trace) {
    var walk =
        new Walk(
            feature,
            call,
            router,
            boundary,
            purse,
            descent,
            split,
            context,
            sink,
            cancellation,
            trace);
    CallFailed lastFailure = null;
    var isSwitchedOff = true;
    var lastReason = "";
    for (var tier : feature.tiers()) {
      cancellation.check();
      var asked = asked(tier, router);
      var flag = Switches.offBy(feature, tier, flags);
      if (flag.isPresent()) {
        var reason = "the flag \"%s\" is off".formatted(flag.get());
        trace.attempt(new Trace.TierAttempt(tier.name(), reason, asked, Usage.NONE));
        continue;
      }
      isSwitchedOff = false;
      switch (timed(tier, asked, walk)) {
        case Outcome.Answered(var resolution, var answer, var completion, var by, var contract) -> {
          trace.attempt(
              new Trace.TierAttempt(
                  tier.name(),
                  resolution.outcome().wireName(),
                  by == null ? asked : by,
                  completion.usage()));
          trace.completion(completion);
          return new Answered(
              resolution,
              answer,
              completion.withUsage(trace.usage()),
              contract,
              lastFailure == null);
        }
        case Outcome.MovedDown(var reason, var failure, var usage) -> {
          trace.attempt(new Trace.TierAttempt(tier.name(), reason, asked, usage));
          lastFailure = failure == null ? lastFailure : failure;
          lastReason = reason;
        }
      }
    }
    if (isSwitchedOff) {
      throw Switches.allOff(feature);
    }
    var fallback = feature.terms().contract().fallbackText();
    if (fallback.isPresent()) {
      return defaulted(fallback.get(), lastReason, walk);
    }
    throw lastFailure != null
        ? lastFailure
        : new CallFailed(
            ErrorCode.PROVIDER_FAILED,
            "no tier of feature \"%s\" has an answer; add a last tier with a reply"
                .formatted(feature.name()));
  }

  private static Answered defaulted(String document, String why, Walk walk) {
    var completion = new Completion("", "", FinishReason.STOP, Usage.NONE);
    var outcome = new ContractOutcome(ContractOutcome.State.DEFAULTED, why);
    walk.trace.attempt(new Trace.TierAttempt(DEFAULT, "answered", AskedModel.NONE, Usage.NONE));
    walk.trace.completion(completion);
    handOver(document, outcome, walk);
    return new Answered(
        Resolution.of(DEFAULT, AnswerKind.REPLIED),
        new Answer(document, List.of(), null),
        completion.withUsage(walk.trace.usage()),
        outcome,
        false);
  }

  private static void handOver(String document, ContractOutcome outcome, Walk walk) {
    if (walk.call.stream()) {
      walk.trace.firstChunk();
    }
    walk.sink.contract(outcome);
    walk.sink.accept(document);
  }

  private static AskedModel asked(Tier tier, Router router) {
    return tier.model().isEmpty()
        ? AskedModel.NONE
        : Pipeline.asked(tier.model(), router.require(tier.model()));
  }

  private Outcome timed(Tier tier, AskedModel asked, Walk walk) {
    try (var _ = walk.trace.step("tier." + tier.name())) {
      return attempt(tier, walk);
    } catch (CallFailed e) {
      walk.trace.attempt(new Trace.TierAttempt(tier.name(), reason(e), asked, Usage.NONE));
      throw e;
    }
  }

  private static String reason(CallFailed failure) {
    return failure.code().wireName() + ": " + failure.message();
  }

  private Outcome attempt(Tier tier, Walk walk) {
    return switch (tier) {
      case Tier.Reply reply -> reply(reply, walk);
      case Tier.Generate _, Tier.Extract _
          when walk.feature.shape() == Shape.RETRIEVAL && walk.context.hits().isEmpty() ->
          walk.context.isLate()
              ? movedDown(tier, MoveDown.DEADLINE, late("the search"))
              : Outcome.MovedDown.because("no document was found");
      case Tier.Extract extract -> extract(extract, walk);
      case Tier.Generate generate when walk.feature.terms().contract().hasOutput() ->
          generateByContract(generate, walk);
      case Tier.Generate generate -> generate(generate, walk);
    };
  }

  private Outcome reply(Tier.Reply tier, Walk walk) {
    var contract = walk.feature.terms().contract();
    if (contract.hasOutput() && contract.judge(tier.text()) instanceof Contract.Judged.Unfit unfit) {
      return Outcome.MovedDown.because(unfit.reason());
    }
    var review = "";
    if (tier.kind() == ReplyKind.ESCALATE) {
      try {
        review = reviews.put(Escalated.of(walk.call, walk.feature, tier, walk.trace));
      } catch (CallFailed e) {
        if (!movesDown(e)) {
          throw e;
        }
        return new Outcome.MovedDown(reason(e), e, Usage.NONE);
      }
    }
    var resolution = new Resolution(tier.name(), tier.kind().outcome(), review);
    if (contract.hasOutput() && contract.judge(tier.text()) instanceof Contract.Judged.Fit fit) {
      handOver(fit.text(), ContractOutcome.KEPT, walk);
      return new Outcome.Answered(
          resolution,
          new Answer(fit.text(), List.of(), null),
          new Completion("", "", FinishReason.STOP, Usage.NONE),
          null,
          ContractOutcome.KEPT);
    }
    return said(resolution, new Answer(tier.text(), List.of(), null), "", walk);
  }

  /// Nothing is handed over before it fits.
  private Outcome generateByContract(Tier.Generate tier, Walk walk) {
    var contract = walk.feature.terms().contract();
    walk.trace.prompt(tier.prompt().name(), tier.prompt().version());
    var time = walk.split.tier(tier).orElse(tier.deadline());
    if (!time.isPositive()) {
      return movedDown(
          tier, MoveDown.DEADLINE, late("what came before tier \"" + tier.name() + '"'));
    }
    var variables = PromptVariables.of(walk.call.input(), walk.call.history(), walk.hits(tier));
    var request =
        new ChatRequest(tier.model(), tier.prompt().render(variables), tier.prompt().settings())
            .with(contract.format());
    try (var deadline = new Deadline(time, walk.cancellation, timer)) {
      var drafting =
          new Drafting(
              contract,
              (asked, how) -> converse(time, asked, how, deadline.cancellation(), walk),
              TierChain::bounded);
      return switch (drafting.until(request)) {
        case Drafting.Result.Fits fits -> fitting(tier, fits, walk);
        case Drafting.Result.NoAnswer(var usage) ->
            new Outcome.MovedDown("the model has no answer", null, usage);
        case Drafting.Result.Unfit(var why, var usage) -> {
          var failure = contractFailed(walk.feature, why);
          if (!tier.terms().movesDownOn().contains(MoveDown.CONTRACT)) {
            throw failure;
          }
          yield new Outcome.MovedDown("contract_failed: " + why, failure, usage);
        }
        case Drafting.Result.Stopped(var failed, var why, var usage) -> {
          var failure = explained(failed, deadline, tier, time);
          if (walk.cancellation.isCancelled()
              || !movesDown(failure)
              || !tier.terms().movesDownOn().contains(cause(failure))) {
            throw failure;
          }
          var reason = reason(failure);
          yield new Outcome.MovedDown(why.isEmpty() ? reason : why + "; " + reason, failure, usage);
        }
      };
    }
  }

  private static Outcome fitting(Tier.Generate tier, Drafting.Result.Fits fits, Walk walk) {
    var document = fits.fit().text();
    var confidence = tier.minConfidence() > 0 ? StatedConfidence.of(document) : null;
    if (confidence != null && confidence < tier.minConfidence()) {
      return unsure(tier, confidence, tier.minConfidence(), fits.usage());
    }
    handOver(document, fits.outcome(), walk);
    return new Outcome.Answered(
        Resolution.of(tier.name(), AnswerKind.ANSWERED),
        new Answer(document, CitationMarkers.read(fits.fit().prose(), walk.hits(tier)), confidence),
        fits.said().completion().withUsage(fits.usage()),
        Pipeline.asked(tier.model(), fits.said().by()),
        fits.outcome());
  }

  private static CallFailed contractFailed(Feature feature, String why) {
    return new CallFailed(
        ErrorCode.CONTRACT_FAILED,
        "no answer of feature \"%s\" fits its contract: %s; raise contract.repairs, or declare contract.default"
            .formatted(feature.name(), why));
  }

  private Outcome extract(Tier.Extract tier, Walk walk) {
    var question = String.valueOf(walk.call.input().get(Pipeline.QUESTION));
    var answered =
        box.run(
            walk.split.tier(tier),
            "tier " + tier.name(),
            () -> answerer.answer(question, walk.hits(tier)));
    if (answered.isEmpty()) {
      return movedDown(tier, MoveDown.DEADLINE, late("tier \"" + tier.name() + "\""));
    }
    var found = answered.get();
    if (found.isEmpty()) {
      return Outcome.MovedDown.because("no sentence to quote");
    }
    var confidence = found.get().confidenceOr(0);
    if (confidence < tier.minConfidence()) {
      return unsure(tier, confidence, tier.minConfidence(), Usage.NONE);
    }
    return said(Resolution.of(tier.name(), AnswerKind.ANSWERED), found.get(), tier.model(), walk);
  }

  private static Outcome unsure(Tier tier, double confidence, double least, Usage usage) {
    var reason = "confidence %.3f is below %.3f".formatted(confidence, least);
    if (tier.terms().movesDownOn().contains(MoveDown.CONFIDENCE)) {
      return new Outcome.MovedDown(reason, null, usage);
    }
    throw new CallFailed(
        ErrorCode.LOW_CONFIDENCE,
        "tier \"%s\" is not sure of its answer: %s; lower its min-confidence, or add confidence to its moves-down-on"
            .formatted(tier.name(), reason));
  }

  /// Hands the call on, or ends it with `failure` where the tier does not move down on that.
  private static Outcome movedDown(Tier tier, MoveDown on, CallFailed failure) {
    if (!tier.terms().movesDownOn().contains(on)) {
      throw failure;
    }
    return new Outcome.MovedDown(reason(failure), failure, Usage.NONE);
  }

  private static CallFailed late(String step) {
    return new CallFailed(
        ErrorCode.CALL_TIMEOUT,
        step + " took longer than the latency of the feature leaves it; give it more there");
  }

  private static Outcome said(Resolution resolution, Answer answer, String model, Walk walk) {
    if (walk.call.stream()) {
      walk.trace.firstChunk();
    }
    walk.sink.accept(answer.text());
    return new Outcome.Answered(
        resolution,
        answer,
        new Completion(model, "", FinishReason.STOP, Usage.NONE),
        null,
        ContractOutcome.NONE);
  }

  private Outcome generate(Tier.Generate tier, Walk walk) {
    var call = walk.call;
    walk.trace.prompt(tier.prompt().name(), tier.prompt().version());
    var hits = walk.hits(tier);
    var isHeld = !call.stream() || tier.minConfidence() > 0;
    var time = walk.split.tier(tier).orElse(tier.deadline());
    if (!time.isPositive()) {
      return movedDown(
          tier, MoveDown.DEADLINE, late("what came before tier \"" + tier.name() + '"'));
    }
    var variables = PromptVariables.of(call.input(), call.history(), hits);
    var request =
        new ChatRequest(tier.model(), tier.prompt().render(variables), tier.prompt().settings());
    var text = new StringBuilder();
    var gate =
        new NoAnswerGate(delta -> {
          bounded(text, delta);
          if (!isHeld) {
            walk.trace.firstChunk();
            walk.sink.accept(delta);
          }
        });
    Conversing.Said said;
    try (var deadline = new Deadline(time, walk.cancellation, timer)) {
      try {
        said = converse(time, request, asking(request, gate, call), deadline.cancellation(), walk);
      } catch (CallFailed e) {
        var failure = explained(e, deadline, tier, time);
        var delivered = !isHeld && gate.isOpen();
        if (delivered) {
          walk.trace.answer(tier.name(), new Answer(text.toString(), List.of(), null));
        }
        if (delivered || walk.cancellation.isCancelled() || !movesDown(failure)) {
          throw failure;
        }
        return movedDown(tier, cause(failure), failure);
      }
    }
    if (gate.endedWithoutAnswer()) {
      return new Outcome.MovedDown("the model has no answer", null, said.completion().usage());
    }
    var confidence = tier.minConfidence() > 0 ? StatedConfidence.of(text.toString()) : null;
    if (confidence != null && confidence < tier.minConfidence()) {
      return unsure(tier, confidence, tier.minConfidence(), said.completion().usage());
    }
    if (isHeld) {
      if (call.stream()) {
        walk.trace.firstChunk();
      }
      walk.sink.accept(text.toString());
    }
    var citations = CitationMarkers.read(text.toString(), hits);
    return new Outcome.Answered(
        Resolution.of(tier.name(), AnswerKind.ANSWERED),
        new Answer(text.toString(), citations, confidence),
        said.completion(),
        Pipeline.asked(tier.model(), said.by()),
        ContractOutcome.NONE);
  }

  private static Function<Conversing, Conversing.Said> asking(
      ChatRequest request, TextSink text, FeatureCall call) {
    var sink = ChatSink.ofText(text);
    return call.stream()
        ? conversing -> conversing.asItComes(request, sink)
        : conversing -> conversing.whole(request, sink);
  }

  private Conversing.Said converse(
      Duration time,
      ChatRequest request,
      Function<Conversing, Conversing.Said> ask,
      Cancellation cancellation,
      Walk walk) {
    var call = walk.call;
    var route = walk.boundary.only(route(request.model(), walk.router));
    var before = walk.purse.taken();
    try (var entered =
        limits.enterModel(call.caller(), Bounds.facts(request, call.user(), limits.bounds()))) {
      var course =
          new Course(
              route,
              new SessionKey(
                  call.caller().project(), call.terms().session(), call.user(), beginning(request)),
              walk.purse.paying(request),
              cancellation,
              timer,
              walk.descent.within(time.toNanos()),
              walk.trace);
      try {
        var said = ask.apply(new Conversing(course));
        walk.purse.settleTokens(entered, before);
        return said;
      } catch (CallFailed | GivenUp e) {
        walk.purse.settleTokens(entered, before);
        throw e;
      }
    }
  }

  // What providers keep of a prompt is its beginning.
  private static byte[] beginning(ChatRequest request) {
    var text = new StringBuilder();
    for (var message : request.messages()) {
      text.append(message.text());
      if (text.length() >= SessionKey.PREFIX_BYTES) {
        break;
      }
    }
    text.setLength(Math.min(text.length(), SessionKey.PREFIX_BYTES));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Route route(String model, Router router) {
    return router
        .route(model)
        .orElseThrow(
            () -> new IllegalStateException(model + " cannot generate; load refuses this"));
  }

  private static CallFailed explained(
      CallFailed failure, Deadline deadline, Tier.Generate tier, Duration time) {
    if (deadline.cancellation().isCutOff()) {
      return deadline.cancellation().failure(failure);
    }
    return deadline.isOver()
        ? new CallFailed(
            ErrorCode.PROVIDER_TIMEOUT,
            "model \"%s\" did not answer within the %s of tier \"%s\"; raise its deadline or choose a faster model"
                .formatted(tier.model(), time, tier.name()),
            failure)
        : failure;
  }

  private static void bounded(StringBuilder text, String delta) {
    if (text.length() + delta.length() > MAX_ANSWER_CHARACTERS) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "the model's answer is longer than %d characters; set maxOutputTokens in the prompt"
              .formatted(MAX_ANSWER_CHARACTERS));
    }
    text.append(delta);
  }

  private static MoveDown cause(CallFailed failure) {
    return switch (failure.code()) {
      case BUDGET_EXCEEDED, BUDGET_UNPRICED, BUDGET_UNBOUNDED, BUDGET_FROZEN -> MoveDown.BUDGET;
      case PROVIDER_TIMEOUT, CALL_TIMEOUT -> MoveDown.DEADLINE;
      default -> MoveDown.ERRORS;
    };
  }

  private static boolean movesDown(CallFailed failure) {
    return switch (failure.code().kind()) {
      case PROVIDER, LIMIT -> true;
      case CALLER -> OF_THE_MODEL.contains(failure.code());
      case INTERNAL -> false;
    };
  }
}
