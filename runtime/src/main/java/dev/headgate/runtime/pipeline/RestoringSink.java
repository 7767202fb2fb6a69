package dev.headgate.runtime.pipeline;

import dev.headgate.runtime.contracts.ContractOutcome;
import dev.headgate.runtime.guardrails.PiiRestorer;
import dev.headgate.runtime.guardrails.PiiVault;
import dev.headgate.runtime.pipeline.calls.AnswerSink;
import java.time.Duration;

/// Gives the caller's answer what was taken out of the caller's texts.
final class RestoringSink implements AnswerSink {
  private final AnswerSink out;
  private final PiiRestorer restorer;

  RestoringSink(AnswerSink out, PiiVault vault) {
    this.out = out;
    this.restorer = new PiiRestorer(vault, out);
  }

  @Override
  public void accept(String delta) {
    restorer.accept(delta);
  }

  /// The answer is whole.
  void end() {
    restorer.end();
  }

  @Override
  public void begin(String traceId) {
    out.begin(traceId);
  }

  @Override
  public void remembered(Duration age) {
    out.remembered(age);
  }

  @Override
  public void contract(ContractOutcome outcome) {
    out.contract(outcome);
  }

  @Override
  public void attempted(String attempts) {
    out.attempted(attempts);
  }
}
