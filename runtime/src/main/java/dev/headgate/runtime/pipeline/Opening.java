package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ProviderRefusal;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.pipeline.calls.RelaySink;
import dev.headgate.runtime.pipeline.calls.Translation;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Failure;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Begins attempts of one relayed call: sends the bytes, judges status and type of the answer, and
/// reads on to its first token. Safe for several attempts at once.
final class Opening {
  /// Longest error of a provider that is read.
  static final int MAX_ERROR_BYTES = 64 * 1024;

  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";
  private static final int STREAM_BUFFER_BYTES = 4 * 1024;
  private static final int MAX_ANSWER_BUFFER_BYTES = 128 * 1024;

  private final RelayCall call;
  private final Course course;
  private final RelaySink out;

  Opening(RelayCall call, Course course, RelaySink out) {
    this.call = call;
    this.course = course;
    this.out = out;
  }

  /// @param onHeaders is told when an answer that is no error has begun
  Opened open(
      Deployment.Remote deployment, Cancellation cancellation, Consumer<RelayHead> onHeaders) {
    var attempt = course.begin(deployment);
    RelayedAnswer answer = null;
    RelayReader reader = null;
    try {
      var body = attempt.bodyOf(call.request());
      answer = deployment.provider().relay().relay(call.operation(), body, cancellation);
      if (answer.status() >= 400) {
        return refused(attempt, answer);
      }
      refuseWhatIsNoAnswer(answer, deployment);
      onHeaders.accept(head(answer));
      reader = out.reader(answer.contentType());
      return new Opened.Ready(attempt, answer, reader, toFirstToken(answer, reader, attempt));
    } catch (CallFailed e) {
      if (answer != null) {
        answer.close();
      }
      return new Opened.Failed(attempt, new Failure(e), usage(reader), null);
    } catch (RuntimeException e) {
      if (answer != null) {
        answer.close();
      }
      attempt.dropped("internal_error", Usage.NONE);
      throw e;
    }
  }

  RelayHead head(RelayedAnswer answer) {
    return new RelayHead(
        answer.status(),
        answer.contentType(),
        answer.retryAfter().orElse(null),
        course.trace().id(),
        "");
  }

  private static Opened.Pieces toFirstToken(
      RelayedAnswer answer, RelayReader reader, Attempt attempt) {
    var read = new Opened.Pieces();
    var buffer = buffer(answer);
    while (!reader.hasBegun() && !reader.isDone()) {
      var count = answer.read(buffer);
      if (count < 0) {
        break;
      }
      reader.accept(buffer, 0, count, read::write);
    }
    if (reader.isStreamed() && !reader.hasBegun() && !reader.isWhole()) {
      throw reader.incomplete();
    }
    attempt.firstToken();
    return read;
  }

  private Opened refused(Attempt attempt, RelayedAnswer answer) {
    var deployment = attempt.deployment();
    try (answer) {
      var body = beginning(answer);
      var error = deployment.provider().relay().readError(answer.status(), body);
      var name = deployment.provider().name();
      var failed =
          new CallFailed(
              error.code(),
              "provider \"%s\" answered %d%s%s"
                  .formatted(name, answer.status(), requestId(answer), advice(answer, name)));
      var why = answer.retryAfter().map(failed::retryAfter).orElse(failed);
      return new Opened.Failed(
          attempt,
          new Failure(why, answer.status()),
          Usage.NONE,
          isPassedOn(answer, body) ? new Opened.Refusal(head(answer), body) : null);
    }
  }

  // The refused key is the gateway's: passed on, it would read as if the caller's were wrong, in
  // words of the provider that quote a part of it. A login page or a proxy's error page is not an
  // answer, and its text is nobody's business.
  private static boolean isPassedOn(RelayedAnswer answer, byte[] body) {
    return answer.status() != 401
        && answer.status() != 403
        && body.length < MAX_ERROR_BYTES
        && (isA(JSON, answer) || isA(EVENTS, answer));
  }

