package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.AnswerKind;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.contracts.Contract;
import dev.headgate.runtime.contracts.ContractOutcome;
import dev.headgate.runtime.features.MoveDown;
import dev.headgate.runtime.features.Tier;
import dev.headgate.runtime.pipeline.calls.Resolution;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What hands a call from a tier to the next one, and what ends it.
final class MovingDown {
  /// Stands for the tier of a reply that a guardrail gives.
  static final String GUARDRAIL = "guardrail";

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

  private MovingDown() {}

  static String reason(CallFailed failure) {
    return failure.code().wireName() + ": " + failure.message();
  }

  /// Hands the call on after a failure that another tier may not have.
  ///
  /// @throws CallFailed the failure, if the tier does not move down on that
  static TierOutcome.MovedDown after(CallFailed failure, Tier tier, Usage usage) {
    return on(cause(failure), failure, tier, usage);
  }

  /// Hands the call on, or ends it with `failure` where the tier does not move down on that.
  static TierOutcome.MovedDown on(MoveDown cause, CallFailed failure, Tier tier, Usage usage) {
    if (!tier.terms().movesDownOn().contains(cause)) {
      throw failure;
    }
    return new TierOutcome.MovedDown(reason(failure), failure, usage);
  }

  static TierOutcome.MovedDown late(String step, Tier tier, Usage usage) {
    return on(
        MoveDown.DEADLINE,
        new CallFailed(
            ErrorCode.CALL_TIMEOUT,
            step + " took longer than the latency of the feature leaves it; give it more there"),
        tier,
        usage);
  }

  static TierOutcome.MovedDown unsure(Tier tier, double confidence, double least, Usage usage) {
    var reason = "confidence %.3f is below %.3f".formatted(confidence, least);
    if (tier.terms().movesDownOn().contains(MoveDown.CONFIDENCE)) {
      return new TierOutcome.MovedDown(reason, null, usage);
    }
    throw new CallFailed(
        ErrorCode.LOW_CONFIDENCE,
        "tier \"%s\" is not sure of its answer: %s; lower its min-confidence, or add confidence to its moves-down-on"
            .formatted(tier.name(), reason));
  }

  /// What becomes of an answer that was blocked before any of it was let through.
  static TierOutcome blocked(CallFailed blocked, Tier tier, Usage usage, Walk walk) {
    var guardrails = walk.checks().guardrails();
    return switch (guardrails.onBlock()) {
      case ERROR -> throw blocked;
      case REPLY -> reply(guardrails.reply(), walk);
      case NEXT_TIER -> on(MoveDown.GUARDRAIL, blocked, tier, usage);
    };
  }

  /// The reply of a guardrail in place of what it blocked.
  static TierOutcome.Answered reply(String text, Walk walk) {
    var resolution = Resolution.of(GUARDRAIL, AnswerKind.REFUSED);
    return walk.contract().hasOutput()
            && walk.contract().judge(text) instanceof Contract.Judged.Fit fit
        ? TierOutcome.said(resolution, fit.text(), ContractOutcome.KEPT, walk)
        : TierOutcome.said(resolution, new Answer(text, List.of(), null), "", walk);
  }

  static boolean isPossibleAfter(CallFailed failure) {
    return switch (failure.code().kind()) {
      case PROVIDER, LIMIT -> true;
      case CALLER -> OF_THE_MODEL.contains(failure.code());
      case INTERNAL -> false;
    };
  }

  private static MoveDown cause(CallFailed failure) {
    return switch (failure.code()) {
      case BUDGET_EXCEEDED, BUDGET_UNPRICED, BUDGET_UNBOUNDED, BUDGET_FROZEN -> MoveDown.BUDGET;
      case PROVIDER_TIMEOUT, CALL_TIMEOUT -> MoveDown.DEADLINE;
      case CONTRACT_FAILED -> MoveDown.CONTRACT;
      default -> MoveDown.ERRORS;
    };
  }
}
