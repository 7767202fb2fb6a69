package dev.headgate.server.cli;

import dev.headgate.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;

/// What the doctor asks of the machine.
final class MachineChecks {
  private static final int NEEDED_JDK = 25;
  private static final long LOW_HEAP_BYTES = 256L << 20;

  private MachineChecks() {}

  static void all(Consumer<Finding> found) {
    found.accept(jdk());
    found.accept(heap(Runtime.getRuntime().maxMemory()));
  }

  private static Finding jdk() {
    var version = Runtime.version();
    var told = "Java %s, %s".formatted(version, System.getProperty("java.home"));
    return version.feature() >= NEEDED_JDK
        ? Finding.ok("java", told)
        : Finding.fail(
            "java", told, "install a JDK %d, or set JAVA_HOME to one".formatted(NEEDED_JDK));
  }

  static Finding heap(long bytes) {
    var told = "up to %,d MiB of heap".formatted(bytes >> 20);
    return bytes < LOW_HEAP_BYTES
        ? Finding.warn("memory", told, "set HEADGATE_HEAP=512m, the default, or more")
        : Finding.ok("memory", told);
  }

  /// Whether a server could listen where it is told to.
  static Finding port(ServerConfig server) {
    var where = server.host() + ":" + server.port();
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(server.host(), server.port()));
      return Finding.ok("port", where + " is free");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.fail(
          "port",
          "%s cannot be listened on: %s".formatted(where, e.getMessage()),
          "stop what listens there, or choose another server.port or server.host");
    }
  }
}
