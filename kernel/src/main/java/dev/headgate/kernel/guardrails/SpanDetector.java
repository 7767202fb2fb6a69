package dev.headgate.kernel.guardrails;

import java.util.Set;

/// A detector whose findings are whole pieces of the text, which can be taken out of it. Findings
/// of one text do not overlap.
public interface SpanDetector extends Detector {
  /// Every kind that it may find.
  Set<String> kinds();
}
