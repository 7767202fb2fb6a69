package dev.headgate.server.features;

import dev.headgate.kernel.money.Money;
import dev.headgate.runtime.contracts.ContractOutcome;
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
  public void contract(ContractOutcome outcome) {
    call.contract(outcome.state().wireName());
  }

  @Override
  public void remembered(Duration age) {
    call.remembered(age);
  }

  @Override
  public void spent(Money cost) {
    call.cost(cost);
  }
}
