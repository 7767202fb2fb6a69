package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.chat.TextSink;
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

  /// Is told which deployments were tried, if the call asked for it. Behind the last text.
  default void attempted(String attempts) {}
}
