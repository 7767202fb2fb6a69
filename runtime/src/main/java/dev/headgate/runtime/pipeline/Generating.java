package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.AnswerKind;
import dev.headgate.kernel.answers.Claim;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.TextSink;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.config.DurationText;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.guardrails.Canary;
import dev.headgate.runtime.contracts.Contract;
import dev.headgate.runtime.contracts.ContractOutcome;
import dev.headgate.runtime.features.MoveDown;
import dev.headgate.runtime.features.Tier;
import dev.headgate.runtime.guardrails.ClaimCheck;
import dev.headgate.runtime.guardrails.Guardrails;
import dev.headgate.runtime.pipeline.calls.Resolution;
import dev.headgate.runtime.pipeline.calls.StepText;
import dev.headgate.runtime.prompts.PromptVariables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;

/// The tiers that ask generative models: one, or several one after another.
final class Generating {
  /// The longest generated answer.
  private static final int MAX_ANSWER_CHARACTERS = 1_000_000;

  private final ScheduledExecutorService timer;

  Generating(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  TierOutcome one(Tier.Generate tier, Walk walk) {
    var time = walk.split().tier(tier).orElse(tier.deadline());
    if (!time.isPositive()) {
      return MovingDown.late("what came before tier \"" + tier.name() + '"', tier, Usage.NONE);
    }
    return last(tier, time, List.of(), walk);
  }

  /// Only the last step's text goes to the caller as it comes; those before it are handed over with
  /// the answer.
  TierOutcome chain(Tier.Chain tier, Walk walk) {
    var until = System.nanoTime() + walk.split().tier(tier).orElse(tier.deadline()).toNanos();
    var said = new ArrayList<StepText>();
    var used = Usage.NONE;
    for (var step : tier.steps()) {
      var left = Duration.ofNanos(until - System.nanoTime());
      if (!left.isPositive()) {
        return MovingDown.late("what came before step \"" + step.name() + '"', tier, used);
      }
      var time = step.deadline().compareTo(left) < 0 ? step.deadline() : left;
      var isLast = said.size() == tier.steps().size() - 1;
      TierOutcome outcome;
      try (var _ = walk.trace().step("tier." + tier.name() + "." + step.name())) {
        outcome = isLast ? last(step, time, said, walk) : prose(step, time, said, false, walk);
      }
      switch (outcome) {
        case TierOutcome.MovedDown(var reason, var failure, var usage) -> {
          return new TierOutcome.MovedDown(
              "step \"%s\": %s".formatted(step.name(), reason), failure, used.plus(usage));
        }
        case TierOutcome.Answered answered -> {
          used = used.plus(answered.completion().usage());
          var isStep = answered.resolution().tier().equals(step.name());
          if (isStep) {
            said.add(new StepText(step.name(), answered.answer().text()));
          }
          if (isLast || !isStep) {
            return new TierOutcome.Answered(
                isStep
                    ? Resolution.of(tier.name(), answered.resolution().outcome())
                    : answered.resolution(),
                answered.answer(),
                answered.completion().withUsage(used),
                answered.by(),
                answered.contract(),
                said);
          }
        }
      }
    }
    throw new IllegalStateException("a chain without steps is refused at load");
  }

  private TierOutcome last(Tier.Generate tier, Duration time, List<StepText> before, Walk walk) {
    return walk.contract().hasOutput()
        ? document(tier, time, before, walk)
        : prose(tier, time, before, true, walk);
  }

  /// Nothing is handed over before it fits.
  private TierOutcome document(
      Tier.Generate tier, Duration time, List<StepText> before, Walk walk) {
    var contract = walk.contract();
    var request = request(tier, before, walk).with(contract.format());
    try (var deadline = new Deadline(time, walk.cancellation(), timer)) {
      var drafting =
          new Drafting(
              contract,
              (asked, how) ->
                  walk.asker()
                      .converse(time, prompt(walk, request), asked, how, deadline.cancellation()),
              Generating::bounded);
      return switch (drafting.until(request)) {
        case Drafting.Result.Fits fits -> fitting(tier, fits, walk);
        case Drafting.Result.NoAnswer(var usage) ->
            new TierOutcome.MovedDown("the model has no answer", null, usage);
        case Drafting.Result.Unfit(var why, var usage) -> unfit(tier, why, usage, walk);
        case Drafting.Result.Stopped(var failed, var why, var usage) -> {
          var failure = explained(failed, deadline, tier, time);
          if (walk.cancellation().isCancelled() || !MovingDown.isPossibleAfter(failure)) {
            throw failure;
          }
          var down = MovingDown.after(failure, tier, usage);
          yield why.isEmpty()
              ? down
              : new TierOutcome.MovedDown(why + "; " + down.reason(), failure, usage);
        }
      };
    }
  }

  private static TierOutcome fitting(Tier.Generate tier, Drafting.Result.Fits fits, Walk walk) {
    var document = fits.fit().text();
    var confidence = tier.minConfidence() > 0 ? StatedConfidence.of(document) : null;
    if (confidence != null && confidence < tier.minConfidence()) {
      return MovingDown.unsure(tier, confidence, tier.minConfidence(), fits.usage());
    }
    var checked = walk.checks(tier).whole(document);
    if (checked.blocking().isPresent()) {
      return MovingDown.blocked(
          Guardrails.blocked(checked.blocking().get()), tier, fits.usage(), walk);
    }
    // What is taken out of a document, or put back into it, may make it unfit.
    var allowed = checked.without(document, 0);
    var check = walk.claims(tier).orElse(null);
    var grounded = check == null ? null : grounded(tier, allowed, check, walk);
    if (check != null && grounded != null && grounded.isBlocked()) {
      return MovingDown.on(
          MoveDown.GROUNDING, check.blocked(worst(grounded.claims())), tier, fits.usage());
    }
    var left = grounded == null ? allowed : grounded.text();
    if ((!left.equals(document) || walk.vault().holdsValues())
        && walk.contract().judge(walk.vault().restore(left))
            instanceof Contract.Judged.Unfit unfit) {
      return unfit(tier, unfit.reason(), fits.usage(), walk);
    }
    walk.handOver(left, fits.outcome());
    return new TierOutcome.Answered(
        Resolution.of(tier.name(), AnswerKind.ANSWERED),
        new Answer(
            left,
            CitationMarkers.read(fits.fit().prose(), walk.hits(tier)),
            confidence,
            check == null || grounded == null || !check.isEnforced()
                ? List.of()
                : grounded.claims()),
        fits.said().completion().withUsage(fits.usage()),
        Pipeline.asked(tier.model(), fits.said().by()),
        fits.outcome());
  }

  private static GroundedDocument grounded(
      Tier.Generate tier, String document, ClaimCheck check, Walk walk) {
    try (var _ = walk.trace().step("guardrails.grounding")) {
      var grounded = GroundedDocument.of(document, check);
      walk.record(tier, check, grounded.claims());
      return grounded;
    }
  }

  private static Claim worst(List<Claim> claims) {
    return Collections.min(claims, Comparator.comparingDouble(claim -> claim.support().score()));
  }

  private static TierOutcome unfit(Tier.Generate tier, String why, Usage usage, Walk walk) {
    var failure =
        new CallFailed(
            ErrorCode.CONTRACT_FAILED,
            "no answer of feature \"%s\" fits its contract: %s; raise contract.repairs, or declare contract.default"
                .formatted(walk.feature().name(), why));
    MovingDown.on(MoveDown.CONTRACT, failure, tier, usage);
    return new TierOutcome.MovedDown("contract_failed: " + why, failure, usage);
  }

  /// @param isCallers whether the text is the answer, not only a step's
  private TierOutcome prose(
      Tier.Generate tier, Duration time, List<StepText> before, boolean isCallers, Walk walk) {
    var streams = isCallers && walk.call().stream() && tier.minConfidence() == 0;
    var request = request(tier, before, walk);
    var text = new StringBuilder();
    var check = isCallers ? walk.claims(tier) : Optional.<ClaimCheck>empty();
    var grounded =
        new GroundedText(
            check,
            delta -> {
              bounded(text, delta);
              if (streams) {
                walk.handOver(delta);
              }
            });
    var checked = new CheckedText(walk.checks(tier), grounded);
    var gate = new NoAnswerGate(checked);
    Conversing.Said said;
    try (var deadline = new Deadline(time, walk.cancellation(), timer)) {
      try {
        said =
            walk.asker()
                .converse(
                    time,
                    prompt(walk, request),
                    request,
                    asking(request, gate, walk),
                    deadline.cancellation());
        if (gate.endedWithoutAnswer()) {
          return new TierOutcome.MovedDown(
              "the model has no answer", null, said.completion().usage());
        }
        checked.end();
        grounded.end();
      } catch (CallFailed e) {
        var failure = explained(e, deadline, tier, time);
        check.ifPresent(it -> walk.record(tier, it, grounded.claims()));
        if (streams && grounded.hasPassed()) {
          var passed = new Answer(text.toString(), List.of(), null);
          walk.trace().answer(tier.name(), walk.checks().recorded(passed));
          throw failure;
        }
        if (grounded.isBlocked()) {
          return MovingDown.on(MoveDown.GROUNDING, failure, tier, Usage.NONE);
        }
        if (failure.code() == ErrorCode.GUARDRAIL_BLOCKED) {
          return MovingDown.blocked(failure, tier, Usage.NONE, walk);
        }
        if (walk.cancellation().isCancelled() || !MovingDown.isPossibleAfter(failure)) {
          throw failure;
        }
        return MovingDown.after(failure, tier, Usage.NONE);
      }
    }
    check.ifPresent(it -> walk.record(tier, it, grounded.claims()));
    var confidence = tier.minConfidence() > 0 ? StatedConfidence.of(text.toString()) : null;
    if (confidence != null && confidence < tier.minConfidence()) {
      return MovingDown.unsure(tier, confidence, tier.minConfidence(), said.completion().usage());
    }
    if (isCallers && !streams) {
      walk.handOver(text.toString());
    }
    var citations = CitationMarkers.read(text.toString(), walk.hits(tier));
    return new TierOutcome.Answered(
        Resolution.of(tier.name(), AnswerKind.ANSWERED),
        new Answer(
            text.toString(),
            citations,
            confidence,
            check.filter(ClaimCheck::isEnforced).isPresent() ? grounded.claims() : List.of()),
        said.completion(),
        Pipeline.asked(tier.model(), said.by()),
        ContractOutcome.NONE);
  }

  private static ChatRequest request(Tier.Generate tier, List<StepText> before, Walk walk) {
    walk.trace().prompt(tier.prompt().name(), tier.prompt().version());
    var variables =
        PromptVariables.of(
            walk.call().input(), walk.call().history(), walk.hits(tier), shown(walk));
    variables.put("steps", before.stream().map(Generating::variables).toList());
    var messages = marked(tier.prompt().render(variables), walk.checks().guardrails().canary());
    return new ChatRequest(tier.model(), messages, tier.prompt().settings());
  }

  // At the beginning, where it stays the same however the prompt is filled in.
  private static List<ChatMessage> marked(List<ChatMessage> messages, Canary canary) {
    var at = 0;
    while (at < messages.size() && messages.get(at).role() != Role.SYSTEM) {
      at++;
    }
    if (canary.isNone() || at == messages.size()) {
      return messages;
    }
    var marked = new ArrayList<>(messages);
    var text = canary.line() + '\n' + messages.get(at).text();
    marked.set(at, new ChatMessage(Role.SYSTEM, text));
    return marked;
  }

  private static BinaryOperator<String> shown(Walk walk) {
    var vault = walk.vault();
    return vault.hidesRetrieved()
        ? (document, text) ->
            vault.hideRetrieved(document, text, found -> walk.checks().record(List.of(found)))
        : (_, text) -> text;
  }

  private static Map<String, Object> variables(StepText said) {
    return Map.of("name", said.step(), "text", said.text());
  }

  private static Function<Conversing, Conversing.Said> asking(
      ChatRequest request, TextSink text, Walk walk) {
    var sink = ChatSink.ofText(text);
    return walk.call().stream()
        ? conversing -> conversing.asItComes(request, sink)
        : conversing -> conversing.whole(request, sink);
  }

  private static Supplier<String> prompt(Walk walk, ChatRequest request) {
    return () -> ByDifficulty.prompt(walk.call(), request);
  }

  private static CallFailed explained(
      CallFailed failure, Deadline deadline, Tier.Generate tier, Duration time) {
    // It was answered in time, and time ran out while that was checked.
    if (failure.code() == ErrorCode.GUARDRAIL_BLOCKED) {
      return failure;
    }
    if (deadline.cancellation().isCutOff()) {
      return deadline.cancellation().failure(failure);
    }
    return deadline.isOver()
        ? new CallFailed(
            ErrorCode.PROVIDER_TIMEOUT,
            "model \"%s\" did not answer within the %s of tier \"%s\"; raise its deadline or choose a faster model"
                .formatted(tier.model(), DurationText.of(time), tier.name()),
            failure)
        : failure;
  }

  static void bounded(StringBuilder text, String delta) {
    if (text.length() + delta.length() > MAX_ANSWER_CHARACTERS) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "the model's answer is longer than %d characters; set maxOutputTokens in the prompt"
              .formatted(MAX_ANSWER_CHARACTERS));
    }
    text.append(delta);
  }
}
