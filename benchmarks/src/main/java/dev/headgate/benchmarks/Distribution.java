package dev.headgate.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The command that `./run dist` has made, on a project.
record Distribution(Path headgate, Path project, HttpClient client) {
  private static final int LIMIT_MILLIS = 300_000;
  private static final int BUSY = 503;

  /// @throws IOException if nothing was made
  static Distribution on(Path project) throws IOException {
    try (var made = Files.newDirectoryStream(Path.of("server/target/dist"), "headgate-*")) {
      for (var entry : made) {
        if (Files.isDirectory(entry)) {
          return new Distribution(
              entry.resolve("bin/headgate").toAbsolutePath(), project, HttpClient.newHttpClient());
        }
      }
    }
    throw new IOException("there is no distribution in server/target/dist; run ./run dist first");
  }

  /// @param cache `on` or `off`: the start-up cache
  Process launch(String cache, String command) throws IOException {
    var builder =
        new ProcessBuilder(headgate.toString(), command, "--project", project.toString())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    builder.environment().put("HEADGATE_AOT", cache);
    // Handed to benchmarks for their own class path.
    builder.environment().remove("CLASSPATH");
    return builder.start();
  }

  /// Asks again and again until there is an answer.
  ///
  /// @param from when the server was started, of [System#nanoTime]
  void awaitAnswer(HttpRequest request, long from) throws IOException, InterruptedException {
    while (true) {
      try {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return;
        }
        if (answer.statusCode() != BUSY) {
          throw new IllegalStateException(answer.body());
        }
      } catch (IOException e) {
        if (System.nanoTime() - from > TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS)) {
          throw new IOException("the server did not start:\n" + said(), e);
        }
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
  }

  /// What the command said that was launched last.
  String said() throws IOException {
    return Files.readString(log());
  }

  private Path log() {
    return project.resolve("headgate.log");
  }
}
