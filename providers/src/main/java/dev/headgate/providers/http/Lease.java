package dev.headgate.providers.http;

import dev.headgate.kernel.chat.Cancellation;
import org.jspecify.annotations.Nullable;

/// One call's right to a connection, given back exactly once.
final class Lease {
  private final ConnectionPool pool;
  private final Cancellation cancellation;
  private @Nullable Connection connection;
  private boolean over;

  Lease(ConnectionPool pool, Cancellation cancellation) {
    this.pool = pool;
    this.cancellation = cancellation;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /// From here on cancelling closes this connection; the one before, if any, is of no more use.
  void use(Connection next) {
    if (connection != null) {
      pool.discard(connection);
    }
    connection = next;
    cancellation.arm(next);
  }

  /// The answer is complete and the connection may be used again.
  void giveBack() {
    if (over || connection == null) {
      return;
    }
    // Disarmed first: a late cancellation must not close the next call's connection.
    if (cancellation.disarm()) {
      over = true;
      pool.keep(connection);
    } else {
      abandon();
    }
  }

  /// The connection is closed.
  void abandon() {
    if (over) {
      return;
    }
    over = true;
    var _ = cancellation.disarm();
    if (connection == null) {
      pool.releaseUnused();
    } else {
      pool.release(connection);
    }
  }
}