  private static String requestId(RelayedAnswer answer) {
    return answer.requestId().isEmpty() ? "" : ", request id " + answer.requestId();
  }

  private static String advice(RelayedAnswer answer, String provider) {
    return answer.status() == 401 || answer.status() == 403
        ? "; check providers." + provider + ".api-key"
        : "";
  }

  // What can be read of it: the status says more than the rest of a body that does not come.
  private static byte[] beginning(RelayedAnswer answer) {
    var body = new ByteArrayOutputStream();
    var buffer = new byte[STREAM_BUFFER_BYTES];
    try {
      for (var count = answer.read(buffer);
          count >= 0 && body.size() < MAX_ERROR_BYTES;
          count = answer.read(buffer)) {
        body.write(buffer, 0, Math.min(count, MAX_ERROR_BYTES - body.size()));
      }
    } catch (CallFailed e) {
      if (e.code() == ErrorCode.CALL_CANCELLED) {
        throw e;
      }
    }
    return body.toByteArray();
  }

  private void refuseWhatIsNoAnswer(RelayedAnswer answer, Deployment.Remote deployment) {
    if (!call.operation().allows(answer.contentType())) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "provider \"%s\" sent \"%s\" where %s belongs; check its base-url"
              .formatted(
                  deployment.provider().name(),
                  answer.contentType(),
                  call.operation() == Operation.CHAT ? "JSON" : "its answer"));
    }
  }

  private static boolean isA(String type, RelayedAnswer answer) {
    return answer.contentType().regionMatches(true, 0, type, 0, type.length());
  }

  // A stream sends little at a time and lasts; an answer of known length is read in one go.
  static byte[] buffer(RelayedAnswer answer) {
    var length = answer.contentLength();
    return new byte
        [length < 0 ? STREAM_BUFFER_BYTES : Math.clamp(length, 1, MAX_ANSWER_BUFFER_BYTES)];
  }

  private static Usage usage(@Nullable RelayReader reader) {
    return reader == null ? Usage.NONE : reader.completion().usage();
  }

  /// Begins a conversation whose answer waits until it is wanted.
  Opened speak(Deployment.Remote deployment, Cancellation cancellation) {
    var translation = call.request().translation().orElseThrow(() -> untranslatable(deployment));
    var attempt = course.begin(deployment);
    try {
      var request = attempt.bounded(translation.conversation(deployment.model()));
      var chat = deployment.provider().chat();
      return Opened.Spoken.begin(
          attempt,
          Unsaid.of(translation, chat.ignored(request)),
          cancellation,
          events -> chat.chat(request, attempt.watching(events), cancellation));
    } catch (CallFailed e) {
      return failed(attempt, translation, e);
    }
  }

  Opened.Failed failed(Attempt attempt, Translation translation, CallFailed failed) {
    var e = translation.inCallersWords(failed);
    var refused = e.getCause() instanceof ProviderRefusal it ? it.error() : null;
    var failure = refused == null ? new Failure(e) : new Failure(e, refused.status());
    return new Opened.Failed(
        attempt, failure, Usage.NONE, refusal(translation::refusal, e, refused));
  }

  /// The provider's words for the caller, null for those that only concern the gateway, as of a
  /// refused key.
  Opened.@Nullable Refusal refusal(
      Function<WireError, byte[]> words, CallFailed failure, @Nullable WireError refused) {
    if (refused == null || refused.status() == 401 || refused.status() == 403) {
      return null;
    }
    var pause = failure.retryAfter().orElse(null);
    return new Opened.Refusal(
        new RelayHead(refused.status(), "application/json", pause, course.trace().id(), ""),
        words.apply(refused));
  }

  CallFailed untranslatable(Deployment.Remote deployment) {
    return new CallFailed(
        ErrorCode.UNSUPPORTED_OPERATION,
        "provider \"%s\" does not speak %s, and the call cannot be translated"
            .formatted(deployment.provider().name(), call.request().dialect().wireName()));
  }
}
