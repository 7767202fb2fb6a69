package dev.headgate.benchmarks;

import dev.headgate.benchmarks.load.Pace;
import java.io.IOException;
import java.time.Duration;

/// L1: 1,000 calls/s, a kilobyte in and out, from a provider that takes 200 ms.
final class SteadyLoad implements LoadRun {
  private static final int CALLS_PER_SECOND = 1_000;
  private static final double MOST_ADDED_P50 = 2;
  private static final double MOST_ADDED_P99 = 10;
  private static final int DIRECT_SECONDS = 15;
  private static final double BYTES_PER_MB = 1e6;

  @Override
  public Figures measure(Stage.Setting setting) throws IOException, InterruptedException {
    var request = Stage.call(BenchmarkProject.KEY, "delay=200 bytes=1024");
    var callsPerSecond = setting.scaled(CALLS_PER_SECOND);
    var beside = Pace.steady(callsPerSecond, setting.atMost(DIRECT_SECONDS));
    try (var stage = Stage.open(setting)) {
      stage.warmUp(setting, callsPerSecond, request);
      var direct = stage.direct(beside, request).answered();
      var gateway = stage.gateway();
      var liveBefore = Memory.liveBytes(gateway);
      var residentBefore = Memory.residentBytes(gateway);
      var cpuBefore = gateway.cpuMicros();
      var tally = stage.through(Pace.steady(callsPerSecond, setting.length()), request);
      var cpu = gateway.cpuMicros() - cpuBefore;
      var resident = Memory.residentBytes(gateway) - residentBefore;
      var live = Memory.liveBytes(gateway) - liveBefore;
      direct.addAll(stage.direct(beside, request).answered());
      var minutes = setting.length().toMillis() / (double) Duration.ofMinutes(1).toMillis();
      var through = tally.answered();
      var figures =
          new Figures("L1 steady: 1,000 calls/s")
              .add("calls answered", through.size())
              .add("direct p50 ms", direct.p50())
              .add("direct p99 ms", direct.p99())
              .add("through p50 ms", through.p50())
              .add("through p99 ms", through.p99())
              .add("gateway µs of processor a call", (double) cpu / Math.max(1, through.size()))
              .add("resident memory MB/min", resident / BYTES_PER_MB / minutes);
      Stage.explain(figures, "the calls", tally);
      return figures
          .goal(Goal.atMost("added p50", through.p50() - direct.p50(), MOST_ADDED_P50, "ms"))
          .goal(Goal.atMost("added p99", through.p99() - direct.p99(), MOST_ADDED_P99, "ms"))
          .goal(Goal.none("errors", tally.failed().size() + tally.refused().size()))
          .goal(
              Goal.atMost(
                  "growth of the heap, as full collections before and after find it",
                  live / BYTES_PER_MB / minutes,
                  1,
                  "MB/min"));
    }
  }
}
