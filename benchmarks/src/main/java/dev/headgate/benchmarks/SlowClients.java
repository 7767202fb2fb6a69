package dev.headgate.benchmarks;

import dev.headgate.benchmarks.load.Flood;
import dev.headgate.benchmarks.load.Pace;
import dev.headgate.benchmarks.load.SlowReaders;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// L4: 500 clients read a kilobyte a second of a stream that comes as fast as it is taken, 50 never
/// read; others call as if nothing were.
final class SlowClients implements LoadRun {
  private static final int SLOW = 500;
  private static final int NEVER = 50;
  private static final int BYTES_PER_SECOND = 1_024;
  private static final int FLOOD_KILOBYTES = 8_192;
  private static final int OTHERS_PER_SECOND = 200;
  private static final int OPENED_EVERY_MILLIS = 10;
  private static final String OTHERS_SCRIPT = "delay=20 bytes=1024";
  private static final double MOST_KIB = 256;
  private static final double MOST_SLOWER = 1.1;

  /// The default of `server.write-timeout`; a shorter run takes half of its own length.
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration CUT_GRACE = Duration.ofSeconds(5);

  /// What the run has seen.
  private record Seen(
      int never,
      Map<String, Long> received,
      List<Flood.State> floods,
      int cutReaders,
      double heapKib) {
    List<Flood.State> of(String prefix) {
      return floods.stream().filter(flood -> flood.name().startsWith(prefix)).toList();
    }

    /// The most that lay between the provider and a client, in any buffer, the kernel's included.
    double mostBetweenKib() {
      return of("slow").stream()
              .mapToLong(flood -> flood.bytes() - received.getOrDefault(flood.name(), 0L))
              .max()
              .orElse(0)
          / 1_024.0;
    }

    int notPaused() {
      return (int)
          floods.stream().filter(flood -> flood.bytes() >= FLOOD_KILOBYTES * 1_024L).count();
    }
  }

  @Override
  public Figures measure(Stage.Setting setting) throws IOException, InterruptedException {
    var slowCount = setting.scaled(SLOW);
    var neverCount = setting.scaled(NEVER);
    var half = setting.length().dividedBy(2);
    var cutAfter = half.compareTo(WRITE_TIMEOUT) < 0 ? half : WRITE_TIMEOUT;
    var server = ", write-timeout: " + cutAfter.toMillis() + "ms";
    var others = Stage.call(BenchmarkProject.KEY, OTHERS_SCRIPT);
    var pace = Pace.steady(OTHERS_PER_SECOND, setting.length());
    try (var stage = Stage.open(setting, server, List.of(BenchmarkProject.Key.DEFAULT));
        var slow = new SlowReaders(stage.port(), BYTES_PER_SECOND)) {
      stage.warmUp(setting, OTHERS_PER_SECOND, others);
      var before = stage.through(pace, others);
      var idle = Memory.liveBytes(stage.gateway());
      open(slow, slowCount, neverCount);
      // The first half of the time in which nobody is cut yet.
      var early = stage.through(Pace.steady(OTHERS_PER_SECOND, cutAfter.dividedBy(2)), others);
      var heap = (Memory.liveBytes(stage.gateway()) - idle) / 1_024.0 / (slowCount + neverCount);
      var during = stage.through(pace, others);
      early.answered().addAll(during.answered());
      var received = slow.stop();
      var cut = slow.failures().values().stream().mapToInt(Integer::intValue).sum();
      var seen = new Seen(neverCount, received, stage.upstream().floods(), cut, heap);
      var figures =
          new Figures("L4 slow clients: 500 read 1 KB/s, 50 never read")
              .add("others before, p99 ms", before.answered().p99())
              .add("others meanwhile, p99 ms", early.answered().p99());
      slow.failures().forEach((why, count) -> figures.note(count + " slow readers: " + why));
      Stage.explain(figures, "the others", during);
      var failed = early.failed().size() + during.failed().size() + during.refused().size();
      var slower = early.answered().p99() / before.answered().p99();
      return judge(figures, seen, cutAfter)
          .goal(Goal.atMost("p99 of the others, times as long", slower, MOST_SLOWER, ""))
          .goal(Goal.none("failed calls of the others", failed));
    }
  }

  /// Opens a hundred a second.
  private static void open(SlowReaders slow, int slowCount, int neverCount)
      throws IOException, InterruptedException {
    for (int i = 0; i < slowCount + neverCount; i++) {
      var name = i < slowCount ? "slow" + i : "never" + i;
      var script = "flood=%s kilobytes=%d".formatted(name, FLOOD_KILOBYTES);
      slow.open(name, Stage.streamedCall(BenchmarkProject.KEY, script));
      TimeUnit.MILLISECONDS.sleep(OPENED_EVERY_MILLIS);
    }
    slow.start("slow");
  }

  private static Figures judge(Figures figures, Seen seen, Duration cutAfter) {
    var never = seen.of("never");
    var cut = never.stream().filter(Flood.State::closed).toList();
    var latest = cut.stream().mapToLong(Flood.State::idleMillis).max().orElse(0) / 1e3;
    return figures
        .add("floods that reached the provider", seen.floods().size())
        .add("write-timeout s", cutAfter.toMillis() / 1e3)
        .add(
            "most KiB between provider and client, kernel's buffers included",
            seen.mostBetweenKib())
        .goal(
            Goal.atMost(
                "heap for each slow client, after a full collection",
                seen.heapKib(),
                MOST_KIB,
                "KiB"))
        .goal(Goal.none("floods that the gateway took whole", seen.notPaused()))
        .goal(Goal.atLeast("clients that never read, and were cut", cut.size(), seen.never(), ""))
        .goal(
            Goal.atMost(
                "latest cut after the last byte",
                latest,
                cutAfter.plus(CUT_GRACE).toMillis() / 1e3,
                "s"))
        .goal(Goal.none("clients that read slowly, and were cut", seen.cutReaders()));
  }
}
