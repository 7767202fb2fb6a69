package dev.headgate.benchmarks;

import dev.headgate.benchmarks.load.EventStreams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// L2: 2,000 streams at once, each of 20 events a second.
final class StreamLoad implements LoadRun {
  private static final int STREAMS = 2_000;
  private static final int EVERY_MILLIS = 50;
  private static final int DIRECT_SECONDS = 15;
  private static final int MEMORY_SECONDS = 8;
  private static final int LOOK_AFTER_SECONDS = 5;
  private static final double MOST_ADDED_GAP = 20;
  private static final double MOST_HEAP_PERCENT = 70;
  private static final double HEAP = 1L << 30;

  @Override
  public Figures measure(Stage.Setting setting) throws IOException, InterruptedException {
    try (var stage = Stage.open(setting)) {
      var _ = streams(setting, stage.port(), setting.warmUp());
      var direct = streams(setting, stage.upstream().port(), setting.atMost(DIRECT_SECONDS));
      var before = stage.gateway().cpuMicros();
      var through = streams(setting, stage.port(), setting.length());
      var cpu = stage.gateway().cpuMicros() - before;
      var live = heapWhileStreaming(setting, stage);
      var figures =
          new Figures("L2 streams: 2,000 × 20 events/s")
              .add("events", through.events())
              .add("direct gap p50 ms", direct.gaps().p50())
              .add("direct gap p99 ms", direct.gaps().p99())
              .add("through gap p50 ms", through.gaps().p50())
              .add("through gap p99 ms", through.gaps().p99())
              .add("gateway µs of processor an event", (double) cpu / Math.max(1, through.events()))
              .add("heap after a full collection MB", live / 1e6);
      through
          .failures()
          .forEach((why, count) -> figures.note("%d streams: %s".formatted(count, why)));
      return figures
          .goal(
              Goal.atMost(
                  "added inter-event p99",
                  through.gaps().p99() - direct.gaps().p99(),
                  MOST_ADDED_GAP,
                  "ms"))
          .goal(
              Goal.atMost(
                  "heap after a full collection", 100 * live / HEAP, MOST_HEAP_PERCENT, "%"))
          .goal(Goal.none("events lost", through.lost()))
          .goal(Goal.none("events out of order", through.reordered()))
          .goal(Goal.none("streams that did not end whole", through.failed()));
    }
  }

  private static EventStreams.Outcome streams(Stage.Setting setting, int port, Duration length)
      throws IOException {
    var events = (int) (length.toMillis() / EVERY_MILLIS);
    var script = "events=%d every=%d".formatted(events, EVERY_MILLIS);
    var request = Stage.streamedCall(BenchmarkProject.KEY, script);
    return EventStreams.run(port, setting.scaled(STREAMS), request, events, length);
  }

  /// A full collection stops everything, so it has streams of its own.
  private static long heapWhileStreaming(Stage.Setting setting, Stage stage)
      throws IOException, InterruptedException {
    var live = new AtomicLong();
    var look =
        Thread.ofVirtual()
            .start(() -> {
              try {
                TimeUnit.SECONDS.sleep(LOOK_AFTER_SECONDS);
                live.set(Memory.liveBytes(stage.gateway()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    var _ = streams(setting, stage.port(), Duration.ofSeconds(MEMORY_SECONDS));
    look.join();
    return live.get();
  }
}
