package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.LeastTokens;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.runtime.pipeline.payment.AttemptObserver;
import dev.headgate.runtime.pipeline.payment.AttemptObserver.Reported;
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
  private final String lineage;
  private final Consumer<Trace.ModelAttempt> record;
  private boolean begun;
  private boolean over;
  // Of an answer in the canonical form, as long as it grows.
  private volatile Usage soFar = Usage.NONE;

  /// @param lineage sealed, empty if the provider must not know
  Attempt(
      Walk.Try health,
      AttemptObserver.Ending ending,
      AskedModel asked,
      String lineage,
      Consumer<Trace.ModelAttempt> record) {
    this.health = health;
    this.ending = ending;
    this.asked = asked;
    this.lineage = lineage;
    this.record = record;
  }

  Deployment.Remote deployment() {
    return health.deployment();
  }

  /// The most output tokens that it may ask for, 0 if as many as the call does.
  int maxTokens() {
    return ending.maxTokens();
  }

  /// The request as this attempt sends it: with a bound on its output that it can pay for.
  ChatRequest bounded(ChatRequest request) {
    var most = maxTokens();
    var asked = request.settings().maxTokens();
    var led = lineage.isEmpty() ? request : request.led(lineage);
    return most == 0 || (asked != null && asked <= most)
        ? led
        : thinkingWithin(most, led.with(led.settings().withMaxTokens(most)));
  }

  // Thoughts count towards the bound, and where they have one of their own it must be lower.
  private static ChatRequest thinkingWithin(int most, ChatRequest request) {
    var thoughts = request.options().reasoning().maxTokens();
    return thoughts == null || thoughts < most ? request : request.withThoughts(most / 2);
  }

  /// The body as this attempt sends it.
  RelayBody led(RelayBody body) {
    return body.led(lineage);
  }

  /// The caller's bytes as this attempt sends them.
  RelayBody bodyOf(RelayRequest request) {
    var wording = deployment().provider().relay().wording();
    return led(request.scan().toBody(deployment().model(), maxTokens(), wording));
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

  /// Has it paid that the answer goes on. Costs a comparison, unless it has outgrown its hold.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed `BUDGET_EXCEEDED`; the answer must be cut
  void goesOn(RelayReader reader) {
    var tokens = reader.outputTokens();
    if (ending.outgrows(tokens)) {
      ending.grow(tokens, reader.completion().usage());
    }
  }

  /// The same for an answer in the canonical form.
  ChatSink watching(ChatSink sink) {
    var least = new LeastTokens();
    return event -> {
      least.accept(event);
      if (event instanceof ChatEvent.Used(var used, _)) {
        soFar = used;
      }
      if (ending.outgrows(least.count())) {
        ending.grow(least.count(), soFar);
      }
      sink.accept(event);
    };
  }

  /// The answer is whole.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed if its cost cannot be put on record; the attempt
  ///   has not ended then
  void answered(Completion completion) {
    firstToken();
    var usage = completion.usage();
    if (end(
        "answered",
        usage,
        new Reported.Used(usage, completion.responseModel(), completion.tier()))) {
      health.succeeded();
    }
  }

  /// @param known of what was reported before it failed
  void failed(Failure failure, Usage known) {
    var usage = known.equals(Usage.NONE) ? soFar : known;
    // What a provider refuses in the middle of its answer has cost something up to there.
    var tookNothing = failure.tookNothing() && !begun && usage.equals(Usage.NONE);
    var reported = tookNothing ? new Reported.Nothing() : new Reported.Unknown(usage);
    if (end(failure.why().code().wireName(), usage, reported)) {
      health.failed(failure);
    }
  }

  /// One of several requests failed; those before it were answered.
  void failedBetween(Failure failure, Completion answered) {
    var usage = answered.usage();
    var reported =
        failure.tookNothing()
            ? new Reported.Used(usage, answered.responseModel(), answered.tier())
            : new Reported.Unknown(usage);
    if (end(failure.why().code().wireName(), usage, reported)) {
      health.failed(failure);
    }
  }

  /// Ended for a reason that is not the deployment's.
  void dropped(String reason, Usage known) {
    var usage = known.equals(Usage.NONE) ? soFar : known;
    if (end(reason, usage, new Reported.Unknown(usage))) {
      health.released();
    }
  }

  private synchronized boolean end(String outcome, Usage usage, Reported reported) {
    if (over) {
      return false;
    }
    over = true;
    record.accept(
        new Trace.ModelAttempt(
            asked, outcome, health.elapsed().toNanos(), usage, reported.isUntold()));
    ending.ended(reported);
    return true;
  }
}
