package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A Headgate server from the build, in a process of its own, started as `./run headgate serve`
/// starts it.
record Gateway(Process process) implements Measured {
  /// @param project what `headgate.yaml` says, less its `server` section
  static Gateway start(Path folder, int port, String project, String key)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("headgate.yaml"),
        "server: {port: %d}\ndata-directory: %s\n%s"
            .formatted(port, folder.resolve("data"), project));
    var builder =
        new ProcessBuilder("./run", "headgate", "serve", "--project", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile());
    builder.environment().put("HEADGATE_BENCHMARK_KEY", key);
    var process = builder.start();
    Ports.awaitListening(port);
    return new Gateway(process);
  }

  @Override
  public List<ProcessHandle> processes() {
    return List.of(process.toHandle());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
