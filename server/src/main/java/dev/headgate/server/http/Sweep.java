package dev.headgate.server.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Looks at every connection ten times a second, on one thread, for what has lasted too long. This
/// costs a call nothing, where a timer of its own would cost it more than all its checks.
final class Sweep implements AutoCloseable {
  private static final int PERIOD_MILLIS = 100;
  private static final System.Logger LOG = System.getLogger(Sweep.class.getName());

  private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
  private final Thread thread = Thread.ofVirtual().name("connection-sweep").unstarted(this::run);

  void start() {
    thread.start();
  }

  void add(ClientConnection connection) {
    connections.add(connection);
  }

  void remove(ClientConnection connection) {
    connections.remove(connection);
  }

  int size() {
    return connections.size();
  }

  void forEach(Consumer<ClientConnection> action) {
    connections.forEach(action);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PERIOD_MILLIS);
        sweep();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void sweep() {
    var now = System.nanoTime();
    for (var connection : connections) {
      try {
        connection.sweep(now);
      } catch (RuntimeException e) {
        // Without the sweep there is no bound on time, so one bug must not end it.
        LOG.log(System.Logger.Level.ERROR, "sweeping a connection failed", e);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
