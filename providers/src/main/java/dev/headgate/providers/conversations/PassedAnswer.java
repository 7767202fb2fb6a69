package dev.headgate.providers.conversations;

import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.providers.http.HttpAnswer;
import java.time.Duration;
import java.util.Optional;

/// An answer that passes through unread.
///
/// @param patience for the end of the body once nothing more is wanted
record PassedAnswer(HttpAnswer http, Optional<Duration> retryAfter, Duration patience)
    implements RelayedAnswer {
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
  public void finish() {
    http.finish(patience);
  }

  @Override
  public void close() {
    http.close();
  }
}
