package dev.headgate.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection of the [ScriptedUpstream]: one request after the other.
final class UpstreamConnection {
  private static final byte[] LONG_EVENT = UpstreamAnswers.longEvent();

  private final ScriptedUpstream upstream;
  private final SocketChannel channel;
  private final RequestReader reader = new RequestReader();
  private @Nullable SelectionKey key;
  private ByteBuffer pending = ByteBuffer.allocate(0);
  private @Nullable Flood flood;
  private long floodLeft;
  private boolean ending;

  UpstreamConnection(ScriptedUpstream upstream, SocketChannel channel) {
    this.upstream = upstream;
    this.channel = channel;
  }

  void listen(SelectionKey selectionKey) {
    key = selectionKey;
  }

  void ready(byte[] buffer) throws IOException {
    try {
      if (key != null && key.isValid() && key.isReadable()) {
        receive(buffer);
      }
      if (key != null && key.isValid() && key.isWritable()) {
        flush();
      }
    } catch (IOException _) {
      // The server has left; whoever called it is counted elsewhere.
      close();
    }
  }

  private void receive(byte[] buffer) throws IOException {
    var count = channel.read(ByteBuffer.wrap(buffer));
    if (count < 0) {
      close();
    } else if (reader.feed(buffer, 0, count)) {
      answer();
    }
  }

  private void answer() throws IOException {
    if (reader.path().equals("/floods")) {
      send(UpstreamAnswers.text(upstream.floods()));
      return;
    }
    switch (upstream.script(reader.script())) {
      case UpstreamScript.Whole(var delay, var answer) when delay == 0 -> send(answer);
      case UpstreamScript.Whole(var delay, var answer) ->
          upstream.at(
              System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay), () -> trySend(answer));
      case UpstreamScript.Events events -> {
        send(UpstreamAnswers.STREAM_HEAD);
        event(events, 0, System.nanoTime());
      }
      case UpstreamScript.Flooding(var name, var kilobytes) -> {
        flood = upstream.flood(name);
        floodLeft = kilobytes;
        ending = true;
        send(UpstreamAnswers.STREAM_HEAD);
      }
    }
  }

  private void event(UpstreamScript.Events events, int number, long due) {
    if (!channel.isOpen()) {
      return;
    }
    if (number == events.count()) {
      trySend(UpstreamAnswers.STREAM_END);
      return;
    }
    trySend(UpstreamAnswers.event(number));
    var next = due + TimeUnit.MILLISECONDS.toNanos(events.everyMillis());
    upstream.at(next, () -> event(events, number + 1, next));
  }

  private void trySend(byte[] bytes) {
    try {
      send(bytes);
    } catch (IOException _) {
      close();
    }
  }

  private void send(byte[] bytes) throws IOException {
    if (pending.hasRemaining()) {
      var longer = ByteBuffer.allocate(pending.remaining() + bytes.length);
      pending = longer.put(pending).put(bytes).flip();
    } else {
      pending = ByteBuffer.wrap(bytes);
    }
    flush();
  }

  private void flush() throws IOException {
    do {
      var written = channel.write(pending);
      if (flood != null && written > 0) {
        flood.taken(written);
      }
    } while (!pending.hasRemaining() && refill());
    interest(
        pending.hasRemaining()
            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
            : SelectionKey.OP_READ);
  }

  private boolean refill() {
    if (floodLeft > 0) {
      floodLeft--;
      pending = ByteBuffer.wrap(LONG_EVENT);
      return true;
    }
    if (ending) {
      ending = false;
      pending = ByteBuffer.wrap(UpstreamAnswers.STREAM_END);
      return true;
    }
    flood = null;
    return false;
  }

  private void interest(int operations) {
    if (key != null && key.isValid() && key.interestOps() != operations) {
      key.interestOps(operations);
    }
  }

  private void close() {
    if (flood != null) {
      flood.close();
    }
    try {
      channel.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
