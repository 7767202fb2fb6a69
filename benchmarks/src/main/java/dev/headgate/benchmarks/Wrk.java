package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The load generator `wrk`, with one thread.
final class Wrk {
  private static final Pattern CALLS = Pattern.compile("(\\d+) requests in");

  private Wrk() {}

  /// Loads a server and returns the number of calls that it answered; a call that failed fails the
  /// run.
  static long run(int port, Path script, int connections, int seconds)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout=10s",
                "-s",
                script.toString(),
                "http://127.0.0.1:" + port)
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var calls = CALLS.matcher(output);
    if (process.waitFor() != 0
        || !calls.find()
        || output.contains("Non-2xx")
        || output.contains("Socket errors")) {
      throw new IOException("the load run failed:\n" + output);
    }
    return Long.parseLong(calls.group(1));
  }
}
