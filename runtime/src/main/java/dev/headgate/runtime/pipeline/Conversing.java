package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.pipeline.told.Agreeing;
import dev.headgate.runtime.pipeline.told.Told;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Failure;
import dev.headgate.runtime.routing.Walk;
import java.util.ArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One conversation with a model in the canonical form: attempt after attempt at its deployments
/// until one has answered to the end. An answer that breaks is begun anew as long as nothing was
/// handed over, and continued after that. One thread.
final class Conversing {
  private final Course course;
  private @Nullable CallFailed lastFailure;

  /// @param by the deployment that gave the end of the answer
  record Said(Completion completion, Deployment.Remote by) {}

  Conversing(Course course) {
    this.course = course;
  }

  /// Hands the answer over when it is whole.
  Said whole(ChatRequest request, ChatSink sink) {
    return whole(request, sink, () -> _ -> {});
  }

  /// The same, watched while it comes.
  ///
  /// @param watching makes what sees one attempt at the answer, and may throw [GivenUp] to end the
  ///   call
  Said whole(ChatRequest request, ChatSink sink, Supplier<ChatSink> watching) {
    try {
      return untilWhole(request, sink, watching);
    } catch (RuntimeException | Error e) {
      course.abandon();
      throw e;
    }
  }

  private Said untilWhole(ChatRequest request, ChatSink sink, Supplier<ChatSink> watching) {
    var next = course.walk().first();
    while (true) {
      var attempt = begin(next, _ -> "");
      var deployment = attempt.deployment();
      try {
        var assembly = new AnswerAssembly();
        var watch = watching.get();
        ChatSink both =
            event -> {
              assembly.accept(event);
              watch.accept(event);
            };
        var completion = chat(attempt, request, false, "", both);
        AnswerAssembly.replay(assembly.answer(), sink);
        return new Said(completion, deployment);
      } catch (GivenUp e) {
        attempt.dropped("given_up", Usage.NONE);
        throw e;
      } catch (CallFailed e) {
        lastFailure = e;
        next = course.walk().after(deployment, ended(attempt, e)).orElseThrow(() -> e);
      }
    }
  }

  /// Hands the answer over as it comes.
  Said asItComes(ChatRequest request, ChatSink sink) {
    try {
      return untilTold(request, sink);
    } catch (RuntimeException | Error e) {
      course.abandon();
      throw e;
    }
  }

  private Said untilTold(ChatRequest request, ChatSink sink) {
    var told = new Told();
    ChatSink caller =
        event -> {
          told.accept(event);
          sink.accept(event);
        };
    var next = course.walk().first();
    var delivered = false;
    while (true) {
      var goesOn = delivered && told.isLongEnoughToGoOnFrom();
      var attempt = begin(next, to -> goesOn && to.terms().prefill() ? told.text() : "");
      var deployment = attempt.deployment();
      var continues = goesOn && deployment.terms().prefill();
      var rest =
          delivered
              ? new Agreeing(told, continues, true, caller)
              : new FromFirstToken(caller, true, attempt::firstToken);
      try {
        var completion = chat(attempt, request, continues, told.text(), attempt.watching(rest));
        if (rest instanceof FromFirstToken fresh) {
          fresh.release();
        }
        return new Said(completion, deployment);
      } catch (CallFailed e) {
        lastFailure = e;
        delivered |= rest instanceof FromFirstToken fresh && fresh.isOpen();
        var failure =
            rest instanceof Agreeing agreeing && agreeing.hasDisagreed()
                ? disagreed(attempt, e)
                : ended(attempt, e);
        // After a cut for money, another attempt would cost more still.
        if (e.code() == ErrorCode.BUDGET_EXCEEDED
            || e.code() == ErrorCode.GUARDRAIL_BLOCKED
            || (delivered && !told.isContinuable())) {
          throw e;
        }
        next =
            (delivered ? course.walk().toRescue() : course.walk().after(deployment, failure))
                .orElseThrow(() -> e);
      }
    }
  }

  /// Begins at a deployment, or at another in its place if it may not be asked.
  private Attempt begin(Walk.Next chosen, Function<Deployment.Remote, String> said) {
    var next = chosen;
    while (true) {
      var deployment = course.pause(next);
      try {
        return course.begin(deployment, said.apply(deployment));
      } catch (CallFailed e) {
        if (!Course.isPassedOver(e)) {
          throw e;
        }
        next =
            course
                .instead(deployment, e)
                .orElseThrow(() -> lastFailure == null ? course.refusal(e) : lastFailure);
      }
    }
  }

  private Completion chat(
      Attempt attempt, ChatRequest request, boolean continues, String text, ChatSink sink) {
    var asked = attempt.bounded(request.to(attempt.deployment().model()));
    if (continues) {
      var messages = new ArrayList<>(asked.messages());
      messages.add(new ChatMessage(Role.ASSISTANT, text));
      asked = asked.with(messages);
    }
    ChatSink watched =
        event -> {
          if (event instanceof ChatEvent.Grew || event instanceof ChatEvent.PartBegan) {
            attempt.firstToken();
          }
          sink.accept(event);
        };
    var completion =
        attempt.deployment().provider().chat().chat(asked, watched, course.cancellation());
    attempt.answered(completion);
    return completion;
  }

  // What the sink throws ends the call; the caller's leaving is nobody's fault.
  private Failure ended(Attempt attempt, CallFailed e) {
    var failure = new Failure(e);
    if (course.cancellation().isCancelled() || e.code() == ErrorCode.CALL_CANCELLED) {
      attempt.dropped(course.reasonOfEnd(), Usage.NONE);
      throw e;
    }
    attempt.failed(failure, Usage.NONE);
    return failure;
  }

  private static Failure disagreed(Attempt attempt, CallFailed e) {
    attempt.dropped("disagreed", Usage.NONE);
    return new Failure(e);
  }
}
