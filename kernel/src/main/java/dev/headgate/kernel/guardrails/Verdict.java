package dev.headgate.kernel.guardrails;

import java.util.List;

/// What one guardrail decided of one text.
///
/// @param guardrail the name of the guardrail, as declared
/// @param score the highest score of the check, from 0 to 1, whether or not it reached a threshold
/// @param findings the spans that the decision rests on; empty if the text as a whole was judged
public record Verdict(String guardrail, Outcome outcome, double score, List<Finding> findings) {
  public Verdict {
    findings = List.copyOf(findings);
  }
}
