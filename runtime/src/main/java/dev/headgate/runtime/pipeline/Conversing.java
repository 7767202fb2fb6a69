package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.AnswerAssembly;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One conversation with a model in the canonical form: attempt after attempt at its deployments
/// until one has answered to the end, and another beside one whose first token is late. An answer
/// that breaks is begun anew as long as nothing was handed over, and continued after that. One
/// thread.
final class Conversing {
  private final Course course;
  private final ScheduledExecutorService timer;
  private @Nullable CallFailed lastFailure;

  /// @param by the deployment that gave the end of the answer
  record Said(Completion completion, Deployment.Remote by) {}

  Conversing(Course course, ScheduledExecutorService timer) {
    this.course = course;
    this.timer = timer;
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
      var asked = hedged(request, begin(next, _ -> ""));
      var heard = new ArrayDeque<AnswerAssembly>();
      try {
        var completion =
            asked.answer(_ -> {
              heard.add(new AnswerAssembly());
              return both(heard.getLast(), watching.get());
            });
        AnswerAssembly.replay(heard.getLast().answer(), sink);
        return new Said(completion, asked.atWork().deployment());
      } catch (GivenUp e) {
        asked.atWork().dropped("given_up", Usage.NONE);
        throw e;
      } catch (CallFailed e) {
        lastFailure = e;
        var failed = asked.atWork();
        next = course.walk().after(failed.deployment(), ended(failed, e)).orElseThrow(() -> e);
      }
    }
  }

  private HedgedChat hedged(ChatRequest request, Attempt first) {
    return new HedgedChat(course, timer, request, first);
  }

  private static ChatSink both(ChatSink one, ChatSink other) {
    return event -> {
      one.accept(event);
      other.accept(event);
    };
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
    var caller = both(told, sink);
    var next = course.walk().first();
    while (true) {
      var asked = hedged(request, begin(next, _ -> ""));
      var fresh = new ArrayDeque<FromFirstToken>();
      try {
        var completion =
            asked.answer(attempt -> {
              fresh.add(new FromFirstToken(caller, true, attempt::firstToken));
              return attempt.watching(fresh.getLast());
            });
        fresh.getLast().release();
        return new Said(completion, asked.atWork().deployment());
      } catch (CallFailed e) {
        lastFailure = e;
        var failed = asked.atWork();
        var failure = ended(failed, e);
        if (fresh.stream().anyMatch(FromFirstToken::isOpen)) {
          return rest(e, request, told, caller);
        }
        next = isCut(e) ? null : course.walk().after(failed.deployment(), failure).orElse(null);
        if (next == null) {
          throw e;
        }
      }
    }
  }

  /// The rest of an answer of which a part has been handed over, by another deployment.
  private Said rest(CallFailed why, ChatRequest request, Told told, ChatSink caller) {
    var broken = why;
    while (true) {
      var goesOn = told.isLongEnoughToGoOnFrom();
      var attempt =
          begin(toRescue(broken, told), to -> goesOn && to.terms().prefill() ? told.text() : "");
      var continues = goesOn && attempt.deployment().terms().prefill();
      var rest = new Agreeing(told, continues, true, caller);
      try {
        var completion =
            HedgedChat.chat(
                attempt,
                continues ? continued(request, told.text()) : request,
                attempt.watching(rest),
                course.cancellation());
        attempt.answered(completion);
        return new Said(completion, attempt.deployment());
      } catch (CallFailed e) {
        lastFailure = e;
        broken = e;
        if (rest.hasDisagreed()) {
          attempt.dropped("disagreed", Usage.NONE);
        } else {
          var _ = ended(attempt, e);
        }
      }
    }
  }

  private Walk.Next toRescue(CallFailed broken, Told told) {
    if (isCut(broken) || !told.isContinuable()) {
      throw broken;
    }
    return course.walk().toRescue().orElseThrow(() -> broken);
  }

  // After a cut for money, another attempt would cost more still.
  private static boolean isCut(CallFailed e) {
    return e.code() == ErrorCode.BUDGET_EXCEEDED || e.code() == ErrorCode.GUARDRAIL_BLOCKED;
  }

  private static ChatRequest continued(ChatRequest request, String text) {
    var messages = new ArrayList<>(request.messages());
    messages.add(new ChatMessage(Role.ASSISTANT, text));
    return request.with(messages);
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
}
