package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.AnswerKind;
import dev.headgate.kernel.answers.Answerer;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.contracts.Contract;
import dev.headgate.runtime.contracts.ContractOutcome;
import dev.headgate.runtime.features.ReplyKind;
import dev.headgate.runtime.features.Tier;
import dev.headgate.runtime.guardrails.Guardrails;
import dev.headgate.runtime.guardrails.Judgement;
import dev.headgate.runtime.guardrails.OnBlock;
import dev.headgate.runtime.pipeline.calls.Resolution;
import dev.headgate.runtime.pipeline.calls.StepText;
import dev.headgate.runtime.reviews.Escalations;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.traces.AskedModel;
import dev.headgate.runtime.traces.Trace;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;

/// Walks a feature's fallback chain until a tier answers. What moves a call down: a provider that
/// fails, is late or refuses, a model that may not be asked or says it does not know, a confidence
/// below the threshold, documents that were not found, a guardrail. What does not: the caller going
/// away, the caller's mistakes, and our own.
final class TierChain {
  /// Stands for the tier of the typed default.
  private static final String DEFAULT = "default";

  private final Answerer answerer;
  private final Predicate<String> flags;
  private final Escalations reviews;
  private final TimeBox box;
  private final Generating generating;

  TierChain(
      Answerer answerer,
      Predicate<String> flags,
      Escalations reviews,
      TimeBox box,
      ScheduledExecutorService timer) {
    this.answerer = answerer;
    this.flags = flags;
    this.reviews = reviews;
    this.box = box;
    this.generating = new Generating(timer);
  }

  /// The answer of the first tier that has one.
  ///
  /// @param completion of the model that answered, with the usage of all tiers together
  /// @param contract how it came to fit its contract
  /// @param isBest whether no better tier has failed
  /// @param steps what each step of a chain said, in order
  record Answered(
      Resolution resolution,
      Answer answer,
      Completion completion,
      ContractOutcome contract,
      boolean isBest,
      List<StepText> steps) {
    Answered {
      steps = List.copyOf(steps);
    }
  }

  /// Throws what stopped the last tier that failed if none answers.
  Answered answer(Walk walk) {
    CallFailed lastFailure = null;
    var isSwitchedOff = true;
    var lastReason = "";
    for (var tier : walk.feature().tiers()) {
      walk.cancellation().check();
      var asked = asked(tier, walk.asker().router());
      var flag = Switches.offBy(walk.feature(), tier, flags);
      if (flag.isPresent()) {
        var reason = "the flag \"%s\" is off".formatted(flag.get());
        walk.trace().attempt(new Trace.TierAttempt(tier.name(), reason, asked, Usage.NONE));
        continue;
      }
      isSwitchedOff = false;
      switch (timed(tier, asked, walk)) {
        case TierOutcome.Answered answered -> {
          return ended(answered, tier.name(), asked, lastFailure == null, walk);
        }
        case TierOutcome.MovedDown(var reason, var failure, var usage) -> {
          walk.trace().attempt(new Trace.TierAttempt(tier.name(), reason, asked, usage));
          lastFailure = failure == null ? lastFailure : failure;
          lastReason = reason;
        }
      }
    }
    if (isSwitchedOff) {
      throw Switches.allOff(walk.feature());
    }
    var fallback = walk.contract().fallbackText();
    if (fallback.isPresent()) {
      var outcome = new ContractOutcome(ContractOutcome.State.DEFAULTED, lastReason);
      var resolution = Resolution.of(DEFAULT, AnswerKind.REPLIED);
      var said = TierOutcome.said(resolution, fallback.get(), outcome, walk);
      return ended(said, DEFAULT, AskedModel.NONE, false, walk);
    }
    throw lastFailure != null
        ? lastFailure
        : new CallFailed(
            ErrorCode.PROVIDER_FAILED,
            "no tier of feature \"%s\" has an answer; add a last tier with a reply"
                .formatted(walk.feature().name()));
  }

  /// What a caller gets whose input was blocked: no model sees it.
  ///
  /// @throws CallFailed `GUARDRAIL_BLOCKED` if nothing else is declared
  Answered instead(Judgement blocked, Walk walk) {
    var guardrails = walk.checks().guardrails();
    if (guardrails.onBlock() == OnBlock.REPLY) {
      var said = MovingDown.reply(guardrails.reply(), walk);
      return ended(said, MovingDown.GUARDRAIL, AskedModel.NONE, false, walk);
    }
    if (guardrails.onBlock() == OnBlock.NEXT_TIER) {
      for (var tier : walk.feature().tiers()) {
        if (tier instanceof Tier.Reply reply
            && Switches.offBy(walk.feature(), tier, flags).isEmpty()
            && reply(reply, walk) instanceof TierOutcome.Answered answered) {
          return ended(answered, tier.name(), AskedModel.NONE, false, walk);
        }
      }
    }
    throw Guardrails.blocked(blocked);
  }

