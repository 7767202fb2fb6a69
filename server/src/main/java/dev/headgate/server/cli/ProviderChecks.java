package dev.headgate.server.cli;

import dev.headgate.providers.http.Endpoint;
import dev.headgate.server.config.Project;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

/// Whether somebody listens where the providers are declared. Connects, and says nothing.
final class ProviderChecks {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private ProviderChecks() {}

  static void all(Project project, Consumer<Finding> found) {
    project
        .settings()
        .models()
        .providers()
        .forEach((name, provider) -> found.accept(check("provider " + name, provider.endpoint())));
  }

  static Finding check(String what, Endpoint endpoint) {
    var where = endpoint.host() + ":" + endpoint.port();
    var start = System.nanoTime();
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(endpoint.host(), endpoint.port()), (int) TIMEOUT.toMillis());
      return Finding.ok(
          what, "%s answers in %d ms".formatted(where, (System.nanoTime() - start) / 1_000_000));
    } catch (IOException e) {
      return Finding.fail(
          what,
          "%s does not answer: %s".formatted(where, e.getMessage()),
          "start it, correct its base-url, or let this machine reach it");
    }
  }
}
