package dev.headgate.server.features;

import dev.headgate.runtime.pipeline.calls.AnswerSink;
import dev.headgate.server.http.HttpCall;
import java.time.Duration;

/// Waits for a feature's answer as a whole.
public record WholeAnswer(HttpCall call) implements AnswerSink {
  @Override
  public void accept(String delta) {}

  @Override
  public void attempted(String attempts) {
    call.attempted(attempts);
  }

  @Override
  public void remembered(Duration age) {
    call.remembered(age);
  }
}
