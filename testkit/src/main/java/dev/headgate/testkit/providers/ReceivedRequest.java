package dev.headgate.testkit.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A request as it came over the wire.
public final class ReceivedRequest {
  private final int connection;
  private final String method;
  private final String path;
  private final Map<String, String> headers;
  private final byte[] body;
  private final CountDownLatch closed;

  ReceivedRequest(
      int connection,
      String method,
      String path,
      Map<String, String> headers,
      byte[] body,
      CountDownLatch closed) {
    this.connection = connection;
    this.method = method;
    this.path = path;
    this.headers = Map.copyOf(headers);
    this.body = body;
    this.closed = closed;
  }

  /// The number of the connection it came on, counted from 0.
  public int connection() {
    return connection;
  }

  public String method() {
    return method;
  }

  public String path() {
    return path;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  public String body() {
    return new String(body, UTF_8);
  }

  public byte[] bodyBytes() {
    return body.clone();
  }

  /// Waits until the peer has closed the connection; false if it has not by then.
  public boolean awaitClosed(Duration patience) {
    try {
      return closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
