package dev.headgate.benchmarks.load;

import java.util.concurrent.TimeUnit;

/// How far an answer has come that is sent as fast as it is taken. A line of text between the
/// upstream and the benchmark.
public final class Flood {
  private final String name;
  private long bytes;
  private long lastTaken = System.nanoTime();
  private long closed;

  Flood(String name) {
    this.name = name;
  }

  /// @param bytes that the server has taken, or that lie in the sockets between
  /// @param idleMillis from the last byte that was taken until the connection was closed, or now
  /// @param closed whether the server has closed the connection
  public record State(String name, long bytes, long idleMillis, boolean closed) {
    /// Reads what [Flood] writes.
    public static State parse(String line) {
      var words = line.split(" ", -1);
      return new State(
          words[0],
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          Boolean.parseBoolean(words[3]));
    }
  }

  void taken(long count) {
    bytes += count;
    lastTaken = System.nanoTime();
  }

  long bytes() {
    return bytes;
  }

  void close() {
    closed = closed == 0 ? System.nanoTime() : closed;
  }

  @Override
  public String toString() {
    var until = closed == 0 ? System.nanoTime() : closed;
    return "%s %d %d %b"
        .formatted(name, bytes, TimeUnit.NANOSECONDS.toMillis(until - lastTaken), closed != 0);
  }
}
