package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problem;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerConfigTest {
  @TempDir Path project;

  private final Problems problems = new Problems();

  @Test
  void listensOnLoopbackByDefault() {
    var config = read("{}");

    assertThat(problems.all()).isEmpty();
    assertThat(config)
        .isEqualTo(
            new ServerConfig(
                "127.0.0.1",
                8080,
                List.of(),
                null,
                new ServerLimits(
                    8 << 20,
                    32 << 10,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(15)),
                Duration.ofSeconds(30)));
    assertThat(config.isLoopback()).isTrue();
  }

  @Test
  void readsEveryKey() throws Exception {
    Files.writeString(project.resolve("chain.pem"), "");
    Files.writeString(project.resolve("key.pem"), "");

    var config =
        read(
            """
            host: 0.0.0.0
            port: 0
            hosts: [ai.corp.example]
            tls:
              certificate: chain.pem
              key: key.pem
            max-request-body: 1 MiB
            max-headers: 8 KiB
            header-timeout: 1s
            body-timeout: 2s
            write-timeout: 3s
            heartbeat: 4s
            drain: 5s
            """);

    assertThat(problems.all()).isEmpty();
    assertThat(config)
        .isEqualTo(
            new ServerConfig(
                "0.0.0.0",
                0,
                List.of("ai.corp.example"),
                new ServerConfig.Tls(project.resolve("chain.pem"), project.resolve("key.pem")),
                new ServerLimits(
                    1 << 20,
                    8 << 10,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4)),
                Duration.ofSeconds(5)));
    assertThat(config.isLoopback()).isFalse();
  }

  @Test
  void refusesSizesThatMakeNoSense() {
    read("{max-request-body: 2 GiB, max-headers: 0 B}");

    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactly(
            "expected a size from 1 B to 1024 MiB", "expected a size from 1 B to 1 MiB");
  }

  private ServerConfig read(String yaml) {
    var tree = YamlReader.read(new Position("headgate.yaml", 1, 1), yaml, problems);
    return ConfigNode.read(
            tree.orElseThrow(), problems, new NoSecrets(), node -> ServerConfig.from(node, project))
        .orElseThrow();
  }

  private record NoSecrets() implements SecretSource {
    @Override
    public Optional<String> environment(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> file(String path) {
      return Optional.empty();
    }
  }
}
