package dev.headgate.server.openai;

import dev.headgate.kernel.dialects.RelayedAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// An answer that waits after its first piece.
final class PausedAnswer implements RelayedAnswer {
  private final RelayedAnswer answer;
  private final CountDownLatch proceed;
  private int pieces;

  PausedAnswer(RelayedAnswer answer, CountDownLatch proceed) {
    this.answer = answer;
    this.proceed = proceed;
  }

  @Override
  public int status() {
    return answer.status();
  }

  @Override
  public String contentType() {
    return answer.contentType();
  }

  @Override
  public Optional<Duration> retryAfter() {
    return answer.retryAfter();
  }

  @Override
  public int read(byte[] buffer) {
    if (pieces++ == 1) {
      try {
        proceed.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return answer.read(buffer);
  }

  @Override
  public void close() {
    answer.close();
  }
}
