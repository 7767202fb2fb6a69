package dev.headgate.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Connections to one server, opened when they are needed; the one that was used last is used next.
/// One thread sends, one reads.
final class Lines implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long POLL_MILLIS = 5;

  private final InetSocketAddress address;
  private final int most;
  private final Selector selector;
  private final ConcurrentLinkedDeque<Line> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean stopped;

  Lines(InetSocketAddress address, int most) throws IOException {
    this.address = address;
    this.most = most;
    this.selector = Selector.open();
  }

  /// Sends a call, false if all connections are busy.
  boolean send(byte[] request, Line.Call call) {
    while (true) {
      Line line;
      try {
        line = take();
      } catch (IOException e) {
        call.failed("no connection");
        return true;
      }
      if (line == null) {
        return false;
      }
      if (line.send(request, call)) {
        return true;
      }
    }
  }

  private @Nullable Line take() throws IOException {
    for (var line = idle.pollFirst(); line != null; line = idle.pollFirst()) {
      if (line.isOpen()) {
        return line;
      }
    }
    return open.get() < most ? connect() : null;
  }

  private Line connect() throws IOException {
    var channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    var line = new Line(channel);
    open.incrementAndGet();
    channel.register(selector, SelectionKey.OP_READ, line);
    selector.wakeup();
    return line;
  }

  /// Reads until it is stopped.
  void read() {
    var buffer = new byte[BUFFER_BYTES];
    try {
      while (!stopped) {
        selector.select(key -> read((Line) key.attachment(), buffer));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Line line, byte[] buffer) {
    try {
      if (line.read(buffer)) {
        idle.addFirst(line);
      } else if (!line.isOpen()) {
        open.decrementAndGet();
      }
    } catch (IOException e) {
      lose(line, String.valueOf(e.getMessage()));
    }
  }

  private void lose(Line line, String why) {
    try {
      open.decrementAndGet();
      line.broken(why);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns when no call is under way, or after that time.
  void awaitAnswers(Duration longest) throws InterruptedException {
    var giveUp = System.nanoTime() + longest.toNanos();
    while (busy() && System.nanoTime() < giveUp) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private boolean busy() {
    return selector.keys().stream()
        .anyMatch(key -> key.isValid() && ((Line) key.attachment()).isBusy());
  }

  void stop() {
    stopped = true;
    selector.wakeup();
  }

  /// After the reader has ended: what has no answer yet has failed.
  @Override
  public void close() throws IOException {
    for (var key : selector.keys()) {
      ((Line) key.attachment()).broken("no answer in time");
    }
    selector.close();
  }
}
