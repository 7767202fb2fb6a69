package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Failure;
import dev.headgate.runtime.routing.Walk;
import dev.headgate.runtime.traces.AskedModel;
import dev.headgate.runtime.traces.Trace;
import java.util.function.Consumer;

/// One attempt at a deployment: its health, its cost and its line in the trace, ended together and
/// once.
final class Attempt {
  private final Walk.Try health;
  private final AttemptObserver.Ending ending;
  private final AskedModel asked;
  private final Consumer<Trace.ModelAttempt> record;
  private boolean begun;
  private boolean over;

  Attempt(
      Walk.Try health,
      AttemptObserver.Ending ending,
      AskedModel asked,
      Consumer<Trace.ModelAttempt> record) {
    this.health = health;
    this.ending = ending;
    this.asked = asked;
    this.record = record;
  }

  Deployment.Remote deployment() {
    return health.deployment();
  }

  /// The first piece of the answer is here; later calls do nothing.
  void firstToken() {
    if (!begun) {
      begun = true;
      health.firstToken();
    }
  }

  void answered(Completion completion) {
    if (end("answered", completion.usage(), true)) {
      health.succeeded();
    }
  }

  /// @param usage reported before it failed
  void failed(Failure failure, Usage usage) {
    // What was refused before an answer began took nothing.
    if (end(failure.why().code().wireName(), usage, failure.status() >= 400)) {
      health.failed(failure);
    }
  }

  /// Ended for a reason that is not the deployment's.
  void dropped(String reason, Usage usage) {
    if (end(reason, usage, false)) {
      health.released();
    }
  }

  private synchronized boolean end(String outcome, Usage usage, boolean isFinal) {
    if (over) {
      return false;
    }
    over = true;
    record.accept(new Trace.ModelAttempt(asked, outcome, health.elapsed().toNanos(), usage));
    ending.ended(new AttemptObserver.Reported(usage, isFinal));
    return true;
  }
}
