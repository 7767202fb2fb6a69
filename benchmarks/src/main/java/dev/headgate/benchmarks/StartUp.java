package dev.headgate.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Time from the start of `bin/headgate serve` to the answer of the first call to a feature, over
/// HTTP, on the project `examples/handbook` whose documents are ingested already; with the start-up
/// cache and without, in turn. Needs what `./run dist` makes.
public final class StartUp {
  private static final int ROUNDS = 7;
  private static final int LIMIT_MILLIS = 300_000;
  private static final String CALL =
      "{\"input\":{\"question\":\"Why may only one process open the data directory?\"}}";

  private final Path headgate;
  private final Path project;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();

  private StartUp(Path headgate, Path project, int port) {
    this.headgate = headgate;
    this.project = project;
    this.port = port;
  }

  private record Start(double millis, double cpuMillis) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("headgate-start-up");
    try {
      var port = Ports.free();
      Folders.copy(Path.of("docs"), folder.resolve("docs"));
      var project = folder.resolve("examples/handbook");
      Folders.copy(Path.of("examples/handbook"), project);
      Files.writeString(
          project.resolve("headgate.yaml"),
          "server: {port: %d}\ndata-directory: data\n".formatted(port));
      new StartUp(distribution(), project, port).measure();
    } finally {
      Folders.delete(folder);
    }
  }

  private static Path distribution() throws IOException {
    try (var made = Files.newDirectoryStream(Path.of("server/target/dist"), "headgate-*")) {
      for (var entry : made) {
        if (Files.isDirectory(entry)) {
          return entry.resolve("bin/headgate").toAbsolutePath();
        }
      }
    }
    throw new IOException("there is no distribution in server/target/dist; run ./run dist first");
  }

  private void measure() throws IOException, InterruptedException {
    if (launch("off", "ingest").waitFor() != 0) {
      throw new IOException("the ingest failed:\n" + Files.readString(log()));
    }
    // The first start with the cache makes it; the first ones of both warm the disk's cache and
    // this process.
    var _ = start("off");
    var _ = start("on");
    var without = new ArrayList<Start>();
    var with = new ArrayList<Start>();
    for (int round = 0; round < ROUNDS; round++) {
      without.add(start("off"));
      with.add(start("on"));
    }
    System.out.println(
        "| start-up cache | first answer after ms | fastest | slowest | processor ms |");
    System.out.println("|---|---|---|---|---|");
    print("off", without);
    print("on", with);
  }

  private static void print(String cache, List<Start> starts) {
    var millis = starts.stream().map(Start::millis).sorted().toList();
    var cpu = starts.stream().map(Start::cpuMillis).sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.0f | %.0f |%n",
        cache,
        millis.get(millis.size() / 2),
        millis.getFirst(),
        millis.getLast(),
        cpu.get(cpu.size() / 2));
  }

  private Start start(String cache) throws IOException, InterruptedException {
    var from = System.nanoTime();
    var process = launch(cache, "serve");
    try (var server = new Gateway(process)) {
      awaitAnswer(from);
      var millis = (System.nanoTime() - from) / 1e6;
      return new Start(millis, server.cpuMicros() / 1e3);
    } finally {
      process.waitFor();
    }
  }

  private void awaitAnswer(long from) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/v1/features/handbook/calls"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(CALL))
            .build();
    while (true) {
      try {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new IllegalStateException(answer.body());
        }
        return;
      } catch (IOException e) {
        if (System.nanoTime() - from > TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS)) {
          throw new IOException("the server did not start:\n" + Files.readString(log()), e);
        }
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
  }

  private Process launch(String cache, String command) throws IOException {
    var builder =
        new ProcessBuilder(headgate.toString(), command, "--project", project.toString())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    builder.environment().put("HEADGATE_AOT", cache);
    // Handed to benchmarks for their own class path.
    builder.environment().remove("CLASSPATH");
    return builder.start();
  }

  private Path log() {
    return project.resolve("headgate.log");
  }
}
