package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.dialects.ProviderRefusal;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.embeddings.EmbeddingProvider;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.pipeline.calls.RelaySink;
import dev.headgate.runtime.pipeline.calls.Translation;
import dev.headgate.runtime.pipeline.calls.VectorTranslation;
import dev.headgate.runtime.pipeline.told.EventLog;
import dev.headgate.runtime.pipeline.told.Told;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Failure;
import dev.headgate.runtime.routing.Walk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One relayed call on its way: attempt after attempt until an answer has begun, and then to its
/// end, be it by another model's hand. One thread.
///
/// A deployment that speaks the call's dialect gets its bytes and sends bytes back. Any other gets
/// the conversation in the canonical form, and its answer is written in the caller's dialect.
final class Relaying {
  private final RelayCall call;
  private final Course course;
  private final RelaySink out;
  private final ScheduledExecutorService timer;
  private final @Nullable EventLog log;
  private final Delivery delivery;
  private final Opening opening;
  private final Unsaid unsaid;
  private boolean isTorn;
  private @Nullable VectorBatches batches;

  // Stands in the record for an answer that is no text; empty once it has been written.
  private @Nullable String unreadable;

  /// What an attempt came to.
  private sealed interface Outcome {
    /// @param end sends what waits for the call's record
    record Answered(Runnable end) implements Outcome {}

    /// @param refusal the provider's own words, if they can be passed on
    record Failed(Deployment.Remote deployment, Failure failure, Opened.@Nullable Refusal refusal)
        implements Outcome {}

    /// It must not be made, and another may be.
    record PassedOver(Deployment.Remote deployment, CallFailed why) implements Outcome {}
  }

  Relaying(RelayCall call, Course course, RelaySink out, ScheduledExecutorService timer) {
    this.call = call;
    this.course = course;
    this.out = out;
    this.timer = timer;
    this.log = isRescuable() ? new EventLog() : null;
    this.delivery = new Delivery(out, course.route().config().holdBackBytes(), log);
    this.opening = new Opening(call, course, out);
    this.unsaid = new Unsaid(course.trace());
  }

  private boolean isRescuable() {
    return call.request().stream()
        && course.route().hasOthers()
        && call.request().translation().filter(Translation::isContinuable).isPresent();
  }

  /// Returns what sends the end of the answer, once the call is on record.
  Runnable run() {
    try {
      return walk();
    } catch (RuntimeException | Error e) {
      course.abandon();
      throw e;
    }
  }

  private Runnable walk() {
    var next = course.walk().first();
    Outcome.Failed last = null;
    while (true) {
      switch (attempt(course.pause(next))) {
        case Outcome.Answered(var end) -> {
          course.trace().succeed();
          return end;
        }
        case Outcome.Failed failed -> {
          var after = after(failed);
          if (after.isEmpty()) {
            return giveUp(failed);
          }
          next = after.get();
          last = failed;
        }
        case Outcome.PassedOver(var deployment, var why) -> {
          var other = course.instead(deployment, why);
          if (other.isEmpty()) {
            return giveUp(last, why);
          }
          next = other.get();
        }
      }
    }
  }

  // What has really failed says more than that nobody else could be asked.
  private Runnable giveUp(Outcome.@Nullable Failed last, CallFailed why) {
    if (last == null) {
      throw course.refusal(why);
    }
    course.trace().asks(Pipeline.asked(call.model(), last.deployment()));
    return giveUp(last);
  }

  private Optional<Walk.Next> after(Outcome.Failed failed) {
    var code = failed.failure().why().code();
    if (code == ErrorCode.CALL_CANCELLED) {
      throw failed.failure().why();
    }
    // Another attempt would cost more still.
    if (code == ErrorCode.BUDGET_EXCEEDED || code == ErrorCode.GUARDRAIL_BLOCKED) {
      return Optional.empty();
    }
    if (!delivery.isDelivering()) {
      return course.walk().after(failed.deployment(), failed.failure());
    }
    return told().isPresent() ? course.walk().toRescue() : Optional.empty();
  }

  private Runnable giveUp(Outcome.Failed failed) {
    var refusal = failed.refusal();
    if (refusal == null || delivery.hasBegun()) {
      explainInStream();
      throw failed.failure().why();
    }
    course.trace().fail(failed.failure().why());
    return () ->
        out.answer(refusal.head().with(explanation()), refusal.body(), refusal.body().length);
  }

  private Outcome attempt(Deployment.Remote deployment) {
    try {
      return ask(deployment);
    } catch (CallFailed e) {
      if (!Course.isPassedOver(e)) {
        throw e;
      }
      return new Outcome.PassedOver(deployment, e);
    }
  }

