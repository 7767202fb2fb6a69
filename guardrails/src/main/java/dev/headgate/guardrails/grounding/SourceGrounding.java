package dev.headgate.guardrails.grounding;

import dev.headgate.kernel.answers.Citation;
import dev.headgate.kernel.answers.Claim;
import dev.headgate.kernel.answers.Support;
import dev.headgate.kernel.guardrails.Grounding;
import java.util.ArrayList;
import java.util.List;

/// Judges the claims of one answer by its documents.
public final class SourceGrounding implements Grounding {
  /* A claim scores what its best span scores, by itself or read with what it speaks of. What a
   * check finds wrong caps the score below every sensible threshold: a head that reads meaning is
   * easily content with another number. */
  private static final double CAP = 0.05;

  private static final String DENIED = "negation";

  private final Evidence evidence;
  private final GroundingHead head;
  private final double threshold;
  private final double unsupportedBelow;
  private final Statements statements = new Statements();

  SourceGrounding(
      Evidence evidence, GroundingHead head, double threshold, double unsupportedBelow) {
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
      var support = support(evidence.compare(statement.plain()));
      if (!statement.about().isEmpty() && support.why().isEmpty()) {
        var together =
            support(evidence.compare(statement.about() + " " + statement.plain()));
        support = together.score() > support.score() ? together : support;
      }
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
    var best = compared.best(head);
    if (best < 0) {
      return new Support(verdict(0), 0, compared.why(), null);
    }
    var candidate = compared.candidates().get(best);
    var score = head.score(candidate.features());
    var why = compared.why();
    if (why.isEmpty() && candidate.isDenial()) {
      why = DENIED;
    }
    if (!why.isEmpty()) {
      score = Math.min(score, CAP);
    }
    var chunk = candidate.chunk();
    var source =
        new Citation(
            chunk.document(),
            chunk.title(),
            chunk.start() + candidate.start(),
            chunk.start() + candidate.end(),
            chunk.text().substring(candidate.start(), candidate.end()));
    return new Support(verdict(score), score, why, source);
  }

  private Support.Verdict verdict(double score) {
    if (score >= threshold) {
      return Support.Verdict.SUPPORTED;
    }
    return score < unsupportedBelow ? Support.Verdict.UNSUPPORTED : Support.Verdict.UNCERTAIN;
  }
}
