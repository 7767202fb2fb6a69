package dev.headgate.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Many streams of numbered events at once, each read to its end by one thread: how long after one
/// event the next one came, and which ones did not.
public final class EventStreams {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int OPENED_AT_ONCE = 7;
  private static final long OPEN_PAUSE_MILLIS = 20;
  private static final long END_GRACE_MILLIS = 10_000;

  /// What came of all streams.
  ///
  /// @param gaps between the events of a stream, while all of them were open
  /// @param failures how many streams did not end whole, for each reason
  public record Outcome(
      Samples gaps, int events, int lost, int reordered, SortedMap<String, Integer> failures) {
    public int failed() {
      return failures.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private static final class OneStream {
    private final SocketChannel channel;
    private final ResponseReader reader = new ResponseReader();
    private final EventCheck check = new EventCheck();
    private long lastNanos;

    OneStream(SocketChannel channel) {
      this.channel = channel;
    }
  }

  private final Selector selector;
  private final InetSocketAddress address;
  private final int eventsEach;
  private final List<OneStream> streams = new ArrayList<>();
  private final TreeMap<String, Integer> failures = new TreeMap<>();
  private final Samples gaps = new Samples();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int running;
  private boolean allOpen;

  private EventStreams(Selector selector, int port, int eventsEach) {
    this.selector = selector;
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.eventsEach = eventsEach;
  }

  /// Opens 350 streams a second, then reads until the last one has ended.
  ///
  /// @param eventsEach after which each stream ends
  /// @param length of a stream
  public static Outcome run(int port, int count, byte[] request, int eventsEach, Duration length)
      throws IOException {
    try (var selector = Selector.open()) {
      return new EventStreams(selector, port, eventsEach).run(count, request, length);
    }
  }

  private Outcome run(int count, byte[] request, Duration length) throws IOException {
    for (int i = 0; i < count; i++) {
      open(request);
      if (i % OPENED_AT_ONCE == OPENED_AT_ONCE - 1) {
        readFor(OPEN_PAUSE_MILLIS);
      }
    }
    allOpen = true;
    readFor(length.toMillis() + END_GRACE_MILLIS);
    var events = 0;
    var lost = 0;
    var reordered = 0;
    for (var stream : streams) {
      if (stream.channel.isOpen()) {
        end(stream, "not ended in time");
      }
      events += stream.check.seen();
      lost += stream.check.lost();
      reordered += stream.check.reordered();
    }
    return new Outcome(gaps, events, lost, reordered, failures);
  }

  private void open(byte[] request) throws IOException {
    var channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    var stream = new OneStream(channel);
    streams.add(stream);
    running++;
    channel.register(selector, SelectionKey.OP_READ, stream);
    channel.write(ByteBuffer.wrap(request));
  }

  private void readFor(long millis) throws IOException {
    var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (running > 0) {
      var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return;
      }
      selector.select(key -> read((OneStream) key.attachment()), left);
    }
  }

  private void read(OneStream stream) {
    try {
      var count = stream.channel.read(ByteBuffer.wrap(buffer));
      if (count < 0) {
        end(stream, "broke off");
        return;
      }
      var ended = stream.reader.feed(buffer, 0, count, stream.check);
      time(stream);
      if (ended) {
        end(stream, judge(stream));
      }
    } catch (IOException e) {
      end(stream, String.valueOf(e.getMessage()));
    }
  }

  private void time(OneStream stream) {
    var fresh = stream.check.takeFresh();
    if (fresh == 0) {
      return;
    }
    var now = System.nanoTime();
    if (stream.lastNanos != 0 && allOpen && running == streams.size()) {
      gaps.add(0, now - stream.lastNanos);
      for (int i = 1; i < fresh; i++) {
        gaps.add(0, 0);
      }
    }
    stream.lastNanos = now;
  }

  /// Why the stream is not whole, empty if it is.
  private String judge(OneStream stream) {
    if (stream.reader.status() != 200) {
      return "status " + stream.reader.status();
    }
    if (!stream.check.isDone()) {
      return "ended without [DONE]";
    }
    return stream.check.seen() == eventsEach ? "" : "ended before its last event";
  }

  private void end(OneStream stream, String why) {
    running--;
    if (!why.isEmpty()) {
      failures.merge(why, 1, Integer::sum);
    }
    try {
      stream.channel.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
