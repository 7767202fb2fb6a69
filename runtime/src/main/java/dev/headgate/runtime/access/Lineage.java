package dev.headgate.runtime.access;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/// The calls that led to a call, the first one first: a feature that calls a tool that calls a
/// feature. It travels with every call that is made because of another, and ends what would never
/// end by itself.
///
/// @param root id of the trace of the first call, empty if this is the first
/// @param deadlineMillis epoch milliseconds by which all of it must have ended, 0 if nobody said
/// @param budgetNanos money that all of it may still cost, in nano-dollars, -1 if nobody said
public record Lineage(String root, List<Step> steps, long deadlineMillis, long budgetNanos) {
  /// No call led to this one.
  public static final Lineage ROOT = new Lineage("", List.of(), 0, -1);

  /// A call on the way.
  ///
  /// @param name such as `feature/handbook` or `tool/refund`
  /// @param argumentsHash of what it was called with, short
  public record Step(String name, String argumentsHash) {}

  public Lineage {
    steps = List.copyOf(steps);
  }

  public boolean isRoot() {
    return steps.isEmpty();
  }

  /// The lineage of the calls that `next` makes. Throws [CallFailed] with `CALL_RECURSION` if it is
  /// too deep, or if the very same call is among those that led to it.
  ///
  /// @param traceId of the call that is entered
  public Lineage entering(Step next, String traceId, int maxDepth) {
    requireDepth(maxDepth);
    if (steps.contains(next)) {
      throw new CallFailed(
          ErrorCode.CALL_RECURSION,
          "%s is called again with the same arguments by a call that it has led to (%s); let the call before it end"
              .formatted(next.name(), path()));
    }
    var longer = new ArrayList<>(steps);
    longer.add(next);
    return new Lineage(root.isEmpty() ? traceId : root, longer, deadlineMillis, budgetNanos);
  }

  /// The same for a call that has to end, and may cost, no more than that.
  ///
  /// @param untilMillis epoch milliseconds
  /// @param granted nano-dollars, -1 if nobody said
  public Lineage within(long untilMillis, long granted) {
    return new Lineage(root, steps, untilMillis, granted);
  }

  /// Throws [CallFailed] with `CALL_RECURSION` if a call that follows would be too deep.
  public void requireDepth(int maxDepth) {
    if (steps.size() >= maxDepth) {
      throw new CallFailed(
          ErrorCode.CALL_RECURSION,
          "%d calls have led to this one (%s), and limits.max-depth is %d; make the chain shorter"
              .formatted(steps.size(), path(), maxDepth));
    }
  }

  private String path() {
    return String.join(" → ", steps.stream().map(Step::name).toList());
  }
}
