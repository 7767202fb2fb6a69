package dev.headgate.providers.http;

import dev.headgate.kernel.chat.Cancellation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The connections to one provider: at most so many, the most recently used first. Its sweep is one
/// virtual thread, alive while there are connections, that closes those whose deadline has passed.
/// Thread-safe.
final class ConnectionPool implements AutoCloseable {
  static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  static final long CANCEL_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final String name;
  private final ConnectionSettings settings;
  private final Semaphore permits;
  private final Set<Connection> all = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Connection> kept = new ArrayDeque<>();
  private boolean sweeping;
  private boolean closed;

  ConnectionPool(String name, ConnectionSettings settings) {
    this.name = name;
    this.settings = settings;
    this.permits = new Semaphore(settings.maxConnections());
  }

  /// Waits for the right to use a connection; [#release] or [#keep] gives it back. False if there
  /// was none in time.
  boolean acquire(Cancellation cancellation) {
    if (permits.tryAcquire()) {
      return true;
    }
    var end = Ticks.after(settings.timeouts().queue());
    try {
      for (var left = end - Ticks.now(); left > 0; left = end - Ticks.now()) {
        cancellation.check();
        if (permits.tryAcquire(Math.min(left, CANCEL_CHECK_NANOS), TimeUnit.NANOSECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /// A connection that has carried a call and looks alive.
  Optional<Connection> takeKept(long totalAt) {
    while (true) {
      var connection = pollKept();
      if (connection == null) {
        return Optional.empty();
      }
      if (connection.reuse(totalAt) && !connection.hasUnaskedBytes()) {
        return Optional.of(connection);
      }
      discard(connection);
    }
  }

  /// A connection that is not open yet.
  Connection create(long totalAt) {
    var connection = new Connection(totalAt);
    lock.lock();
    try {
      all.add(connection);
      if (!sweeping) {
        sweeping = true;
        Thread.ofVirtual().name("deadlines of " + name).start(this::sweep);
      }
    } finally {
      lock.unlock();
    }
    return connection;
  }

  /// Ends a call whose connection can carry another.
  void keep(Connection connection) {
    var keeping = connection.rest(Ticks.after(settings.keepAlive()));
    lock.lock();
    try {
      keeping &= !closed;
      if (keeping) {
        kept.push(connection);
      }
    } finally {
      lock.unlock();
    }
    if (!keeping) {
      discard(connection);
    }
    permits.release();
  }

  /// Ends a call whose connection is of no more use.
  void release(Connection connection) {
    discard(connection);
    permits.release();
  }

  /// Ends a call that never had a connection.
  void releaseUnused() {
    permits.release();
  }

  /// Closes a connection whose call goes on with another.
  void discard(Connection connection) {
    connection.close();
    all.remove(connection);
  }

  int open() {
    return all.size();
  }

  /// Closes what is unused; calls that still run end by themselves.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    for (var connection = pollKept(); connection != null; connection = pollKept()) {
      discard(connection);
    }
  }

  private @Nullable Connection pollKept() {
    lock.lock();
    try {
      return kept.poll();
    } finally {
      lock.unlock();
    }
  }

  private void sweep() {
    do {
      LockSupport.parkNanos(SWEEP_NANOS);
      var now = Ticks.now();
      for (var connection : all) {
        if (connection.expireBefore(now)) {
          // Its call, if it has one, wakes up and releases it.
          discard(connection);
          forget(connection);
        }
      }
    } while (goesOn());
  }

  private void forget(Connection connection) {
    lock.lock();
    try {
      kept.remove(connection);
    } finally {
      lock.unlock();
    }
  }

  private boolean goesOn() {
    lock.lock();
    try {
      sweeping = !all.isEmpty();
      return sweeping;
    } finally {
      lock.unlock();
    }
  }
}
