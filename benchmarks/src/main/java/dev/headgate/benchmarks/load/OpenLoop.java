package dev.headgate.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Sends calls when they are due, whether or not earlier ones were answered, over kept connections.
/// A call that no connection was free for is sent late and counted from when it was due; one that
/// could not be sent at all has failed.
///
/// One thread waits for the next due moment and writes; another one reads what comes back.
public final class OpenLoop {
  /// How long after the last due moment answers are awaited.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private final Lines lines;
  private final List<Lane> lanes;

  private OpenLoop(Lines lines, List<Lane> lanes) {
    this.lines = lines;
    this.lanes = lanes;
  }

  /// Runs the whole load; a tally for each lane, in their order.
  ///
  /// @param maxConnections that are open at the same time
  public static List<Tally> run(int port, int maxConnections, List<Lane> lanes)
      throws IOException, InterruptedException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (var lines = new Lines(address, maxConnections)) {
      return new OpenLoop(lines, lanes).run();
    }
  }

  /// The next call of a lane.
  private record Next(Lane lane, Tally tally, long call, long dueNanos) {
    static Next of(Lane lane, Tally tally, long call) {
      return new Next(lane, tally, call, lane.pace().dueNanos(call));
    }

    boolean isLast() {
      return call + 1 == lane.pace().calls();
    }

    Next following() {
      return of(lane, tally, call + 1);
    }
  }

  private List<Tally> run() throws InterruptedException {
    var queue = new PriorityQueue<>(Comparator.comparingLong(Next::dueNanos));
    var tallies = new ArrayList<Tally>();
    var unsent = new ArrayList<Next>();
    var end = 0L;
    for (var lane : lanes) {
      var tally = new Tally();
      tallies.add(tally);
      end = Math.max(end, lane.pace().length().toNanos());
      if (lane.pace().calls() > 0) {
        queue.add(Next.of(lane, tally, 0));
      }
    }
    var reader = Thread.ofPlatform().name("reader").start(lines::read);
    var start = System.nanoTime();
    while (!queue.isEmpty()) {
      var next = queue.remove();
      parkUntil(start + next.dueNanos());
      if (!send(next, start, start + end)) {
        unsent.add(next);
      }
      if (!next.isLast()) {
        queue.add(next.following());
      }
    }
    parkUntil(start + end);
    lines.awaitAnswers(GRACE);
    lines.stop();
    reader.join();
    unsent.forEach(call -> call.tally().failed(millis(call.dueNanos()), "not sent in time"));
    return tallies;
  }

  private boolean send(Next next, long start, long giveUp) {
    var call =
        new Line.Call(
            next.tally(), start + next.dueNanos(), millis(next.dueNanos()), System.nanoTime());
    while (!lines.send(next.lane().request(), call)) {
      if (System.nanoTime() > giveUp) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  private static void parkUntil(long nanoTime) {
    for (var left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
