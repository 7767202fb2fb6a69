package dev.headgate.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/// Loopback ports.
final class Ports {
  private static final int START_LIMIT_MILLIS = 300_000;

  private Ports() {}

  static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Returns when somebody listens.
  ///
  /// @param server that will
  static void awaitListening(int port, Process server) throws IOException, InterruptedException {
    var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MILLIS);
    while (true) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline || !server.isAlive()) {
          throw new IOException("nobody listens on port " + port, e);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }
}
