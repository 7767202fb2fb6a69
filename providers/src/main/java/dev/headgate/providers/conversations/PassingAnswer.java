package dev.headgate.providers.conversations;

import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.providers.http.HttpAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// An answer that passes through unread.
public record PassingAnswer(HttpAnswer http, Optional<Duration> retryAfter)
    implements RelayedAnswer {
  /// The end of the HTTP body follows the end of an answer at once, or the connection is not worth
  /// keeping.
  public static final Duration PATIENCE_AT_THE_END = Duration.ofMillis(100);

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
  public String servedTier() {
    return http.servedTier();
  }

  @Override
  public void finish() {
    http.finish(PATIENCE_AT_THE_END);
  }

  @Override
  public void close() {
    http.close();
  }
}
