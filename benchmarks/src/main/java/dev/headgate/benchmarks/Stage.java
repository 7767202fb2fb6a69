package dev.headgate.benchmarks;

import dev.headgate.benchmarks.load.Lane;
import dev.headgate.benchmarks.load.OpenLoop;
import dev.headgate.benchmarks.load.Pace;
import dev.headgate.benchmarks.load.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// A gateway with a heap of 1 GiB and the scripted provider behind it, each in a process of its
/// own.
record Stage(Upstream upstream, Gateway gateway, int port) implements AutoCloseable {
  private static final String HEAP = "1g";
  private static final int MOST_CONNECTIONS = 4_000;
  private static final int BODY_BYTES = 1_024;

  /// How the runs are run.
  ///
  /// @param length of the load, or of each of its steps
  /// @param warmUp until the JVM has compiled what is called often
  /// @param scale of every rate and number, 1 for the load that the goals are for
  /// @param without parts of the gateway, see [BenchmarkProject]
  record Setting(Path folder, Duration length, Duration warmUp, double scale, Set<String> without) {
    Setting {
      without = Set.copyOf(without);
    }

    int scaled(int full) {
      return Math.max(1, (int) Math.round(full * scale));
    }

    /// The same elsewhere.
    Setting in(Path other) {
      return new Setting(other, length, warmUp, scale, without);
    }

    /// For what is measured beside the run itself.
    Duration atMost(int seconds) {
      var limit = Duration.ofSeconds(seconds);
      return length.compareTo(limit) < 0 ? length : limit;
    }
  }

  /// @param server more of the section `server`
  static Stage open(Setting setting, String server, List<BenchmarkProject.Key> keys)
      throws IOException, InterruptedException {
    return open(setting, List.of(), server, keys);
  }

  private static Stage open(
      Setting setting, List<String> prefix, String server, List<BenchmarkProject.Key> keys)
      throws IOException, InterruptedException {
    var upstream = Upstream.start();
    try {
      var port = Ports.free();
      var project = new BenchmarkProject(upstream.port(), keys, setting.without(), true);
      var gateway = Gateway.start(setting.folder(), port, prefix, HEAP, server, project);
      return new Stage(upstream, gateway, port);
    } catch (IOException | InterruptedException e) {
      upstream.close();
      throw e;
    }
  }

  /// With a gateway that has processors of its own.
  static Stage open(Setting setting, Cores cores, List<BenchmarkProject.Key> keys)
      throws IOException, InterruptedException {
    return open(setting, cores.gatewayPrefix(), "", keys);
  }

  static Stage open(Setting setting) throws IOException, InterruptedException {
    return open(setting, "", List.of(BenchmarkProject.Key.DEFAULT));
  }

  /// A call of a kilobyte.
  ///
  /// @param script of the answer
  static byte[] call(String key, String script) {
    return Lane.chat(key, body(script, false));
  }

  static byte[] streamedCall(String key, String script) {
    return Lane.chat(key, body(script, true));
  }

  private static String body(String script, boolean stream) {
    var start =
        "{\"model\":\"smart\",%s\"messages\":[{\"role\":\"user\",\"content\":\"[[%s]] "
            .formatted(stream ? "\"stream\":true," : "", script);
    return start + "x".repeat(Math.max(0, BODY_BYTES - start.length() - 4)) + "\"}]}";
  }

  /// Loads the gateway as it will be loaded, and forgets what came of it.
  void warmUp(Setting setting, double callsPerSecond, byte[] request)
      throws IOException, InterruptedException {
    var _ = through(Pace.steady(callsPerSecond, setting.warmUp()), request);
  }

  Tally through(Pace pace, byte[] request) throws IOException, InterruptedException {
    return load(port, List.of(new Lane("calls", pace, request))).getFirst();
  }

  /// The same without the gateway.
  Tally direct(Pace pace, byte[] request) throws IOException, InterruptedException {
    return load(upstream.port(), List.of(new Lane("calls", pace, request))).getFirst();
  }

  static List<Tally> load(int port, List<Lane> lanes) throws IOException, InterruptedException {
    return OpenLoop.run(port, MOST_CONNECTIONS, lanes);
  }

  /// Prints why calls failed, if any did.
  static void explain(Figures figures, String lane, Tally tally) {
    tally
        .failures()
        .forEach((why, count) -> figures.note("%d of %s failed: %s".formatted(count, lane, why)));
  }

  @Override
  public void close() {
    gateway.close();
    upstream.close();
  }
}
