package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A Headgate server from the build, in a process of its own, started as `./run headgate serve`
/// starts it.
record Gateway(Process process) implements Measured {
  private static final int TERMINATED = 143;

  /// @param project what `headgate.yaml` says, less its `server` section
  static Gateway start(Path folder, int port, String project, String key)
      throws IOException, InterruptedException {
    var environment = Map.of("HEADGATE_BENCHMARK_KEY", key);
    return start(folder, port, List.of(), "port: " + port, project, environment);
  }

  /// @param prefix what the command begins with, such as `taskset -c 1`
  /// @param heap such as `1g`
  /// @param server more of the `server` section, such as `, drain: 1s`
  static Gateway start(
      Path folder,
      int port,
      List<String> prefix,
      String heap,
      String server,
      BenchmarkProject project)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    return start(
        folder,
        port,
        prefix,
        "port: " + port + server,
        project.write(folder),
        Map.of("HEADGATE_HEAP", heap));
  }

  private static Gateway start(
      Path folder,
      int port,
      List<String> prefix,
      String server,
      String project,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("headgate.yaml"),
        "server: {%s}\ndata-directory: %s\n%s".formatted(server, folder.resolve("data"), project));
    var log = folder.resolve("server.log");
    var command = new ArrayList<>(prefix);
    command.addAll(List.of("./run", "headgate", "serve", "--project", folder.toString()));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    var _ = process.onExit().thenRun(() -> System.err.print(complaint(process, log)));
    var gateway = new Gateway(process);
    try {
      Ports.awaitListening(port, process);
      return gateway;
    } catch (IOException | InterruptedException e) {
      gateway.close();
      throw e;
    }
  }

  /// What a server said that ended although nobody had ended it.
  private static String complaint(Process process, Path log) {
    try {
      return process.exitValue() == TERMINATED || !Files.exists(log) ? "" : Files.readString(log);
    } catch (IOException e) {
      return e + "\n";
    }
  }

  @Override
  public List<ProcessHandle> processes() {
    return List.of(process.toHandle());
  }

  /// Returns when the process has ended, since its data directory may be deleted next.
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    var _ = process.onExit().join();
  }
}
