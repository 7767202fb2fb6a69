package dev.headgate.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/// A provider in a process of its own that answers as the message itself says, between double
/// brackets, see [UpstreamScript]. One thread. Prints its port. `GET /floods` lists the answers
/// that were sent as fast as they were taken.
public final class ScriptedUpstream implements AutoCloseable {
  private static final int BACKLOG = 4_096;
  private static final int BUFFER_BYTES = 256 * 1024;

  /// Small, so that what a flood has sent is with the server and not still in here.
  private static final int SEND_BUFFER = 16 * 1024;

  private record Alarm(long nanos, Runnable action) {}

  private final Selector selector;
  private final ServerSocketChannel server;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::nanos));
  private final Map<String, UpstreamScript> scripts = new HashMap<>();
  private final List<Flood> floods = new ArrayList<>();

  ScriptedUpstream() throws IOException {
    selector = Selector.open();
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  public static void main(String[] args) throws IOException {
    try (var upstream = new ScriptedUpstream()) {
      System.out.println(upstream.port());
      upstream.serve();
    }
  }

  int port() {
    return server.socket().getLocalPort();
  }

  /// Returns when it was closed.
  void serve() throws IOException {
    while (server.isOpen()) {
      var pause = ringAlarms();
      if (pause == 0) {
        selector.select(this::ready);
      } else {
        selector.select(this::ready, pause);
      }
    }
    for (var key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    selector.wakeup();
  }

  /// Milliseconds until the next alarm, rounded up; 0 if there is none.
  private long ringAlarms() {
    for (var next = alarms.peek(); next != null; next = alarms.peek()) {
      var left = next.nanos() - System.nanoTime();
      if (left > 0) {
        return left / TimeUnit.MILLISECONDS.toNanos(1) + 1;
      }
      alarms.remove();
      next.action().run();
    }
    return 0;
  }

  void at(long nanos, Runnable action) {
    alarms.add(new Alarm(nanos, action));
  }

  UpstreamScript script(String text) {
    return scripts.computeIfAbsent(text, UpstreamScript::parse);
  }

  Flood flood(String name) {
    var flood = new Flood(name);
    floods.add(flood);
    return flood;
  }

  /// A line for each.
  String floods() {
    var lines = new StringBuilder();
    floods.forEach(flood -> lines.append(flood).append('\n'));
    return lines.toString();
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        ((UpstreamConnection) key.attachment()).ready(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    for (var channel = server.accept(); channel != null; channel = server.accept()) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
      channel.configureBlocking(false);
      var connection = new UpstreamConnection(this, channel);
      connection.listen(channel.register(selector, SelectionKey.OP_READ, connection));
    }
  }
}
