package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.difficulty.Chosen;
import dev.headgate.runtime.pipeline.payment.AttemptObserver;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Route;
import dev.headgate.runtime.routing.SessionKey;
import dev.headgate.runtime.routing.Walk;
import dev.headgate.runtime.traces.Trace;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One call's attempts at the deployments of its model, whichever way its bytes take: chooses,
/// pauses, and keeps the trace.
final class Course {
  private final Route route;
  private final Walk walk;
  private final AttemptObserver observer;
  private final Cancellation cancellation;
  private final ScheduledExecutorService timer;
  private final Descent descent;
  private final Trace trace;
  // A hedge adds to it from its own thread.
  private final Queue<Attempt> begun = new ConcurrentLinkedQueue<>();
  private @Nullable CallFailed firstRefusal;

  Course(
      Route route,
      SessionKey session,
      AttemptObserver observer,
      Cancellation cancellation,
      ScheduledExecutorService timer,
      Descent descent,
      Trace trace) {
    this.route = route;
    this.walk = route.walk(session);
    this.observer = observer;
    this.cancellation = cancellation;
    this.timer = timer;
    this.descent = descent;
    this.trace = trace;
  }

  Route route() {
    return route;
  }

  Walk walk() {
    return walk;
  }

  Trace trace() {
    return trace;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  Attempt begin(Deployment.Remote deployment) {
    return begin(deployment, "");
  }

  /// @param said what the answer has said already, and the deployment is to go on from
  Attempt begin(Deployment.Remote deployment, String said) {
    cancellation.check();
    var asked = Pipeline.asked(route.name(), deployment);
    var ending = observer.begin(deployment, said);
    String lineage;
    try {
      lineage = descent.header(deployment, ending.granted());
    } catch (CallFailed e) {
      ending.ended(new AttemptObserver.Reported.Nothing());
      throw e;
    }
    ending.watchTime(timer, cancellation::cutOff);
    var attempt = new Attempt(walk.begin(deployment), ending, asked, lineage, trace::tried);
    begun.add(attempt);
    return attempt;
  }

  /// Where to go in place of a deployment that may not be asked under a hard budget, because what
  /// it charges is not known or more than is left; empty if nowhere.
  Optional<Walk.Next> instead(Deployment.Remote deployment, CallFailed why) {
    firstRefusal = firstRefusal == null ? why : firstRefusal;
    trace.tried(
        new Trace.ModelAttempt(
            Pipeline.asked(route.name(), deployment), why.code().wireName(), 0, Usage.NONE));
    return walk.instead(deployment);
  }

  /// Why the first deployment that was passed over was: what the caller is told if nothing is left.
  CallFailed refusal(CallFailed last) {
    return firstRefusal == null ? last : firstRefusal;
  }

  /// Whether another deployment may be asked although this one may not.
  static boolean isPassedOver(CallFailed why) {
    return why.code() == ErrorCode.BUDGET_EXCEEDED
        || why.code() == ErrorCode.BUDGET_UNPRICED
        || why.code() == ErrorCode.BUDGET_UNBOUNDED;
  }

  /// What the trace says of an attempt that ends because its call does.
  String reasonOfEnd() {
    return cancellation.isCutOff() ? cancellation.failure().code().wireName() : "cancelled";
  }

  /// Ends what nobody has ended, after a failure that nobody foresaw: no attempt holds money, or a
  /// place at its deployment, for longer than its call lasts.
  void abandon() {
    begun.forEach(attempt -> attempt.dropped("abandoned", Usage.NONE));
  }

  /// Waits before a repetition, unless the caller leaves.
  Deployment.Remote pause(Walk.Next next) {
    if (next.pause().isPositive()) {
      waitFor(next.pause());
    }
    cancellation.check();
    return next.deployment();
  }

  private void waitFor(Duration pause) {
    var left = new CountDownLatch(1);
    cancellation.arm(left::countDown);
    try {
      var _ = left.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailed(ErrorCode.SHUTTING_DOWN, "the server is stopping", e);
    } finally {
      var _ = cancellation.disarm();
    }
  }

  /// What was chosen and tried so far, for the caller: `model chose model score<threshold` and
  /// `provider/model outcome millis`, one after the other.
  String explanation() {
    return explanation(trace);
  }

  static String explanation(Trace trace) {
    var text = new StringJoiner(", ");
    for (var choice : trace.choices()) {
      text.add("%s chose %s %s".formatted(choice.requested(), choice.chosen(), reason(choice)));
    }
    for (var tried : trace.tried()) {
      text.add(
          "%s/%s %s %dms"
              .formatted(
                  tried.asked().provider(),
                  tried.asked().model(),
                  tried.outcome(),
                  TimeUnit.NANOSECONDS.toMillis(tried.nanos())));
    }
    return text.toString();
  }

  private static String reason(Trace.ModelChoice choice) {
    if (Double.isNaN(choice.score()) || !choice.by().equals(Chosen.By.SCORE.wireName())) {
      return choice.by();
    }
    return String.format(
        Locale.ROOT,
        "%.3f%s%.3f",
        choice.score(),
        choice.score() < choice.threshold() ? "<" : ">=",
        choice.threshold());
  }
}
