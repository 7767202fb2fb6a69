package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answer;
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
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.features.Shape;
import dev.headgate.runtime.features.Tier;
import dev.headgate.runtime.guardrails.Guardrails;
import dev.headgate.runtime.guardrails.Judgement;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.pipeline.payment.Purse;
import dev.headgate.runtime.prompts.PromptVariables;
import dev.headgate.runtime.routing.Route;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.routing.SessionKey;
import dev.headgate.runtime.traces.AskedModel;
import dev.headgate.runtime.traces.Trace;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/// Walks a feature's fallback chain until a tier answers. What moves a call down: a provider that
/// fails, is late or refuses, a model that may not be asked or says it does not know, a confidence
/// below the threshold, documents that were not found. What does not: the caller going away, the
/// caller's mistakes, and our own.
final class TierChain {
  /// The longest generated answer.
  private static final int MAX_ANSWER_CHARACTERS = 1_000_000;

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

  /// Stands for the tier of a reply that a guardrail gives.
  private static final String GUARDRAIL = "guardrail";

  private final Answerer answerer;
  private final Limits limits;
  private final ScheduledExecutorService timer;

  TierChain(Answerer answerer, Limits limits, ScheduledExecutorService timer) {
    this.answerer = answerer;
    this.limits = limits;
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
      Context context,
      Checks checks,
      TextSink sink,
      Cancellation cancellation,
      Trace trace) {}

  /// What a tier came to.
  private sealed interface Outcome {
    /// @param by the deployment, null if it is the one that the tier names
    record Answered(Answer answer, Completion completion, @Nullable AskedModel by)
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
  /// @param isBest whether no better tier has failed
  record Answered(String tier, Answer answer, Completion completion, boolean isBest) {}

  /// Throws what stopped the last tier that failed if none answers.
  Answered answer(
      Feature feature,
      FeatureCall call,
      Router router,
      DataBoundary boundary,
      Purse purse,
      Descent descent,
      Context context,
      Checks checks,
      TextSink sink,
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
            context,
            checks,
            sink,
            cancellation,
            trace);
    CallFailed lastFailure = null;
    for (var tier : feature.tiers()) {
      cancellation.check();
      var asked = asked(tier, router);
      switch (timed(tier, asked, walk)) {
        case Outcome.Answered(var answer, var completion, var by) -> {
          trace.attempt(
              new Trace.TierAttempt(
                  tier.name(), "answered", by == null ? asked : by, completion.usage()));
          trace.completion(completion);
          return new Answered(
              tier.name(), answer, completion.withUsage(trace.usage()), lastFailure == null);
        }
        case Outcome.MovedDown(var reason, var failure, var usage) -> {
          trace.attempt(new Trace.TierAttempt(tier.name(), reason, asked, usage));
          lastFailure = failure == null ? lastFailure : failure;
        }
      }
    }
    throw lastFailure != null
        ? lastFailure
        : new CallFailed(
            ErrorCode.PROVIDER_FAILED,
            "no tier of feature \"%s\" has an answer; add a last tier with a reply"
                .formatted(feature.name()));
  }

