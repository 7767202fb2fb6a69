package dev.headgate.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Time from the start of `bin/headgate serve` to the answer of the first call to a feature, over
/// HTTP, on the project `examples/handbook` whose documents are ingested already; with the start-up
/// cache and without, in turn. Needs what `./run dist` makes.
public final class StartUp {
  private static final int ROUNDS = 7;
  private static final String CALL =
      "{\"input\":{\"question\":\"Why may only one process open the data directory?\"}}";

  private final Distribution distribution;
  private final int port;

  private StartUp(Distribution distribution, int port) {
    this.distribution = distribution;
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
      new StartUp(Distribution.on(project), port).measure();
    } finally {
      Folders.delete(folder);
    }
  }

  private void measure() throws IOException, InterruptedException {
    if (distribution.launch("off", "ingest").waitFor() != 0) {
      throw new IOException("the ingest failed:\n" + distribution.said());
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
    var process = distribution.launch(cache, "serve");
    try (var server = new Gateway(process)) {
      distribution.awaitAnswer(request(), from);
      var millis = (System.nanoTime() - from) / 1e6;
      return new Start(millis, server.cpuMicros() / 1e3);
    } finally {
      process.waitFor();
    }
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/v1/features/handbook/calls"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(CALL))
        .build();
  }
}
