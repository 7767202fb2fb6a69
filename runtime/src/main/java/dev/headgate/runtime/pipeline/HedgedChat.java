package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Failure;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/// An attempt at an answer in the canonical form, and another beside it if its first token is late
/// and the model is hedged. One thread.
final class HedgedChat {
  private final Course course;
  private final ScheduledExecutorService timer;
  private final ChatRequest request;
  private Attempt atWork;

  HedgedChat(Course course, ScheduledExecutorService timer, ChatRequest request, Attempt first) {
    this.course = course;
    this.timer = timer;
    this.request = request;
    this.atWork = first;
  }

  /// The attempt whose answer it is, or that has failed.
  Attempt atWork() {
    return atWork;
  }

  /// The whole answer of whichever has the first token.
  ///
  /// @param sinks makes what hears an attempt; what was told before a first token may be another's
  Completion answer(Function<Attempt, ChatSink> sinks) {
    var completion = course.walk().mayHedge() ? raced(sinks) : alone(sinks);
    atWork.answered(completion);
    return completion;
  }

  private Completion alone(Function<Attempt, ChatSink> sinks) {
    return chat(atWork, request, sinks.apply(atWork), course.cancellation());
  }

  private Completion raced(Function<Attempt, ChatSink> sinks) {
    var race = new Race(this::openBeside, course, timer);
    race.arm(course.cancellation());
    try {
      return raced(race, sinks);
    } finally {
      var _ = course.cancellation().disarm();
      race.awaitLoser();
    }
  }

  private Completion raced(Race race, Function<Attempt, ChatSink> sinks) {
    try {
      return race.during(
          course.route().config().hedge().after(),
          cancellation -> claiming(race, sinks.apply(atWork), cancellation));
    } catch (CallFailed e) {
      var failed = new Opened.Failed(atWork, new Failure(e), Usage.NONE, null);
      if (race.afterFirstFailed(failed) instanceof Opened.Spoken spoken) {
        return heard(spoken, sinks);
      }
      throw e;
    }
  }

  private Completion claiming(Race race, ChatSink sink, Cancellation cancellation) {
    var held = new FromFirstToken(sink, true, race::claim);
    var completion = chat(atWork, request, held, cancellation);
    if (!held.isOpen()) {
      race.claim();
      held.release();
    }
    return completion;
  }

  private Completion heard(Opened.Spoken spoken, Function<Attempt, ChatSink> sinks) {
    atWork = spoken.attempt();
    try {
      return spoken.events().drainTo(sinks.apply(atWork));
    } finally {
      spoken.stop();
    }
  }

  // By a thread beside the call's own.
  private Opened openBeside(Deployment.Remote deployment, Cancellation cancellation) {
    var attempt = course.begin(deployment);
    try {
      return Opened.Spoken.begin(
          attempt, List.of(), cancellation, events -> chat(attempt, request, events, cancellation));
    } catch (CallFailed e) {
      return new Opened.Failed(attempt, new Failure(e), Usage.NONE, null);
    }
  }

  /// Asks one deployment, and no other.
  static Completion chat(
      Attempt attempt, ChatRequest request, ChatSink sink, Cancellation cancellation) {
    var asked = attempt.bounded(request.to(attempt.deployment().model()));
    ChatSink watched =
        event -> {
          if (event instanceof ChatEvent.Grew || event instanceof ChatEvent.PartBegan) {
            attempt.firstToken();
          }
          sink.accept(event);
        };
    return attempt.deployment().provider().chat().chat(asked, watched, cancellation);
  }
}