  /// What a caller gets whose input was blocked: no model sees it.
  ///
  /// @throws CallFailed `GUARDRAIL_BLOCKED` if nothing else is declared
  Answered instead(
      Feature feature,
      Judgement blocked,
      Checks checks,
      FeatureCall call,
      TextSink sink,
      Trace trace) {
    var said =
        switch (checks.guardrails().onBlock()) {
          case ERROR -> null;
          case REPLY -> new Tier.Reply(GUARDRAIL, checks.guardrails().reply());
          case NEXT_TIER ->
              feature.tiers().stream()
                  .filter(Tier.Reply.class::isInstance)
                  .map(Tier.Reply.class::cast)
                  .findFirst()
                  .orElse(null);
        };
    if (said == null) {
      throw Guardrails.blocked(blocked);
    }
    if (call.stream()) {
      trace.firstChunk();
    }
    sink.accept(said.text());
    trace.attempt(new Trace.TierAttempt(said.name(), "answered", AskedModel.NONE, Usage.NONE));
    var completion = new Completion("", "", FinishReason.STOP, Usage.NONE);
    trace.completion(completion);
    return new Answered(said.name(), new Answer(said.text(), List.of(), null), completion, false);
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
      case Tier.Reply(_, var text) -> said(new Answer(text, List.of(), null), "", walk);
      case Tier.Generate _, Tier.Extract _
          when walk.feature.shape() == Shape.RETRIEVAL && walk.context.hits().isEmpty() ->
          Outcome.MovedDown.because("no document was found");
      case Tier.Extract extract -> extract(extract, walk);
      case Tier.Generate generate -> generate(generate, walk);
    };
  }

  private Outcome extract(Tier.Extract tier, Walk walk) {
    var question = String.valueOf(walk.call.input().get(Pipeline.QUESTION));
    var found = answerer.answer(question, walk.context.hits());
    if (found.isEmpty()) {
      return Outcome.MovedDown.because("no sentence to quote");
    }
    var confidence = found.get().confidenceOr(0);
    if (confidence < tier.minConfidence()) {
      return Outcome.MovedDown.because(
          "confidence %.3f is below %.3f".formatted(confidence, tier.minConfidence()));
    }
    var blocked = walk.checks.output(found.get().text()).blocking();
    return blocked.isPresent()
        ? insteadOf(Guardrails.blocked(blocked.get()), walk)
        : said(found.get(), tier.model(), walk);
  }

  private static Outcome said(Answer answer, String model, Walk walk) {
    if (walk.call.stream()) {
      walk.trace.firstChunk();
    }
    walk.sink.accept(answer.text());
    return new Outcome.Answered(
        answer, new Completion(model, "", FinishReason.STOP, Usage.NONE), null);
  }

  private Outcome generate(Tier.Generate tier, Walk walk) {
    var call = walk.call;
    walk.trace.prompt(tier.prompt().name(), tier.prompt().version());
    var variables = PromptVariables.of(call.input(), call.history(), walk.context.hits());
    var request =
        new ChatRequest(tier.model(), tier.prompt().render(variables), tier.prompt().settings());
    var text = new StringBuilder();
    var checked =
        new CheckedText(
            walk.checks,
            delta -> {
              bounded(text, delta);
              if (call.stream()) {
                walk.trace.firstChunk();
                walk.sink.accept(delta);
              }
            });
    var gate = new NoAnswerGate(checked);
    Conversing.Said said;
    try (var deadline = new Deadline(tier.deadline(), walk.cancellation, timer)) {
      try {
        said = converse(tier, request, ChatSink.ofText(gate), deadline.cancellation(), walk);
        if (!gate.endedWithoutAnswer()) {
          checked.end();
        }
      } catch (CallFailed e) {
        var failure = explained(e, deadline, tier);
        var delivered = call.stream() && checked.hasPassed();
        if (delivered) {
          walk.trace.answer(tier.name(), new Answer(text.toString(), List.of(), null));
        }
        if (failure.code() == ErrorCode.GUARDRAIL_BLOCKED && !delivered) {
          return insteadOf(failure, walk);
        }
        if (delivered || walk.cancellation.isCancelled() || !movesDown(failure)) {
          throw failure;
        }
        return new Outcome.MovedDown(reason(failure), failure, Usage.NONE);
      }
    }
    if (gate.endedWithoutAnswer()) {
      return new Outcome.MovedDown("the model has no answer", null, said.completion().usage());
    }
    if (!call.stream()) {
      walk.sink.accept(text.toString());
    }
    var citations = CitationMarkers.read(text.toString(), walk.context.hits());
    return new Outcome.Answered(
        new Answer(text.toString(), citations, null),
        said.completion(),
        Pipeline.asked(tier.model(), said.by()));
  }

  // Of an answer that was blocked before any of it was let through.
  private static Outcome insteadOf(CallFailed blocked, Walk walk) {
    var guardrails = walk.checks.guardrails();
    return switch (guardrails.onBlock()) {
      case ERROR -> throw blocked;
      case REPLY -> said(new Answer(guardrails.reply(), List.of(), null), "", walk);
      case NEXT_TIER -> new Outcome.MovedDown(reason(blocked), blocked, Usage.NONE);
    };
  }

  private Conversing.Said converse(
      Tier.Generate tier,
      ChatRequest request,
      ChatSink sink,
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
              walk.descent.within(tier.deadline().toNanos()),
              walk.trace);
      try {
        var said =
            call.stream()
                ? new Conversing(course).asItComes(request, sink)
                : new Conversing(course).whole(request, sink);
        walk.purse.settleTokens(entered, before);
        return said;
      } catch (CallFailed e) {
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

  private static CallFailed explained(CallFailed failure, Deadline deadline, Tier.Generate tier) {
    if (deadline.cancellation().isCutOff()) {
      return deadline.cancellation().failure(failure);
    }
    return deadline.isOver()
        ? new CallFailed(
            ErrorCode.PROVIDER_TIMEOUT,
            "model \"%s\" did not answer within the %s of tier \"%s\"; raise its deadline or choose a faster model"
                .formatted(tier.model(), tier.deadline(), tier.name()),
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

  private static boolean movesDown(CallFailed failure) {
    return switch (failure.code().kind()) {
      case PROVIDER, LIMIT -> true;
      case CALLER -> OF_THE_MODEL.contains(failure.code());
      case INTERNAL -> false;
    };
  }
}
