package dev.headgate.guardrails.pii;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.SpanDetector;

/// Personal data and secrets.
public final class PiiKind implements DetectorKind {
  // What counts is declared; less than this is noise.
  private static final double LEAST = .05;

  @Override
  public String name() {
    return "pii";
  }

  @Override
  public String doc() {
    return "Personal data and secrets";
  }

  @Override
  public double threshold() {
    return PiiDetector.THRESHOLD;
  }

  @Override
  public SpanDetector read(ConfigNode section) {
    return new PiiDetector(LEAST);
  }
}
