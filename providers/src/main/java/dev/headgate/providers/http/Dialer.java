package dev.headgate.providers.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Opens connections: looks the name up, tries its addresses in turn, shakes hands, all within the
/// connect deadline. Thread-safe.
final class Dialer {
  private final Endpoint endpoint;
  private final @Nullable TlsSockets tls;
  private final long connectNanos;
  private CompletableFuture<InetAddress[]> lookup =
      CompletableFuture.completedFuture(new InetAddress[0]);

  Dialer(Endpoint endpoint, ConnectionSettings settings) {
    this.endpoint = endpoint;
    this.tls = endpoint.tls() ? new TlsSockets(settings.authorities()) : null;
    this.connectNanos = settings.timeouts().connect().toNanos();
  }

  void open(Connection connection) throws IOException {
    var end = Ticks.now() + connectNanos;
    connection.waitFor(Deadline.CONNECT, connectNanos);
    var addresses = lookUp();
    for (int i = 0; ; i++) {
      var untried = addresses.length - i;
      var millis = TimeUnit.NANOSECONDS.toMillis(end - Ticks.now()) / untried;
      try {
        var address = new InetSocketAddress(addresses[i], endpoint.port());
        var plain = connection.connect(address, (int) Math.max(millis, 1));
        connection.opened(
            tls == null ? plain : tls.upgrade(plain, endpoint.host(), endpoint.port()));
        return;
      } catch (ConnectException | SocketTimeoutException e) {
        if (untried == 1 || connection.isExpired()) {
          throw e;
        }
      }
    }
  }

  // A lookup cannot be given up, so it gets a thread that can be left behind.
  private InetAddress[] lookUp() throws IOException {
    if (endpoint.isLoopback() || Character.digit(endpoint.host().charAt(0), 10) >= 0) {
      return InetAddress.getAllByName(endpoint.host());
    }
    var found = lookUpInBackground();
    try {
      return found.get(connectNanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new UnknownHostException(endpoint.host());
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("name lookup");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  // One at a time for all calls: a name server that is silent must not gather threads.
  private synchronized CompletableFuture<InetAddress[]> lookUpInBackground() {
    if (!lookup.isDone()) {
      return lookup;
    }
    var found = new CompletableFuture<InetAddress[]>();
    lookup = found;
    Thread.ofPlatform()
        .daemon()
        .name("lookup of " + endpoint.host())
        .start(() -> {
          try {
            found.complete(InetAddress.getAllByName(endpoint.host()));
          } catch (UnknownHostException e) {
            found.completeExceptionally(e);
          }
        });
    return found;
  }
}
