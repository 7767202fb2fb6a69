package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.contracts.Violation;

/// Ends the generation of an answer that cannot become right any more. No failure of the deployment
/// that writes it, and no bug: it has no stack trace.
final class GivenUp extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Violation why;

  GivenUp(Violation why) {
    super(why.message(), null, false, false);
    this.why = why;
  }

  Violation why() {
    return why;
  }
}
