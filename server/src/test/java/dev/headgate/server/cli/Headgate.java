package dev.headgate.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The tool as a process of its own, as a user starts it.
final class Headgate implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final BufferedReader lines;

  private Headgate(Process process) {
    this.process = process;
    this.lines = process.inputReader();
  }

  /// Standard error goes to standard output.
  static Headgate start(Path folder, String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return new Headgate(
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start());
  }

  /// Reads until a line holds `text`, and returns that line.
  String await(String text) throws IOException {
    var read = new ArrayList<String>();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(text)) {
        return line;
      }
      read.add(line);
    }
    throw new AssertionError("the process ended without \"" + text + "\": " + read);
  }

  /// Everything it said until its end.
  String output() throws IOException {
    var all = new StringBuilder();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      all.append(line).append('\n');
    }
    return all.toString();
  }

  /// Sends SIGTERM.
  void terminate() {
    process.destroy();
  }

  /// Sends SIGKILL.
  void kill() {
    process.destroyForcibly();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the process did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  // Surefire hides the class path of the tests in a manifest and names it in a property.
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
