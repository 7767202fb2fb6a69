package dev.headgate.runtime.pipeline.calls;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What precedes the bytes of an answer.
///
/// @param contentType empty if the provider sent none
/// @param pause after which another try makes sense, null if nobody said
/// @param attempts the deployments tried and what came of it, empty if the caller did not ask
/// @param ignored what of the request the provider was not told, in the caller's words
public record RelayHead(
    int status,
    String contentType,
    @Nullable Duration pause,
    String traceId,
    String attempts,
    List<String> ignored) {
  public RelayHead {
    ignored = List.copyOf(ignored);
  }

  public RelayHead(
      int status, String contentType, @Nullable Duration pause, String traceId, String attempts) {
    this(status, contentType, pause, traceId, attempts, List.of());
  }

  public RelayHead with(String tried) {
    return new RelayHead(status, contentType, pause, traceId, tried, ignored);
  }

  public RelayHead ignoring(List<String> names) {
    return new RelayHead(status, contentType, pause, traceId, attempts, names);
  }

  public boolean isText() {
    return contentType.isEmpty() || isOf("text/") || isOf("application/json");
  }

  public boolean isEvents() {
    return isOf("text/event-stream");
  }

  private boolean isOf(String type) {
    return contentType.regionMatches(true, 0, type, 0, type.length());
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(pause);
  }
}
