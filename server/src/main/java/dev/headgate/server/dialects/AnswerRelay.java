package dev.headgate.server.dialects;

import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.money.Money;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.runtime.pipeline.calls.RelaySink;
import dev.headgate.server.http.AnswerStream;
import dev.headgate.server.http.HttpCall;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The answer to a relayed call on its way to the caller, in any dialect.
public final class AnswerRelay implements RelaySink {
  private static final String IGNORED = "headgate-ignored";

  private final HttpCall call;
  private final Function<String, RelayReader> readers;
  private @Nullable AnswerStream stream;

  private AnswerRelay(HttpCall call, Function<String, RelayReader> readers) {
    this.call = call;
    this.readers = readers;
  }

  /// Sends the request on its way, and the answer back to the caller.
  ///
  /// @param readers reads an answer in the request's dialect, by its `Content-Type`
  public static void relay(
      Pipeline pipeline,
      HttpCall call,
      Operation operation,
      RelayRequest request,
      Function<String, RelayReader> readers) {
    pipeline.relay(
        new RelayCall(call.caller(), operation, request, Terms.of(call)),
        new AnswerRelay(call, readers),
        call.cancellation());
  }

  @Override
  public RelayReader reader(String contentType) {
    return readers.apply(contentType);
  }

  @Override
  public void begin(RelayHead head) {
    announce(head);
    stream = call.begin(head.status(), head.contentType());
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (stream == null) {
      throw new IllegalStateException("the answer has not begun");
    }
    stream.write(bytes, from, length);
  }

  @Override
  public void remembered(Duration age) {
    call.remembered(age);
  }

  @Override
  public void spent(Money cost) {
    if (stream == null) {
      call.cost(cost);
    }
  }

  @Override
  public void answer(RelayHead head, byte[] body, int length) {
    announce(head);
    call.answer(head.status(), head.contentType(), body, length);
  }

  private void announce(RelayHead head) {
    call.trace(head.traceId());
    head.retryAfter().ifPresent(call::retryAfter);
    if (!head.attempts().isEmpty()) {
      call.attempted(head.attempts());
    }
    announceIgnored(call, head.ignored());
  }

  /// Tells the caller what of its request nobody was told.
  public static void announceIgnored(HttpCall call, List<String> names) {
    if (!names.isEmpty()) {
      call.addHeader(IGNORED, String.join(", ", names));
    }
  }
}
