package dev.headgate.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// Connections that have had one answer and wait for their next request.
public final class IdleConnections implements AutoCloseable {
  private static final int BUFFER_BYTES = 8_192;

  private final List<SocketChannel> channels = new ArrayList<>();
  private final byte[] buffer = new byte[BUFFER_BYTES];

  public static IdleConnections open(int port, int count, byte[] request) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var connections = new IdleConnections();
    for (int i = 0; i < count; i++) {
      connections.open(address, request);
    }
    return connections;
  }

  private void open(InetSocketAddress address, byte[] request) throws IOException {
    var channel = SocketChannel.open(address);
    channels.add(channel);
    ask(channel, request);
  }

  private void ask(SocketChannel channel, byte[] request) throws IOException {
    channel.write(ByteBuffer.wrap(request));
    var reader = new ResponseReader();
    for (var ended = false; !ended; ) {
      var count = channel.read(ByteBuffer.wrap(buffer));
      if (count < 0) {
        throw new IOException("the server closed a connection");
      }
      ended = reader.feed(buffer, 0, count, (_, _, _) -> {});
    }
    if (reader.status() != 200) {
      throw new IOException("status " + reader.status());
    }
  }

  /// Asks once more on each connection; how many were alive.
  public int stillAlive(byte[] request) {
    var alive = 0;
    for (var channel : channels) {
      try {
        ask(channel, request);
        alive++;
      } catch (IOException _) {
        // Not alive.
      }
    }
    return alive;
  }

  @Override
  public void close() throws IOException {
    for (var channel : channels) {
      channel.close();
    }
  }
}
