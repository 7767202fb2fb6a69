package dev.headgate.benchmarks;

import dev.headgate.benchmarks.load.Handshakes;
import dev.headgate.benchmarks.load.IdleConnections;
import dev.headgate.benchmarks.load.Tally;
import dev.headgate.testkit.providers.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// L7: 8,000 connections that have had an answer and are kept; then 500 TLS handshakes a second,
/// each a full one. Both ends need a file descriptor for each connection.
final class ManyConnections implements LoadRun {
  private static final int CONNECTIONS = 8_000;
  private static final int HANDSHAKES_PER_SECOND = 500;
  private static final int WARM_UP_PER_SECOND = 500;
  private static final int WARM_UP_HANDSHAKES = 100;
  private static final double MOST_HEAP_KB = 10;
  private static final int OTHER_DESCRIPTORS = 1_000;
  private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+\\S+\\s+(\\d+)");

  @Override
  public Figures measure(Stage.Setting setting) throws IOException, InterruptedException {
    var figures = new Figures("L7 connections: 8,000 idle, 500 TLS handshakes/s");
    idle(figures, setting);
    handshakes(figures, setting);
    return figures;
  }

  private static void idle(Figures figures, Stage.Setting setting)
      throws IOException, InterruptedException {
    var request = Stage.call(BenchmarkProject.KEY, "bytes=1024");
    var count = setting.scaled(CONNECTIONS);
    requireDescriptors(count + OTHER_DESCRIPTORS);
    try (var stage = Stage.open(setting)) {
      stage.warmUp(setting, setting.scaled(WARM_UP_PER_SECOND), request);
      var before = Memory.liveBytes(stage.gateway());
      var residentBefore = Memory.residentBytes(stage.gateway());
      try (var connections = IdleConnections.open(stage.port(), count, request)) {
        TimeUnit.MILLISECONDS.sleep(setting.length().toMillis());
        var cpuBefore = stage.gateway().cpuMicros();
        TimeUnit.SECONDS.sleep(1);
        var cpu = stage.gateway().cpuMicros() - cpuBefore;
        var resident = Memory.residentBytes(stage.gateway()) - residentBefore;
        var live = Memory.liveBytes(stage.gateway()) - before;
        figures
            .add("resident KB for each idle connection", resident / 1e3 / count)
            .add("ms of processor a second while all are idle", cpu / 1e3)
            .goal(
                Goal.atMost(
                    "heap for each idle connection, after a full collection",
                    live / 1e3 / count,
                    MOST_HEAP_KB,
                    "KB"))
            .goal(
                Goal.none(
                    "idle connections that did not answer again",
                    count - connections.stillAlive(request)));
      }
    }
  }

  /// A JVM raises its own limit to what it is allowed.
  private static void requireDescriptors(int needed) throws IOException {
    var limits = Files.readString(Path.of("/proc/self/limits"));
    var most = OPEN_FILES.matcher(limits);
    if (most.find() && Integer.parseInt(most.group(1)) < needed) {
      throw new IOException(
          "at most %s files may be open, and %d must be; raise ulimit -Hn"
              .formatted(most.group(1), needed));
    }
  }

  private static void handshakes(Figures figures, Stage.Setting setting)
      throws IOException, InterruptedException {
    var folder = setting.folder().resolve("tls");
    Files.createDirectories(folder);
    var certificate = TestCertificate.make(folder, "ip:127.0.0.1");
    var server =
        ", tls: {certificate: \"%s\", key: \"%s\"}"
            .formatted(certificate.pem(), certificate.keyPem());
    var perSecond = setting.scaled(HANDSHAKES_PER_SECOND);
    try (var stage =
        Stage.open(setting.in(folder), server, List.of(BenchmarkProject.Key.DEFAULT))) {
      var _ = shake(stage, certificate, setting.scaled(WARM_UP_HANDSHAKES), setting.warmUp());
      var before = stage.gateway().cpuMicros();
      var tally = shake(stage, certificate, perSecond, setting.length());
      var cpu = stage.gateway().cpuMicros() - before;
      var done = tally.answered();
      figures
          .add("TLS handshake p50 ms", done.p50())
          .add("TLS handshake p99 ms", done.p99())
          .add("gateway µs of processor a handshake", (double) cpu / Math.max(1, done.size()));
      Stage.explain(figures, "the handshakes", tally);
      figures
          .goal(
              Goal.atLeast(
                  "TLS handshakes a second",
                  done.size() / (setting.length().toMillis() / 1e3),
                  perSecond,
                  ""))
          .goal(Goal.none("handshakes that failed", tally.failed().size()));
    }
  }

  private static Tally shake(
      Stage stage, TestCertificate certificate, double perSecond, Duration length)
      throws IOException, InterruptedException {
    return Handshakes.run(stage.port(), certificate.pem(), perSecond, length);
  }
}
