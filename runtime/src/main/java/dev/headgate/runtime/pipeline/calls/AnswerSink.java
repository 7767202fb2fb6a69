package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.chat.TextSink;
import dev.headgate.kernel.money.Money;
import dev.headgate.runtime.contracts.ContractOutcome;
import java.time.Duration;

/// Takes a feature's answer as it comes.
@FunctionalInterface
public interface AnswerSink extends TextSink {
  /// The call has been let in. Told once, before the first text.
  ///
  /// @param traceId under which the call will be on record
  default void begin(String traceId) {}

  /// Is told that the answer was given before, so long ago. Before the first text.
  default void remembered(Duration age) {}

  /// Is told how the answer came to fit its contract; only where there is one. Before the text.
  default void contract(ContractOutcome outcome) {}

  /// Is told what the call has cost. Behind the last text, also of a call that has failed.
  default void spent(Money cost) {}

  /// Is told which deployments were tried, if the call asked for it. Behind the last text.
  default void attempted(String attempts) {}
}
