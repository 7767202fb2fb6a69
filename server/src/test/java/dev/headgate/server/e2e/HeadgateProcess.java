package dev.headgate.server.e2e;

import dev.headgate.server.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The command line tool in a JVM of its own. What it says on standard output and standard error is
/// read as it comes.
final class HeadgateProcess implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Lines out;
  private final Lines err;

  private HeadgateProcess(Process process) {
    this.process = process;
    this.out = Lines.follow(process.inputReader(StandardCharsets.UTF_8));
    this.err = Lines.follow(process.errorReader(StandardCharsets.UTF_8));
  }

  /// How a command ended.
  record Ended(int exitCode, String out, String err) {}

  static HeadgateProcess start(Path project, String... arguments) {
    return start(List.of(), Map.of(), project, arguments);
  }

  /// @param prefix what starts the JVM, such as a program that takes rights away
  static HeadgateProcess start(
      List<String> prefix, Map<String, String> environment, Path project, String... arguments) {
    var command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            Main.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(project.toFile());
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().put("CLASSPATH", classPath());
    builder.environment().putAll(environment);
    try {
      return new HeadgateProcess(builder.start());
    } catch (IOException e) {
      throw new AssertionError("cannot start " + command, e);
    }
  }

  /// Runs a command to its end.
  static Ended run(Path project, String... arguments) {
    try (var process = start(project, arguments)) {
      return process.end();
    }
  }

  /// Waits until a line of standard output holds `text`, and returns the line.
  String awaitOut(String text) {
    return out.await(text, this::said);
  }

  /// Waits until a line of standard error holds `text`, and returns the line.
  String awaitErr(String text) {
    return err.await(text, this::said);
  }

  /// Everything it has said so far.
  String said() {
    return out.all() + err.all();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Sends SIGTERM.
  void terminate() {
    // The process itself would close its streams, and with them what they still hold.
    process.toHandle().destroy();
  }

  /// Sends SIGKILL and waits for the end.
  void kill() {
    process.toHandle().destroyForcibly();
    var _ = end();
  }

  Ended end() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the process does not end; it said:\n" + said());
      }
      out.awaitEnd();
      err.awaitEnd();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
    return new Ended(process.exitValue(), out.all(), err.all());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  // Surefire hides the class path of the tests in a manifest and names it in a property.
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /// The lines of a stream, read by a thread of their own.
  private static final class Lines {
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    static Lines follow(BufferedReader reader) {
      var followed = new Lines();
      Thread.ofVirtual().name("output").start(() -> followed.readAll(reader));
      return followed;
    }

    private void readAll(BufferedReader reader) {
      try (reader) {
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
          add(line);
        }
      } catch (IOException _) {
        // The test has closed the process.
      } finally {
        finish();
      }
    }

    private synchronized void add(String line) {
      lines.add(line);
      notifyAll();
    }

    private synchronized void finish() {
      ended = true;
      notifyAll();
    }

    synchronized String all() {
      return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    synchronized String await(String text, Supplier<String> said) {
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      for (int i = 0; ; i++) {
        while (i == lines.size()) {
          if (ended || !pause(deadline)) {
            throw new AssertionError("no \"" + text + "\" in:\n" + said.get());
          }
        }
        if (lines.get(i).contains(text)) {
          return lines.get(i);
        }
      }
    }

    synchronized void awaitEnd() {
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!ended && pause(deadline)) {}
    }

    private boolean pause(long deadline) {
      var left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        return true;
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
