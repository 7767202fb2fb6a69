package dev.headgate.store.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Java process with the class path of this test, which can be killed at any time.
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  public long pid() {
    return process.pid();
  }

  /// Waits for lines of output.
  public List<String> read(int lines) {
    var result = new ArrayList<String>();
    try {
      while (result.size() < lines) {
        var line = output.readLine();
        if (line == null) {
          throw new IllegalStateException("the child ended after " + result);
        }
        result.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result;
  }

  /// Kills the process as `kill -9` does and returns the whole lines that it still had written.
  public List<String> kill() throws InterruptedException, IOException {
    // The process itself would close its streams, and with them what they still hold.
    process.toHandle().destroyForcibly();
    process.waitFor();
    var rest = new StringBuilder();
    for (int c = output.read(); c >= 0; c = output.read()) {
      rest.append((char) c);
    }
    var lastBreak = rest.lastIndexOf("\n");
    return lastBreak < 0 ? List.of() : rest.substring(0, lastBreak).lines().toList();
  }

  /// Waits for the end and returns the exit code.
  public int await() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
