package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.runtime.pipeline.AttemptObserver.Reported;
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

  /// The most output tokens that it may ask for, 0 if as many as the call does.
  int maxTokens() {
    return ending.maxTokens();
  }

  /// The request with a bound on its output that this attempt can pay for.
  ChatRequest bounded(ChatRequest request) {
    var most = maxTokens();
    var asked = request.settings().maxTokens();
    return most == 0 || (asked != null && asked <= most)
        ? request
        : request.with(request.settings().withMaxTokens(most));
  }

  /// Whether it may ask for fewer output tokens than the call does.
  boolean isShortened(RequestFacts.Output asked) {
    var most = maxTokens();
    return most > 0 && (!asked.isLimited() || asked.maxTokens() > most);
  }

  /// The first piece of the answer is here, and may go to the caller when this returns; later calls
  /// do nothing.
  void firstToken() {
    if (!begun) {
      begun = true;
      health.firstToken();
      ending.awaitDurable();
    }
  }

  /// The answer is whole.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed if its cost cannot be put on record; the attempt
  ///   has not ended then
  void answered(Completion completion) {
    firstToken();
    var usage = completion.usage();
    if (end("answered", usage, new Reported.Used(usage, completion.responseModel()))) {
      health.succeeded();
    }
  }

  /// @param usage reported before it failed
  void failed(Failure failure, Usage usage) {
    // What a provider refuses in the middle of its answer has cost something up to there.
    var tookNothing = failure.tookNothing() && !begun && usage.equals(Usage.NONE);
    var reported = tookNothing ? new Reported.Nothing() : new Reported.Unknown(usage);
    if (end(failure.why().code().wireName(), usage, reported)) {
      health.failed(failure);
    }
  }

  /// Ended for a reason that is not the deployment's.
  void dropped(String reason, Usage usage) {
    if (end(reason, usage, new Reported.Unknown(usage))) {
      health.released();
    }
  }

  private synchronized boolean end(String outcome, Usage usage, Reported reported) {
    if (over) {
      return false;
    }
    over = true;
    record.accept(new Trace.ModelAttempt(asked, outcome, health.elapsed().toNanos(), usage));
    ending.ended(reported);
    return true;
  }
}
