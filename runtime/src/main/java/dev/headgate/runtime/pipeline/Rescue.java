package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelaySink;
import dev.headgate.runtime.pipeline.calls.Translation;
import dev.headgate.runtime.pipeline.told.Agreeing;
import dev.headgate.runtime.pipeline.told.Told;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Failure;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Brings an answer that broke in the middle to its end. A deployment that goes on with an
/// assistant's message gets the text that the caller has and continues it; any other begins anew,
/// and what it says is delivered only from where the caller's text ends, if it agrees up to there.
/// The rest is written as the first model would have, in the caller's dialect: same id, same model,
/// same numbers.
final class Rescue {
  private final RelayCall call;
  private final Course course;
  private final Translation translation;
  private final Told told;
  private final RelaySink out;
  private final Consumer<List<String>> ignores;

  sealed interface Result {
    /// @param end sends the end mark
    record Whole(Attempt attempt, Completion completion, Runnable end) implements Result {}

    record Broken(Failure failure) implements Result {}
  }

  /// @param told what the caller has got
  /// @param ignores is told what of the request the next provider is not told
  Rescue(
      RelayCall call,
      Course course,
      Translation translation,
      Told told,
      RelaySink out,
      Consumer<List<String>> ignores) {
    this.call = call;
    this.course = course;
    this.translation = translation;
    this.told = told;
    this.out = out;
    this.ignores = ignores;
  }

  /// @param encoder writes behind what the caller has got
  Result by(Deployment.Remote deployment, AnswerEncoder encoder) {
    var continues = continues(deployment);
    var attempt = course.begin(deployment, continues ? told.text() : "");
    var sink = new Agreeing(told, continues, translation.showsUsage(), encoder);
    try {
      var body = body(deployment, continues, attempt);
      var completion =
          body.isPresent()
              ? byBytes(deployment, body.get(), sink, attempt)
              : byConversation(deployment, continues, sink, attempt);
      return new Result.Whole(attempt, completion, encoder::end);
    } catch (CallFailed e) {
      var failure = new Failure(e);
      if (sink.hasDisagreed()) {
        attempt.dropped("disagreed", sink.usage());
      } else if (e.code() == ErrorCode.CALL_CANCELLED) {
        attempt.dropped(course.reasonOfEnd(), sink.usage());
      } else {
        attempt.failed(failure, sink.usage());
      }
      return new Result.Broken(failure);
    }
  }

  private boolean continues(Deployment.Remote deployment) {
    if (!deployment.terms().prefill() || !told.isLongEnoughToGoOnFrom()) {
      return false;
    }
    try {
      return deployment
          .provider()
          .chat()
          .continuing(translation.conversation(deployment.model()), told.text())
          .isPresent();
    } catch (CallFailed _) {
      // What cannot be translated can still be passed on, and begins anew.
      return false;
    }
  }

  // Empty for a deployment that is asked in the canonical form.
  private Optional<RelayBody> body(
      Deployment.Remote deployment, boolean continues, Attempt attempt) {
    var provider = deployment.provider();
    if (!provider.dialects().contains(call.request().dialect())
        || !call.request().scan().isPlain()) {
      return Optional.empty();
    }
    if (!continues) {
      return Optional.of(attempt.bodyOf(call.request()));
    }
    return provider.chat().continuesPlainly(deployment.model())
        ? translation
            .continuation(
                deployment.model(), attempt.maxTokens(), provider.relay().wording(), told.text())
            .map(attempt::led)
        : Optional.empty();
  }

  private Completion byBytes(
      Deployment.Remote deployment, RelayBody body, ChatSink sink, Attempt attempt) {
    var relay = deployment.provider().relay();
    try (var answer = relay.relay(call.operation(), body, course.cancellation())) {
      if (answer.status() >= 400) {
        throw new CallFailed(
            relay.readError(answer.status(), new byte[0]).code(),
            "provider \"%s\" answered %d".formatted(deployment.provider().name(), answer.status()));
      }
      var reader = out.reader(answer.contentType());
      if (!reader.isStreamed()) {
        throw new CallFailed(
            ErrorCode.PROVIDER_MALFORMED,
            "provider \"%s\" did not stream its answer".formatted(deployment.provider().name()));
      }
      var decoder = translation.decoder(sink);
      var buffer = Opening.buffer(answer);
      while (!reader.isDone()) {
        var count = answer.read(buffer);
        if (count < 0) {
          break;
        }
        // Only watched: what it would do before the end of an answer is for the caller's own.
        reader.accept(buffer, 0, count, (_, _, _) -> {});
        if (reader.hasBegun()) {
          attempt.firstToken();
        }
        attempt.goesOn(reader);
        decoder.accept(buffer, 0, count);
      }
      if (!reader.isWhole()) {
        throw reader.incomplete();
      }
      decoder.end();
      answer.finish();
      return reader.completion();
    }
  }

  private Completion byConversation(
      Deployment.Remote deployment, boolean continues, ChatSink sink, Attempt attempt) {
    var request = attempt.bounded(translation.conversation(deployment.model()));
    ignores.accept(deployment.provider().chat().ignored(request));
    if (continues) {
      request = deployment.provider().chat().continuing(request, told.text()).orElseThrow();
    }
    ChatSink watched =
        event -> {
          if (event instanceof ChatEvent.Grew || event instanceof ChatEvent.PartBegan) {
            attempt.firstToken();
          }
          sink.accept(event);
        };
    return deployment
        .provider()
        .chat()
        .chat(request, attempt.watching(watched), course.cancellation());
  }
}
