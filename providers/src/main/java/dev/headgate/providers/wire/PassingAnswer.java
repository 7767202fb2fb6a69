package dev.headgate.providers.wire;

import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.providers.http.HttpAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// An answer that passes through unread.
record PassingAnswer(HttpAnswer http, Optional<Duration> retryAfter) implements RelayedAnswer {
  @Override
  public int status() {
    return http.status();
  }

  @Override
  public String contentType() {
    return http.contentType();
  }

  @Override
  public long contentLength() {
    return http.contentLength();
  }

  @Override
  public int read(byte[] buffer) {
    return http.read(buffer, 0, buffer.length);
  }

  @Override
  public String requestId() {
    return http.requestId().orElse("");
  }

  @Override
  public OptionalLong inputTokens() {
    return http.inputTokens();
  }

  @Override
  public void finish() {
    http.finish(ProviderAnswers.PATIENCE_AT_THE_END);
  }

  @Override
  public void close() {
    http.close();
  }
}
