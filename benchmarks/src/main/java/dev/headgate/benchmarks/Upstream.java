package dev.headgate.benchmarks;

import dev.headgate.benchmarks.load.Flood;
import dev.headgate.benchmarks.load.ScriptedUpstream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The scripted provider in a process of its own.
record Upstream(Process process, int port) implements Measured {
  static Upstream start() throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ScriptedUpstream.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    var port = out.readLine();
    if (port == null) {
      throw new IOException("the scripted provider did not start");
    }
    return new Upstream(process, Integer.parseInt(port));
  }

  /// How far each answer has come that is sent as fast as it is taken.
  List<Flood.State> floods() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/floods")).build();
      var text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return text.lines().map(Flood.State::parse).toList();
    }
  }

  @Override
  public List<ProcessHandle> processes() {
    return List.of(process.toHandle());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
