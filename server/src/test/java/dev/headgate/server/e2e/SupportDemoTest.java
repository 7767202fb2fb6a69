package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `./run demo support --once` shows: every mechanism at work on models that misbehave.
final class SupportDemoTest {
  private static final Path EXAMPLE =
      Path.of("..", "examples", "support").toAbsolutePath().normalize();
  private static final String DECLARED = "http://127.0.0.1:18611/v1";

  @TempDir private Path folder;

  @Test
  void everySceneEndsAsItShould() throws IOException {
    var ended = demo(copy());

    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out())
        .contains("13 of 13 scenes ended as they should.", "The demo serves at http://127.0.0.1:")
        .contains("repaired: /escalate", "escalated by people", "rev_", "provider_timeout")
        .doesNotContain("WRONG");
  }

  @Test
  void aMechanismThatDoesNotWorkFailsTheDemo() throws IOException {
    var project = copy();
    var feature = project.resolve("features/support/feature.yaml");
    Files.writeString(
        feature, Files.readString(feature).replace("stages: [input, output]", "stages: [input]"));

    var ended = demo(project);

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out())
        .contains("the answer has \"other-customer\"")
        .doesNotContain("13 of 13 scenes");
  }

  private HeadgateProcess.Ended demo(Path project) {
    return HeadgateProcess.run(
        folder,
        "demo",
        "support",
        "--once",
        "--project",
        project.toString(),
        "--data-dir",
        folder.resolve("data").toString());
  }

  /// The example on a port that nobody else uses.
  private Path copy() throws IOException {
    var copy = folder.resolve("support");
    try (var files = Files.walk(EXAMPLE)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var to = copy.resolve(EXAMPLE.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    // A busy machine gets more time than a demo has.
    var feature = copy.resolve("features/support/feature.yaml");
    var declared = Files.readString(feature);
    Files.writeString(
        feature, declared.replace("total: 10s", "total: 40s").replace(": 4s", ": 8s"));
    var main = copy.resolve("headgate.yaml");
    var text = Files.readString(main);
    assertThat(text).contains(DECLARED);
    Files.writeString(main, text.replace(DECLARED, "http://127.0.0.1:" + freePort() + "/v1"));
    return copy;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
