package dev.headgate.server.http;

import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.errors.CallFailed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// A provider that says `one` and then nothing, until `end` returns why.
public final class SilentStream implements RelayedAnswer {
  private final Supplier<CallFailed> end;
  private boolean begun;

  public SilentStream(Supplier<CallFailed> end) {
    this.end = end;
  }

  @Override
  public int status() {
    return 200;
  }

  @Override
  public String contentType() {
    return "text/event-stream";
  }

  @Override
  public Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  @Override
  public int read(byte[] buffer) {
    if (begun) {
      throw end.get();
    }
    begun = true;
    var event =
        "data: {\"choices\":[{\"delta\":{\"content\":\"one\"}}]}\n\n"
            .getBytes(StandardCharsets.UTF_8);
    System.arraycopy(event, 0, buffer, 0, event.length);
    return event.length;
  }

  @Override
  public void close() {}
}
