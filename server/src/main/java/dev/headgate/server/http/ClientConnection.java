package dev.headgate.server.http;

import dev.headgate.server.config.ServerLimits;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.CloseConnectionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One connection, its place in the protocol, and how long it has been there. Its own thread moves
/// it on; the [Sweep] looks at it from time to time and cuts it when a bound is passed.
///
/// A thread that is stuck in the socket is freed by interrupting it, which closes the socket: that
/// is the intention here. The interrupt is cleared again on the way out, so that it hits nothing
/// else.
final class ClientConnection implements Supplier<byte @Nullable []>, DataWriter {
  /// The connection of the request that is being handled.
  static final ScopedValue<ClientConnection> CURRENT = ScopedValue.newInstance();

  private enum Phase {
    /// Between requests.
    IDLE,
    /// A request has begun to arrive.
    HEAD,
    BODY,
    ANSWERING,
    /// The rest of a request that has been answered arrives.
    DRAINING,
    /// Given up.
    CUT
  }

  // Most calls are over before watching their client pays.
  private static final long WATCH_AFTER_NANOS = 100_000_000;

  private final DataWriter socket;
  private final Limits limits;
  private final ClientWatch watch;
  private Phase phase = Phase.IDLE;
  private long since;
  private @Nullable Thread reader;
  private @Nullable Thread writer;
  private long writingSince;
  private boolean cutWriting;
  private boolean timedOut;
  private volatile @Nullable AnswerStream stream;
  private volatile @Nullable Long overdueAt;
  // Of the connection's own thread.
  private boolean last;

  /// The bounds of [ServerLimits], in nanoseconds.
  record Limits(long header, long body, long write, long heartbeat) {
    static Limits of(ServerLimits limits) {
      return new Limits(
          limits.headerTimeout().toNanos(),
          limits.bodyTimeout().toNanos(),
          limits.writeTimeout().toNanos(),
          limits.heartbeat().toNanos());
    }
  }

  ClientConnection(DataReader reader, DataWriter writer, Limits limits) {
    this.socket = writer;
    this.limits = limits;
    this.watch = new ClientWatch(reader);
  }

  ClientWatch watch() {
    return watch;
  }

  /// The stream that gets heartbeats, null for none.
  void streaming(@Nullable AnswerStream open) {
    stream = open;
  }

  /// When the running call has to be over, by `System.nanoTime`.
  void overdueAt(long nanos) {
    overdueAt = nanos;
  }

  /// The answer that is being made is the last one here. The library does not see to that.
  void closeAfterAnswer() {
    last = true;
  }

  /// For the parser.
  @Override
  public byte @Nullable [] get() {
    if (last && isIdle()) {
      return null;
    }
    var bytes = watch.get();
    if (bytes != null) {
      received();
    }
    return bytes;
  }

  private synchronized boolean isIdle() {
    return phase == Phase.IDLE;
  }

  private synchronized void received() {
    if (phase == Phase.IDLE) {
      enter(Phase.HEAD);
    }
  }

  /// The headers are complete.
  synchronized void beginCall() {
    if (last) {
      throw new CloseConnectionException("a request after the last one");
    }
    enter(Phase.ANSWERING);
  }

  synchronized void beginBody() {
    enter(Phase.BODY);
  }

  /// Like a body, but nothing more is said when it takes too long.
  synchronized void beginDrain() {
    enter(Phase.DRAINING);
  }

  synchronized void endBody() {
    enter(Phase.ANSWERING);
  }

  synchronized void endCall() {
    watch.unwatch();
    stream = null;
    overdueAt = null;
    if (phase != Phase.CUT) {
      enter(Phase.IDLE);
    }
  }

  /// Whether the request took too long to arrive, and was told so.
  synchronized boolean isTimedOut() {
    return timedOut;
  }

  private void enter(Phase next) {
    if (phase == Phase.CUT) {
      // The interrupt was for the read that has just ended.
      Thread.interrupted();
      throw new CloseConnectionException("cut by the server");
    }
    phase = next;
    since = System.nanoTime();
    reader = next == Phase.ANSWERING ? null : Thread.currentThread();
  }

  /// Looks whether a bound has been passed, and acts if so. Never blocks.
  void sweep(long now) {
    var open = stream;
    if (open != null && open.isSilent(now, limits.heartbeat)) {
      Thread.ofVirtual().name("heartbeat").start(open::heartbeat);
    }
    var overdue = overdueAt;
    if (overdue != null && now - overdue > 0) {
      watch.expire();
    }
    synchronized (this) {
      var elapsed = now - since;
      switch (phase) {
        case HEAD -> cutIf(elapsed > limits.header, "the headers", limits.header);
        case BODY -> cutIf(elapsed > limits.body, "the body", limits.body);
        case DRAINING -> {
          if (elapsed > limits.body) {
            cutReading();
          }
        }
        case ANSWERING -> {
          if (elapsed > WATCH_AFTER_NANOS && watch.isWatching()) {
            watch.startReading();
          }
        }
        case IDLE, CUT -> {}
      }
      if (writer != null && now - writingSince > limits.write) {
        cutWriting();
      }
    }
  }

  private void cutIf(boolean late, String part, long nanos) {
    if (late) {
      phase = Phase.CUT;
      timedOut = true;
      Thread.ofVirtual().name("request-timeout").start(() -> answerTimeout(part, nanos));
    }
  }

  /// The connection's own thread waits for the rest of the request, so nobody else writes.
  private void answerTimeout(String part, long nanos) {
    try {
      writeNow(BufferData.create(WireErrors.timeout(part, nanos)));
    } catch (RuntimeException e) {
      // The client is gone; the reader is freed all the same.
    }
    interruptReader();
  }

  private synchronized void interruptReader() {
    if (reader != null) {
      reader.interrupt();
    }
  }

  private void cutWriting() {
    if (writer != null && !cutWriting) {
      cutWriting = true;
      writer.interrupt();
    }
  }

  /// Ends the provider's part of the running call, so that its handler can say goodbye.
  void cancelCall() {
    watch.cancel();
  }

  /// Ends whatever the connection is doing, at the end of a drain.
  void cut() {
    synchronized (this) {
      cutWriting();
      if (phase == Phase.HEAD || phase == Phase.BODY || phase == Phase.DRAINING) {
        cutReading();
      }
    }
  }

  private void cutReading() {
    phase = Phase.CUT;
    interruptReader();
  }

  @Override
  public void write(BufferData... buffers) {
    beginWriting();
    try {
      socket.write(buffers);
    } finally {
      endWriting();
    }
  }

  @Override
  public void write(BufferData buffer) {
    beginWriting();
    try {
      socket.write(buffer);
    } finally {
      endWriting();
    }
  }

  @Override
  public void writeNow(BufferData... buffers) {
    beginWriting();
    try {
      socket.writeNow(buffers);
    } finally {
      endWriting();
    }
  }

  @Override
  public void writeNow(BufferData buffer) {
    beginWriting();
    try {
      socket.writeNow(buffer);
    } finally {
      endWriting();
    }
  }

  @Override
  public void flush() {
    socket.flush();
  }

  @Override
  public void close() {
    socket.close();
  }

  private synchronized void beginWriting() {
    writer = Thread.currentThread();
    writingSince = System.nanoTime();
  }

  private synchronized void endWriting() {
    writer = null;
    if (cutWriting) {
      cutWriting = false;
      Thread.interrupted();
    }
  }
}