  private Outcome ask(Deployment.Remote deployment) {
    course.trace().asks(Pipeline.asked(call.model(), deployment));
    if (delivery.isDelivering()) {
      return rescue(deployment);
    }
    unsaid.become(List.of());
    if (call.operation() == Operation.EMBEDDINGS) {
      return vectors(deployment);
    }
    return takesBytes(deployment) ? byBytes(deployment) : byConversation(deployment);
  }

  private boolean takesBytes(Deployment.Remote deployment) {
    var speaks = deployment.provider().dialects().contains(call.request().dialect());
    return call.operation() != Operation.CHAT || (speaks && call.request().scan().isPlain());
  }

  private Outcome vectors(Deployment.Remote deployment) {
    var provider = deployment.provider();
    var dialect = call.request().dialect();
    if (!(provider.relay() instanceof EmbeddingProvider maker)) {
      if (provider.dialects().contains(dialect)) {
        return byBytes(deployment);
      }
      throw new CallFailed(
          ErrorCode.UNSUPPORTED_OPERATION,
          "provider \"%s\" makes no vectors; name a model of another provider"
              .formatted(provider.name()));
    }
    var translation = call.request().vectors();
    var passes =
        maker.takes(dialect, deployment.model())
            && batches == null
            && (translation.isEmpty() || isTakenAtOnce(maker, deployment));
    return passes
        ? byBytes(deployment)
        : byVectors(
            deployment, maker, translation.orElseThrow(() -> opening.untranslatable(deployment)));
  }

  // Of more than is read here the provider itself is the judge.
  private boolean isTakenAtOnce(EmbeddingProvider maker, Deployment.Remote deployment) {
    var inputs = call.request().scan().inputs();
    return inputs <= maker.maxInputs(deployment.model()) || inputs > EmbeddingCodec.MAX_INPUTS;
  }

  private Outcome byVectors(
      Deployment.Remote deployment, EmbeddingProvider maker, VectorTranslation translation) {
    var all = batches == null ? new VectorBatches(translation) : batches;
    batches = all;
    var attempt = course.begin(deployment);
    try (var _ = course.trace().step("provider.body")) {
      all.fill(maker, deployment.model(), course.cancellation());
      var body = all.whole(deployment.model());
      attempt.answered(all.completion());
      course.trace().completion(all.ofCall());
      unsaid.become(all.ignored());
      record(body, 0, body.length);
      return new Outcome.Answered(() -> out.answer(jsonHead(), body, body.length));
    } catch (CallFailed e) {
      var refused = e.getCause() instanceof ProviderRefusal it ? it.error() : null;
      var failure = refused == null ? new Failure(e) : new Failure(e, refused.status());
      if (all.hasAnswered() && e.code() != ErrorCode.CALL_CANCELLED) {
        attempt.failedBetween(failure, all.completion());
      } else {
        end(attempt, failure, all.completion().usage());
      }
      return new Outcome.Failed(
          deployment, failure, opening.refusal(translation::refusal, e, refused));
    }
  }

  private Outcome byBytes(Deployment.Remote deployment) {
    var race = race();
    try {
      return outcome(open(deployment, race));
    } finally {
      if (race != null) {
        var _ = course.cancellation().disarm();
        race.awaitLoser();
      }
    }
  }

  // To be disarmed when the answer is over.
  private @Nullable Race race() {
    if (!call.request().stream() || !course.walk().mayHedge()) {
      return null;
    }
    var race = new Race(this::openBeside, course, timer);
    race.arm(course.cancellation());
    return race;
  }

  private Outcome outcome(Opened opened) {
    return switch (opened) {
      case Opened.Ready ready -> passOn(ready);
      case Opened.Spoken spoken -> passOn(spoken);
      case Opened.Failed failed -> ended(failed);
    };
  }

  // By a thread beside the call's own.
  private Opened openBeside(Deployment.Remote deployment, Cancellation cancellation) {
    return takesBytes(deployment)
        ? opening.open(deployment, cancellation, _ -> {})
        : opening.speak(deployment, cancellation);
  }

  private Opened open(Deployment.Remote deployment, @Nullable Race race) {
    try (var _ = course.trace().step("provider.headers")) {
      return race == null
          ? opening.open(deployment, course.cancellation(), this::announce)
          : race.run(
              cancellation -> opening.open(deployment, cancellation, this::announce), patience());
    }
  }

  private Duration patience() {
    return course.route().config().hedge().after();
  }

  // The caller of a stream gets signs of life from the headers on.
  private void announce(RelayHead head) {
    if (call.request().stream() && head.isEvents()) {
      begin(head);
    }
  }

  private void begin(RelayHead head) {
    unreadable = head.isText() ? null : "[" + head.contentType() + ", not recorded]";
    delivery.begin(head, head.isEvents());
  }

  private Outcome ended(Opened.Failed failed) {
    end(failed.attempt(), failed.failure(), failed.usage());
    return new Outcome.Failed(failed.attempt().deployment(), failed.failure(), failed.refusal());
  }

