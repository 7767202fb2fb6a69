package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.cache.AnswerCache;
import dev.headgate.runtime.cache.CacheKey;
import dev.headgate.runtime.cache.CacheRule;
import dev.headgate.runtime.cache.Fingerprints;
import dev.headgate.runtime.cache.Lookup;
import dev.headgate.runtime.cache.Seat;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.pipeline.calls.RelaySink;
import dev.headgate.runtime.pipeline.calls.Translation;
import dev.headgate.runtime.traces.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Answers a relayed conversation from the cache where the very same was asked before. The call was
/// let in, counted and traced before it comes here; a hit asks no provider and costs nothing.
final class Remembered {
  private final AnswerCache cache;
  private final Fingerprints fingerprints;

  Remembered(AnswerCache cache, Fingerprints fingerprints) {
    this.cache = cache;
    this.fingerprints = fingerprints;
  }

  /// Returns what sends the end of the answer, once the call is on record.
  ///
  /// @param turn holds the call's place among those that ask the same
  /// @param maxAge of an answer of the call's model; zero if none is remembered
  /// @param scope what else decides the answer
  /// @param ask asks a provider and returns as this does
  Runnable answer(
      RelayCall call,
      Turn turn,
      Duration maxAge,
      String scope,
      RelaySink out,
      Trace trace,
      Cancellation cancellation,
      Function<RelaySink, Runnable> ask) {
    var translation = call.request().translation().orElse(null);
    var rule = new CacheRule(maxAge);
    if (translation == null || !rule.isOn()) {
      return ask.apply(out);
    }
    var key = key(call, translation, scope);
    if (key.isEmpty()) {
      return ask.apply(out);
    }
    return switch (cache.find(rule, call.terms().cache(), key.get(), cancellation)) {
      case Lookup.Bypassed _ -> ask.apply(out);
      case Lookup.Hit(var answer, var age, var ignored) -> {
        trace.cached(answer);
        trace.ignores(ignored);
        out.remembered(age);
        yield call.request().stream()
            ? replayed(translation, answer, ignored, out, trace)
            : whole(translation, answer, ignored, out, trace);
      }
      case Lookup.Miss(var seat) -> {
        turn.take(seat);
        yield asked(translation, seat, out, trace, ask);
      }
    };
  }

  // What cannot be read here is for the provider to judge, as it is without a cache.
  private Optional<CacheKey> key(RelayCall call, Translation translation, String scope) {
    ChatRequest request;
    try {
      request = translation.conversation(call.model());
    } catch (CallFailed _) {
      return Optional.empty();
    }
    return Optional.of(
        fingerprints.of(call.caller().project(), scope + translation.said(), forAll(request)));
  }

  // The same answer is given as a stream and as a whole.
  private static ChatRequest forAll(ChatRequest request) {
    return new ChatRequest(
        request.model(), request.messages(), false, request.options(), request.extras());
  }

  private static Runnable whole(
      Translation translation,
      ChatAnswer answer,
      List<String> ignored,
      RelaySink out,
      Trace trace) {
    var body = translation.whole(answer, ignored);
    trace.captureResponse(body, 0, body.length);
    trace.succeed();
    return () -> out.answer(head("application/json", ignored, trace), body, body.length);
  }

  private static Runnable replayed(
      Translation translation,
      ChatAnswer answer,
      List<String> ignored,
      RelaySink out,
      Trace trace) {
    var encoder =
        translation.encoder((bytes, from, length) -> {
          trace.captureResponse(bytes, from, length);
          out.write(bytes, from, length);
        });
    out.begin(head(encoder.contentType(), ignored, trace));
    AnswerAssembly.replay(
        answer, new FromFirstToken(encoder, translation.showsUsage(), trace::firstChunk));
    trace.succeed();
    return encoder::end;
  }

  // A stream whose caller did not ask for token counts goes by without them.
  private static ChatAnswer counted(ChatAnswer answer, Trace trace) {
    return answer.usage().equals(Usage.NONE)
        ? new ChatAnswer(
            answer.responseId(),
            answer.responseModel(),
            answer.choices(),
            trace.answeredUsage(),
            answer.extras())
        : answer;
  }

  private static RelayHead head(String contentType, List<String> ignored, Trace trace) {
    return new RelayHead(200, contentType, null, trace.id(), "").ignoring(ignored);
  }

  private static Runnable asked(
      Translation translation,
      Seat seat,
      RelaySink out,
      Trace trace,
      Function<RelaySink, Runnable> ask) {
    var listening = new Listening(out, translation);
    var end = ask.apply(listening);
    return () -> {
      end.run();
      out.ended();
      listening
          .answer()
          .map(it -> counted(it, trace))
          .ifPresent(it -> seat.keep(it, listening.ignored()));
    };
  }
}
