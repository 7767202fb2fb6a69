package dev.headgate.evals.grounding;

import dev.headgate.evals.grounding.GroundingReport.Scored;
import dev.headgate.kernel.guardrails.Grounder;
import dev.headgate.kernel.search.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Judges answers by their contexts, each as if it were the one document that was found.
public final class GroundingEvaluation {
  private final Grounder grounder;
  private final double threshold;

  /// @param threshold from which an answer counts as supported
  public GroundingEvaluation(Grounder grounder, double threshold) {
    this.grounder = grounder;
    this.threshold = threshold;
  }

  /// @param isSeen whether the head was trained on a case, which is left out then
  public GroundingReport run(List<GroundingCase> cases, Predicate<GroundingCase> isSeen) {
    var scored = new ArrayList<Scored>(cases.size());
    var seen = 0;
    var claims = 0;
    var began = processorNanos();
    for (var one : cases) {
      if (isSeen.test(one)) {
        seen++;
        continue;
      }
      var judged = score(one);
      claims += judged.claims();
      scored.add(judged);
    }
    var nanos = processorNanos() - began;
    return GroundingReport.of(
        scored, threshold, seen, claims == 0 || began < 0 ? Double.NaN : nanos / 1e6 / claims);
  }

  private Scored score(GroundingCase one) {
    var context = one.context();
    var chunk = new Chunk("context", "", List.of(), 0, context.length(), context);
    var claims = grounder.on(List.of(chunk), "", threshold).judge(one.answer());
    var lowest = claims.stream().mapToDouble(claim -> claim.support().score()).min().orElse(1);
    return new Scored(one.isSupported(), lowest, claims.size());
  }

  // Of all threads of the process; -1 if the system does not tell.
  private static long processorNanos() {
    return ProcessHandle.current().info().totalCpuDuration().map(it -> it.toNanos()).orElse(-1L);
  }
}