  private void end(Attempt attempt, Failure failure, Usage usage) {
    if (failure.why().code() == ErrorCode.CALL_CANCELLED) {
      attempt.dropped(course.reasonOfEnd(), usage);
    } else {
      attempt.failed(failure, usage);
    }
  }

  private Outcome passOn(Opened.Ready ready) {
    var reader = ready.reader();
    var deployment = ready.attempt().deployment();
    // A hedge that won is not the attempt whose headers were announced.
    course.trace().asks(Pipeline.asked(call.model(), deployment));
    unsaid.become(List.of());
    if (call.request().stream() && !reader.isStreamed()) {
      return delivery.hasBegun() ? notStreamed(ready) : streamed(ready);
    }
    begin(opening.head(ready.answer()));
    try (var answer = ready.answer();
        var _ = course.trace().step("provider.body")) {
      ready.read().sendTo(this::deliver);
      ByteSink paid =
          (bytes, from, length) -> {
            ready.attempt().goesOn(reader);
            deliver(bytes, from, length);
          };
      var buffer = Opening.buffer(answer);
      while (!(reader.isStreamed() && reader.isDone())) {
        var count = answer.read(buffer);
        if (count < 0) {
          break;
        }
        reader.accept(buffer, 0, count, paid);
      }
      if (!reader.isWhole()) {
        throw reader.incomplete();
      }
      if (reader.isDone()) {
        answer.finish();
      }
    } catch (CallFailed e) {
      if (e.code() == ErrorCode.CALL_CANCELLED || !reader.isStreamed() || !reader.isWhole()) {
        var failure = new Failure(e);
        isTorn = !reader.isBetweenEvents();
        end(ready.attempt(), failure, reader.completion().usage());
        return new Outcome.Failed(deployment, failure, null);
      }
      // Every choice has said why it ended: only the end mark is missing.
    }
    return answered(ready.attempt(), ready.completion(), () -> finish(reader));
  }

  /// A provider that does not stream although it was asked to: its answer is told as a stream,
  /// since the caller reads nothing else.
  private Outcome streamed(Opened.Ready ready) {
    var translation = call.request().translation();
    if (translation.isEmpty()) {
      return notStreamed(ready);
    }
    try (var _ = ready.answer();
        var _ = course.trace().step("provider.body")) {
      var whole = ready.whole(Listening.MAX_BYTES);
      var told =
          translation
              .get()
              .answer(whole)
              .orElseThrow(() -> ready.malformed("did not stream its answer"));
      return told(ready, translation.get(), told);
    } catch (CallFailed e) {
      var failure = new Failure(e);
      end(ready.attempt(), failure, ready.reader().completion().usage());
      return new Outcome.Failed(ready.attempt().deployment(), failure, null);
    }
  }

  private Outcome told(Opened.Ready ready, Translation translation, ChatAnswer answer) {
    var encoder = translation.encoder(this::deliver);
    delivery.begin(head(200, encoder.contentType()), true);
    AnswerAssembly.replay(answer, new FromFirstToken(encoder, translation.showsUsage(), () -> {}));
    return answered(
        ready.attempt(),
        ready.completion(),
        () -> {
          explainInStream();
          encoder.end();
          delivery.release();
        });
  }

  private Outcome notStreamed(Opened.Ready ready) {
    ready.answer().close();
    var failure = new Failure(ready.malformed("did not stream its answer"));
    end(ready.attempt(), failure, ready.reader().completion().usage());
    return new Outcome.Failed(ready.attempt().deployment(), failure, null);
  }

  private void finish(RelayReader reader) {
    explainInStream();
    reader.finish(delivery);
    delivery.end(explanation());
  }

  private Outcome answered(Attempt attempt, Completion completion, Runnable end) {
    attempt.answered(completion);
    if (attempt.isShortened(call.request().scan().facts().output())) {
      out.shortened();
    }
    course.trace().completion(completion);
    return new Outcome.Answered(end);
  }

  private void deliver(byte[] bytes, int from, int length) {
    record(bytes, from, length);
    if (call.request().stream()) {
      course.trace().firstChunk();
    }
    delivery.write(bytes, from, length);
  }

  // A sound or an image is of no use to a reader of traces, and would fill them.
  private void record(byte[] bytes, int from, int length) {
    if (unreadable == null) {
      course.trace().captureResponse(bytes, from, length);
    } else if (!unreadable.isEmpty()) {
      var note = unreadable.getBytes(StandardCharsets.UTF_8);
      course.trace().captureResponse(note, 0, note.length);
      unreadable = "";
    }
  }

