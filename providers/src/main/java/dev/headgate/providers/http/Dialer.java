package dev.headgate.providers.http;

import dev.headgate.kernel.chat.Cancellation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
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
  private final Names names;
  private final @Nullable TlsSockets tls;
  private final long connectNanos;
  private CompletableFuture<InetAddress[]> lookup =
      CompletableFuture.completedFuture(new InetAddress[0]);

  /// Looks a name up; a seam for tests.
  @FunctionalInterface
  interface Names {
    /// The system's.
    Names SYSTEM = InetAddress::getAllByName;

    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  Dialer(Endpoint endpoint, ConnectionSettings settings, Names names) {
    this.endpoint = endpoint;
    this.names = names;
    this.tls = endpoint.tls() ? new TlsSockets(settings.authorities()) : null;
    this.connectNanos = settings.timeouts().connect().toNanos();
  }

  void open(Connection connection, Cancellation cancellation) throws IOException {
    var end = Ticks.now() + connectNanos;
    connection.waitFor(Deadline.CONNECT, connectNanos);
    var addresses = lookUp(cancellation);
    for (int i = 0; ; i++) {
      var untried = addresses.length - i;
      var millis = TimeUnit.NANOSECONDS.toMillis(end - Ticks.now()) / untried;
      try {
        var address = new InetSocketAddress(addresses[i], endpoint.port());
        var plain = connection.connect(address, (int) Math.max(millis, 1));
        connection.opened(
            tls == null ? plain : tls.upgrade(plain, endpoint.host(), endpoint.port()));
        return;
      } catch (SocketException | SocketTimeoutException e) {
        // Refused, silent, or on a network that this machine cannot reach: another may be better.
        if (untried == 1 || connection.isExpired()) {
          throw e;
        }
        cancellation.check();
      }
    }
  }

  // A lookup cannot be given up, so it gets a thread that can be left behind.
  private InetAddress[] lookUp(Cancellation cancellation) throws IOException {
    if (endpoint.isLoopback() || isLiteral(endpoint.host())) {
      return names.addresses(endpoint.host());
    }
    var found = lookUpInBackground();
    var end = Ticks.now() + connectNanos;
    try {
      for (var left = connectNanos; left > 0; left = end - Ticks.now()) {
        cancellation.check();
        try {
          return found.get(Math.min(left, ConnectionPool.CANCEL_CHECK_NANOS), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
          // Is the caller still there?
        }
      }
      throw new SocketTimeoutException("name lookup");
    } catch (ExecutionException e) {
      throw new UnknownHostException(endpoint.host());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  // A name may begin with a digit as well.
  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
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
            found.complete(names.addresses(endpoint.host()));
          } catch (UnknownHostException e) {
            found.completeExceptionally(e);
          }
        });
    return found;
  }
}
