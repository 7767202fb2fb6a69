package dev.headgate.inference.embeddings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class OnnxRuntimeTest {
  // Linux passes on at most 128 KiB in one argument.
  @Test
  void startsHoweverLongTheCommandLineIs() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "--enable-native-access=ALL-UNNAMED",
            Start.class.getName(),
            "x".repeat((128 << 10) - 1));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    var child = builder.redirectErrorStream(true).start();

    var output = new String(child.getInputStream().readAllBytes(), UTF_8);

    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output.strip()).isEqualTo("started");
  }

  @Test
  void hasOneEnvironment() throws Exception {
    assertThat(OnnxRuntime.environment(null)).isSameAs(OnnxRuntime.environment(null));
  }

  /// Creates the environment in a process of its own.
  static final class Start {
    public static void main(String[] arguments) throws Exception {
      var _ = OnnxRuntime.environment(null);
      System.out.println("started");
    }
  }
}