  private static Answered ended(
      TierOutcome.Answered answered, String tier, AskedModel asked, boolean isBest, Walk walk) {
    var trace = walk.trace();
    trace.attempt(
        new Trace.TierAttempt(
            tier,
            answered.resolution().outcome().wireName(),
            answered.by() == null ? asked : answered.by(),
            answered.completion().usage()));
    trace.completion(answered.completion());
    return new Answered(
        answered.resolution(),
        answered.answer(),
        answered.completion().withUsage(trace.usage()),
        answered.contract(),
        isBest,
        answered.steps());
  }

  private static AskedModel asked(Tier tier, Router router) {
    return tier.model().isEmpty()
        ? AskedModel.NONE
        : Pipeline.asked(tier.model(), router.require(tier.model()));
  }

  private TierOutcome timed(Tier tier, AskedModel asked, Walk walk) {
    try (var _ = walk.trace().step("tier." + tier.name())) {
      return attempt(tier, walk);
    } catch (CallFailed e) {
      walk.trace()
          .attempt(new Trace.TierAttempt(tier.name(), MovingDown.reason(e), asked, Usage.NONE));
      throw e;
    }
  }

  private TierOutcome attempt(Tier tier, Walk walk) {
    return switch (tier) {
      case Tier.Reply reply -> reply(reply, walk);
      case Tier.Generate _, Tier.Chain _, Tier.Extract _
          when walk.feature().retrieval() != null && walk.context().hits().isEmpty() ->
          walk.context().isLate()
              ? MovingDown.late("the search", tier, Usage.NONE)
              : TierOutcome.MovedDown.because("no document was found");
      case Tier.Extract extract -> extract(extract, walk);
      case Tier.Generate generate -> generating.one(generate, walk);
      case Tier.Chain chain -> generating.chain(chain, walk);
    };
  }

  private TierOutcome reply(Tier.Reply tier, Walk walk) {
    var fit = "";
    if (walk.contract().hasOutput()) {
      switch (walk.contract().judge(tier.text())) {
        case Contract.Judged.Unfit unfit -> {
          return TierOutcome.MovedDown.because(unfit.reason());
        }
        case Contract.Judged.Fit found -> fit = found.text();
      }
    }
    var review = "";
    if (tier.kind() == ReplyKind.ESCALATE) {
      try {
        review = reviews.put(Escalated.of(walk.call(), walk.feature(), tier, walk.trace()));
      } catch (CallFailed e) {
        if (!MovingDown.isPossibleAfter(e)) {
          throw e;
        }
        return new TierOutcome.MovedDown(MovingDown.reason(e), e, Usage.NONE);
      }
    }
    var resolution = new Resolution(tier.name(), tier.kind().outcome(), review);
    return fit.isEmpty()
        ? TierOutcome.said(resolution, new Answer(tier.text(), List.of(), null), "", walk)
        : TierOutcome.said(resolution, fit, ContractOutcome.KEPT, walk);
  }

  private TierOutcome extract(Tier.Extract tier, Walk walk) {
    var question = String.valueOf(walk.call().input().get(Pipeline.QUESTION));
    var answered =
        box.run(
            walk.split().tier(tier),
            "tier " + tier.name(),
            () -> answerer.answer(question, walk.hits(tier)));
    if (answered.isEmpty()) {
      return MovingDown.late("tier \"" + tier.name() + "\"", tier, Usage.NONE);
    }
    if (answered.get().isEmpty()) {
      return TierOutcome.MovedDown.because("no sentence to quote");
    }
    var found = answered.get().get();
    var confidence = found.confidenceOr(0);
    if (confidence < tier.minConfidence()) {
      return MovingDown.unsure(tier, confidence, tier.minConfidence(), Usage.NONE);
    }
    var blocked = walk.checks().whole(found.text()).blocking();
    if (blocked.isPresent()) {
      return MovingDown.blocked(Guardrails.blocked(blocked.get()), tier, Usage.NONE, walk);
    }
    return TierOutcome.said(
        Resolution.of(tier.name(), AnswerKind.ANSWERED), found, tier.model(), walk);
  }
}