  private Outcome byConversation(Deployment.Remote deployment) {
    var translation =
        call.request().translation().orElseThrow(() -> opening.untranslatable(deployment));
    var attempt = course.begin(deployment);
    var race = race();
    try {
      return race == null
          ? converse(attempt, translation, course.cancellation(), () -> {})
          : race.during(patience(), first -> converse(attempt, translation, first, race::claim));
    } catch (CallFailed e) {
      var failed = opening.failed(attempt, translation, e);
      return outcome(race == null ? failed : race.afterFirstFailed(failed));
    } finally {
      if (race != null) {
        var _ = course.cancellation().disarm();
        race.awaitLoser();
      }
    }
  }

  /// @param claim before the first piece goes to the caller
  private Outcome converse(
      Attempt attempt, Translation translation, Cancellation cancellation, Runnable claim) {
    var chat = attempt.deployment().provider().chat();
    var request = attempt.bounded(translation.conversation(attempt.deployment().model()));
    unsaid.become(Unsaid.of(translation, chat.ignored(request)));
    return call.request().stream()
        ? translated(
            attempt,
            translation,
            sink -> chat.chat(request, attempt.watching(sink), cancellation),
            claim)
        : translatedWhole(attempt, translation, request, cancellation);
  }

  private Outcome passOn(Opened.Spoken spoken) {
    var attempt = spoken.attempt();
    var translation = call.request().translation().orElseThrow();
    course.trace().asks(Pipeline.asked(call.model(), attempt.deployment()));
    unsaid.become(spoken.ignored());
    try (var _ = course.trace().step("provider.body")) {
      return translated(attempt, translation, spoken.events()::drainTo, () -> {});
    } catch (CallFailed e) {
      return ended(opening.failed(attempt, translation, e));
    } finally {
      spoken.stop();
    }
  }

  /// @param chat tells the answer as it comes
  /// @param claim before the first piece goes to the caller
  private Outcome translated(
      Attempt attempt,
      Translation translation,
      Function<ChatSink, Completion> chat,
      Runnable claim) {
    var encoder = translation.encoder(this::deliver);
    // A refusal, which comes before the first event, keeps its status.
    Runnable begin =
        () -> {
          if (!delivery.hasBegun()) {
            unsaid.announce();
          }
          delivery.begin(head(200, encoder.contentType()).ignoring(unsaid.names()), true);
        };
    Runnable first =
        () -> {
          claim.run();
          attempt.firstToken();
        };
    var sink = new FromFirstToken(encoder, translation.showsUsage(), begin, first);
    var completion = chat.apply(sink);
    if (!sink.isOpen()) {
      claim.run();
      sink.release();
    }
    return answered(
        attempt,
        completion,
        () -> {
          tellUnsaid(encoder.contentType());
          explainInStream();
          encoder.end();
          delivery.release();
        });
  }

  private Outcome translatedWhole(
      Attempt attempt, Translation translation, ChatRequest request, Cancellation cancellation) {
    var assembly = new AnswerAssembly();
    var completion = attempt.deployment().provider().chat().chat(request, assembly, cancellation);
    var body = translation.whole(assembly.answer(), unsaid.names());
    return answered(attempt, completion, () -> out.answer(jsonHead(), body, body.length));
  }

  // Of an answer that is written here, once it is whole.
  private RelayHead jsonHead() {
    return head(200, "application/json").with(explanation()).ignoring(unsaid.names());
  }

  private RelayHead head(int status, String contentType) {
    return new RelayHead(status, contentType, null, course.trace().id(), "");
  }

  private Optional<Told> told() {
    return log == null || isTorn
        ? Optional.empty()
        : call.request().translation().flatMap(translation -> Told.of(log, translation));
  }

  private Outcome rescue(Deployment.Remote deployment) {
    var translation = call.request().translation().orElseThrow();
    var rescue =
        new Rescue(call, course, translation, told().orElseThrow(), out, this::alsoIgnores);
    var rest =
        translation.resuming(Objects.requireNonNull(log)::replay, this::deliver).orElseThrow();
    try (var _ = course.trace().step("rescue")) {
      return switch (rescue.by(deployment, rest)) {
        case Rescue.Result.Whole(var attempt, var completion, var end) ->
            answered(
                attempt,
                completion,
                () -> {
                  tellUnsaid("text/event-stream");
                  explainInStream();
                  end.run();
                });
        case Rescue.Result.Broken(var failure) -> new Outcome.Failed(deployment, failure, null);
      };
    }
  }

  private void alsoIgnores(List<String> params) {
    call.request().translation().ifPresent(it -> unsaid.add(it, params));
  }

  private void tellUnsaid(String contentType) {
    unsaid.comment(contentType).ifPresent(delivery::comment);
  }

  private void explainInStream() {
    if (call.terms().explain() && delivery.hasBegun()) {
      delivery.comment(
          (": headgate-attempts " + explanation() + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private String explanation() {
    return call.terms().explain() ? course.explanation() : "";
  }
}
