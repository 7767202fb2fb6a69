package dev.headgate.guardrails.grounding;

import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.kernel.answers.Citation;
import dev.headgate.kernel.answers.Claim;
import dev.headgate.kernel.answers.Support;
import dev.headgate.kernel.guardrails.Grounding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Judges the claims of one answer by its documents.
public final class SourceGrounding implements Grounding {
  private final Evidence evidence;
  private final TwoLayerHead head;
  private final double threshold;
  private final double unsupportedBelow;
  private final Statements statements = new Statements();

  SourceGrounding(Evidence evidence, TwoLayerHead head, double threshold, double unsupportedBelow) {
    this.evidence = evidence;
    this.head = head;
    this.threshold = threshold;
    this.unsupportedBelow = unsupportedBelow;
  }

  @Override
  public void begin() {
    statements.begin();
  }

  @Override
  public int wholeUntil(CharSequence text) {
    return Sentences.wholeUntil(text);
  }

  @Override
  public List<Claim> judge(String text) {
    var claims = new ArrayList<Claim>();
    for (var statement : statements.read(text)) {
      var support =
          evidence.readings(statement).stream()
              .map(this::support)
              .max(Comparator.comparingDouble(Support::score))
              .orElseThrow();
      claims.add(
          new Claim(
              text.substring(statement.start(), statement.end()),
              statement.start(),
              statement.end(),
              support));
    }
    return claims;
  }

  private Support support(Evidence.Compared compared) {
    var score = compared.score(head);
    var best = compared.best(head);
    return new Support(
        verdict(score),
        score,
        compared.why(best),
        best < 0 ? null : source(compared.candidates().get(best)));
  }

  private static Citation source(Evidence.Candidate span) {
    var chunk = span.chunk();
    return new Citation(
        chunk.document(),
        chunk.title(),
        chunk.start() + span.start(),
        chunk.start() + span.end(),
        chunk.text().substring(span.start(), span.end()));
  }

  private Support.Verdict verdict(double score) {
    if (score >= threshold) {
      return Support.Verdict.SUPPORTED;
    }
    return score < unsupportedBelow ? Support.Verdict.UNSUPPORTED : Support.Verdict.UNCERTAIN;
  }
}
