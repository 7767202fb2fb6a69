package dev.headgate.runtime.pipeline;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What precedes the bytes of an answer.
///
/// @param contentType empty if the provider sent none
/// @param pause after which another try makes sense, null if nobody said
/// @param attempts the deployments tried and what came of it, empty if the caller did not ask
public record RelayHead(
    int status, String contentType, @Nullable Duration pause, String traceId, String attempts) {
  RelayHead with(String tried) {
    return new RelayHead(status, contentType, pause, traceId, tried);
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(pause);
  }
}
