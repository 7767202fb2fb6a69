package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.openai.AnswerWatch;
import dev.headgate.providers.openai.RequestScan;
import dev.headgate.providers.openai.UsageEventFilter;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.RelayCall;
import dev.headgate.runtime.pipeline.RelaySink;
import dev.headgate.server.http.AnswerStream;
import dev.headgate.server.http.HttpCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A provider's answer on its way to the caller.
///
/// A stream goes out as it comes; from `[DONE]` on it waits for the call's record. A whole answer
/// is of no use before its end, so it is kept until then, up to a bound: one that breaks off can
/// still become a proper error.
final class AnswerRelay implements RelaySink {
  private static final int MAX_KEPT_BYTES = 256 * 1024;

  private final HttpCall call;
  private final Operation operation;
  private final boolean addsUsage;
  private final Kept kept = new Kept();
  private int status;
  private String contentType = "";
  private @Nullable AnswerWatch watch;
  private @Nullable UsageEventFilter filter;
  private @Nullable AnswerStream stream;

  private AnswerRelay(HttpCall call, Operation operation, boolean addsUsage) {
    this.call = call;
    this.operation = operation;
    this.addsUsage = addsUsage;
  }

  static void relay(
      Pipeline pipeline, HttpCall call, Operation operation, byte[] body, RequestScan scan) {
    pipeline.relay(
        new RelayCall(
            call.caller(), operation, scan.model(), scan.user().orElse(""), body, scan::toBody),
        new AnswerRelay(call, operation, scan.addsUsage()),
        call.cancellation());
  }

  @Override
  public void begin(int status, String contentType, Optional<Duration> retryAfter, String traceId) {
    call.trace(traceId);
    retryAfter.ifPresent(call::retryAfter);
    this.status = status;
    this.contentType = contentType;
    watch = AnswerWatch.of(operation, contentType);
    if (watch.isStreamed()) {
      stream = call.begin(status, contentType);
      filter = addsUsage ? new UsageEventFilter(watch) : null;
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    var seen = begun();
    if (filter != null) {
      writeFiltered(filter, bytes, from, length);
      return;
    }
    seen.accept(bytes, from, length);
    if (stream == null || seen.isDone() || kept.size() > 0) {
      kept.write(bytes, from, length);
      spill();
    } else {
      stream.write(bytes, from, length);
    }
  }

  private void writeFiltered(UsageEventFilter filter, byte[] bytes, int from, int length) {
    try {
      filter.accept(bytes, from, length, kept);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    if (stream != null && !begun().isDone()) {
      kept.sendTo(stream);
    }
    spill();
  }

  private void spill() {
    if (kept.size() <= MAX_KEPT_BYTES) {
      return;
    }
    if (stream != null) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED, "the provider went on after it had said [DONE]");
    }
    stream = call.begin(status, contentType);
    kept.sendTo(stream);
  }

  @Override
  public Optional<Completion> observed() {
    var seen = begun();
    if (status >= 400) {
      return Optional.empty();
    }
    if (!seen.isWhole()) {
      throw seen.hasError()
          ? new CallFailed(
              ErrorCode.PROVIDER_FAILED,
              "the provider ended its answer with an error; send the call again")
          : new CallFailed(
              ErrorCode.PROVIDER_TRUNCATED,
              "the provider's answer broke off before it said why it ended; send the call again");
    }
    return Optional.of(
        new Completion(
            seen.responseModel().orElse(""),
            seen.responseId().orElse(""),
            seen.finishReason().orElse(FinishReason.STOP),
            seen.usage().orElse(Usage.NONE)));
  }

  @Override
  public void end() {
    if (filter != null) {
      try {
        filter.finish(kept);
      } catch (IOException e) {
        throw new IllegalStateException("writing to memory cannot fail", e);
      }
    }
    if (stream == null) {
      kept.answer(call, status, contentType);
    } else {
      kept.sendTo(stream);
    }
  }

  private AnswerWatch begun() {
    if (watch == null) {
      throw new IllegalStateException("the answer has not begun");
    }
    return watch;
  }

  /// Bytes that wait.
  private static final class Kept extends ByteArrayOutputStream {
    void answer(HttpCall call, int status, String contentType) {
      call.answer(status, contentType, buf, count);
    }

    void sendTo(AnswerStream stream) {
      stream.write(buf, 0, count);
      reset();
    }
  }
}
