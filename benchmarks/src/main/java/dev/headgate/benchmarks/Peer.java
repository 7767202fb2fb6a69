package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Another gateway, installed by the benchmark into its temporary folder.
///
/// @param headers that its callers send besides
record Peer(String name, Process process, int port, Map<String, String> headers)
    implements Measured {
  private static final int INSTALL_LIMIT_MINUTES = 15;

  Peer {
    headers = Map.copyOf(headers);
  }

  /// How to get one.
  interface Install {
    /// @throws IOException if it cannot be had here, with the reason
    Peer start(Path folder, int upstreamPort) throws IOException, InterruptedException;
  }

  /// Starts a program that will listen on a port; it is ended if it does not.
  static Peer start(
      String name, Path folder, int port, Map<String, String> headers, List<String> command)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    var peer = new Peer(name, process, port, headers);
    try {
      Ports.awaitListening(port, process);
    } catch (IOException e) {
      peer.close();
      throw e;
    }
    return peer;
  }

  /// Runs a program to its end, and returns what it printed.
  static String run(Path folder, String... command) throws IOException, InterruptedException {
    var log = folder.resolve("command.log");
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(INSTALL_LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command[0] + " took too long");
    }
    var output = Files.readString(log);
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + output);
    }
    return output.strip();
  }

  @Override
  public List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    var _ = process.onExit().join();
  }
}
