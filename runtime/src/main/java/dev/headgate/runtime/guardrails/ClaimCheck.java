package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.answers.Claim;
import dev.headgate.kernel.answers.Support;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Grounding;
import dev.headgate.kernel.guardrails.Outcome;
import dev.headgate.kernel.guardrails.Stage;
import dev.headgate.kernel.guardrails.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Judges the claims of one answer, piece by piece, each within the deadline. For one thread at a
/// time.
public final class ClaimCheck {
  private static final System.Logger LOG = System.getLogger(ClaimCheck.class.getName());

  private final GroundingPolicy policy;
  private final Grounding grounding;
  private final double unsupportedBelow;
  private final Duration deadline;
  private String failed = "";
  private long nanos;

  ClaimCheck(
      GroundingPolicy policy, Grounding grounding, double unsupportedBelow, Duration deadline) {
    this.policy = policy;
    this.grounding = grounding;
    this.unsupportedBelow = unsupportedBelow;
    this.deadline = deadline;
  }

  /// Whether its verdicts are obeyed.
  public boolean isEnforced() {
    return policy.mode() == Mode.ENFORCE;
  }

  public OnUnsupported onUnsupported() {
    return policy.onUnsupported();
  }

  /// What stands behind a claim that is marked.
  public String mark() {
    return policy.mark();
  }

  /// Where the last sentence of a text ends that is whole; 0 if none is.
  public int wholeUntil(CharSequence text) {
    return grounding.wholeUntil(text);
  }

  /// A new text begins.
  public void begin() {
    grounding.begin();
  }

  /// The claims of the next piece of the text.
  ///
  /// @param piece whole sentences
  /// @throws CallFailed `GUARDRAIL_BLOCKED` if they could not be judged, and such answers do not
  ///   pass
  public List<Claim> judge(String piece) {
    if (!failed.isEmpty()) {
      return List.of();
    }
    var began = System.nanoTime();
    var task = new FutureTask<>(() -> grounding.judge(piece));
    Thread.ofVirtual().name("guardrail grounding").start(task);
    try {
      return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      task.cancel(true);
      return failed("its deadline passed");
    } catch (ExecutionException e) {
      LOG.log(System.Logger.Level.ERROR, "guardrail grounding failed", e.getCause());
      return failed("the check failed");
    } catch (InterruptedException _) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return failed("the check was interrupted");
    } finally {
      nanos += System.nanoTime() - began;
    }
  }

  // What ran late may still be at work: nothing more is given to it.
  private List<Claim> failed(String why) {
    failed = why;
    if (isEnforced() && policy.onFailure() == OnFailure.CLOSED) {
      throw Guardrails.blocked(judgement(List.of()));
    }
    return List.of();
  }

  /// What a caller is told of an answer that may not be given for what it claims.
  public CallFailed blocked(Claim claim) {
    return new CallFailed(
        ErrorCode.GUARDRAIL_BLOCKED,
        "guardrail \"grounding\" blocked the output: a claim has support %.2f in the documents%s, below %.2f it is unsupported; add grounding to the moves-down-on of the tier, or set its on-unsupported to mark"
            .formatted(
                claim.support().score(),
                claim.support().why().isEmpty() ? "" : " (" + claim.support().why() + ')',
                unsupportedBelow));
  }

  /// What was made of all claims of the answer together: its score is how little the worst of them
  /// is supported.
  public Judgement judgement(List<Claim> claims) {
    var doubtful =
        claims.stream()
            .filter(claim -> claim.support().verdict() != Support.Verdict.SUPPORTED)
            .map(ClaimCheck::finding)
            .toList();
    var score = claims.stream().mapToDouble(claim -> 1 - claim.support().score()).max().orElse(0);
    return new Judgement(
        Stage.OUTPUT,
        "answer",
        new Verdict("grounding", outcome(claims), score, doubtful),
        1 - unsupportedBelow,
        policy.mode(),
        policy.onFailure(),
        failed,
        nanos);
  }

  private Outcome outcome(List<Claim> claims) {
    if (!failed.isEmpty()) {
      return Outcome.UNSURE;
    }
    if (claims.stream().noneMatch(Claim::isUnsupported)) {
      return Outcome.PASS;
    }
    return policy.onUnsupported() == OnUnsupported.NEXT_TIER ? Outcome.BLOCK : Outcome.MASK;
  }

  private static Finding finding(Claim claim) {
    return new Finding(
        claim.support().verdict().wireName() + "-claim",
        claim.start(),
        claim.end(),
        1 - claim.support().score());
  }
}
