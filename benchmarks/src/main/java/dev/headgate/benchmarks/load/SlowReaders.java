package dev.headgate.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Clients that take a few bytes of their answer now and then, or none at all, with small receive
/// buffers. One thread reads for all of them.
public final class SlowReaders implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4_096;
  private static final int SIPS_PER_SECOND = 4;

  private final InetSocketAddress address;
  private final Map<String, SocketChannel> channels = new HashMap<>();
  private final Map<String, Long> received = new HashMap<>();
  private final TreeMap<String, Integer> failures = new TreeMap<>();
  private final ByteBuffer sip;
  private final Thread thread = Thread.ofPlatform().name("slow-readers").unstarted(this::sip);
  private volatile boolean stopped;

  /// @param bytesPerSecond of each client that reads
  public SlowReaders(int port, int bytesPerSecond) {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.sip = ByteBuffer.allocate(bytesPerSecond / SIPS_PER_SECOND);
  }

  /// Sends a request whose answer nobody will hurry to read. Before [#start].
  public void open(String name, byte[] request) throws IOException {
    var channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    channel.connect(address);
    channel.write(ByteBuffer.wrap(request));
    channel.configureBlocking(false);
    channels.put(name, channel);
    received.put(name, 0L);
  }

  /// Begins to read.
  ///
  /// @param prefix of the names of those that read
  public void start(String prefix) {
    received.keySet().removeIf(name -> !name.startsWith(prefix));
    thread.start();
  }

  private void sip() {
    try {
      while (!stopped) {
        received.replaceAll((name, bytes) -> bytes + sip(name));
        TimeUnit.MILLISECONDS.sleep(1_000 / SIPS_PER_SECOND);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long sip(String name) {
    var channel = channels.get(name);
    if (channel == null || !channel.isOpen()) {
      return 0;
    }
    try {
      sip.clear();
      var count = channel.read(sip);
      if (count < 0) {
        lose(channel, "closed by the server");
      }
      return Math.max(0, count);
    } catch (IOException e) {
      lose(channel, String.valueOf(e.getMessage()));
      return 0;
    }
  }

  private void lose(SocketChannel channel, String why) {
    failures.merge(why, 1, Integer::sum);
    try {
      channel.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }

  /// Ends the reading; bytes received by each client that read, heads included.
  public Map<String, Long> stop() throws InterruptedException {
    stopped = true;
    thread.join();
    return Map.copyOf(received);
  }

  /// Why clients that read were cut off, after [#stop].
  public SortedMap<String, Integer> failures() {
    return new TreeMap<>(failures);
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    for (var channel : channels.values()) {
      channel.close();
    }
  }
}
