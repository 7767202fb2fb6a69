package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.money.Money;
import dev.headgate.providers.openai.OpenAiRelayReader;
import dev.headgate.providers.openai.RequestScan;
import dev.headgate.runtime.pipeline.Pipeline;
import dev.headgate.runtime.pipeline.RelayCall;
import dev.headgate.runtime.pipeline.RelayHead;
import dev.headgate.runtime.pipeline.RelayRequest;
import dev.headgate.runtime.pipeline.RelaySink;
import dev.headgate.server.http.AnswerStream;
import dev.headgate.server.http.HttpCall;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The answer to a relayed call on its way to the caller.
final class AnswerRelay implements RelaySink {
  private static final String CACHE = "headgate-cache";
  private static final String COST = "headgate-cost";
  private static final String ATTEMPTS = "headgate-attempts";

  private final HttpCall call;
  private final Operation operation;
  private final boolean hidesUsage;
  private @Nullable AnswerStream stream;

  private AnswerRelay(HttpCall call, Operation operation, boolean hidesUsage) {
    this.call = call;
    this.operation = operation;
    this.hidesUsage = hidesUsage;
  }

  static void relay(
      Pipeline pipeline, HttpCall call, Operation operation, byte[] body, RequestScan scan) {
    var request =
        new RelayRequest(
            Dialect.OPENAI_CHAT,
            body,
            scan,
            operation == Operation.CHAT ? new ChatTranslation(scan) : null);
    pipeline.relay(
        new RelayCall(call.caller(), operation, request, Terms.of(call)),
        new AnswerRelay(call, operation, scan.addsUsage()),
        call.cancellation());
  }

  @Override
  public RelayReader reader(String contentType) {
    return new OpenAiRelayReader(operation, contentType, hidesUsage);
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
    call.addHeader(CACHE, "hit");
    call.addHeader("age", Long.toString(age.toSeconds()));
  }

  @Override
  public void spent(Money cost) {
    if (stream == null && cost.isPositive()) {
      call.addHeader(COST, cost.dollars().toPlainString());
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
      call.addHeader(ATTEMPTS, head.attempts());
    }
  }
}
