package dev.headgate.benchmarks;

import dev.headgate.benchmarks.load.Lane;
import dev.headgate.benchmarks.load.OpenLoop;
import dev.headgate.benchmarks.load.Pace;
import dev.headgate.benchmarks.load.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a call costs with everything on: API key, limits, hold and settlement on a hard budget,
/// trace with texts. Processor time beside nginx as a plain proxy and beside the same build with
/// all of it off, loaded in turn in one run; then the time that the gateway adds at half of its
/// capacity. Needs `nginx` and `wrk` on the PATH.
///
/// The provider answers after 20 ms, or after `--provider-millis N`: a hold is written down
/// meanwhile, and who asks for 0 sees what it costs to wait for the disk.
///
/// `--round-seconds N` is the length of a round, 4 unless told; `--rounds N`, 5; `--warm-up N`, 20;
/// `--without limits,budgets,payloads` leaves parts out; `--peers` installs other gateways, with
/// npm and pip, into a temporary folder, and loads them too; `--json` prints one object.
public final class GatewayCost {
  private static final int CONNECTIONS = 256;
  private static final int PROVIDER_MILLIS = 20;
  private static final int MOST_LATENCY_CONNECTIONS = 512;
  private static final int BODY_BYTES = 1_024;
  private static final int WARM_UP_SECONDS = 20;
  private static final int ROUND_SECONDS = 4;
  private static final int ROUNDS = 5;
  private static final String HEAP = "512m";
  private static final double MOST_OF_NGINX = 4;
  private static final double MOST_OF_OFF = 1.5;
  private static final double MOST_ADDED_P50 = 0.5;
  private static final double MOST_ADDED_P99 = 2;
  private static final String CALL_PATH = "v1/chat/completions";

  /// One of those that are loaded in turn.
  private static final class Contender {
    private final String name;
    private final Measured server;
    private final int port;
    private final Path script;
    private final List<Double> micros = new ArrayList<>();
    private final List<Double> callsPerSecond = new ArrayList<>();

    Contender(String name, Measured server, int port, Path script) {
      this.name = name;
      this.server = server;
      this.port = port;
      this.script = script;
    }

    void load(int seconds) throws IOException, InterruptedException {
      var before = server.cpuMicros();
      var calls = Wrk.run(port, script, CONNECTIONS, seconds);
      micros.add((double) (server.cpuMicros() - before) / calls);
      callsPerSecond.add((double) calls / seconds);
    }

    void forget() {
      micros.clear();
      callsPerSecond.clear();
    }
  }

  private final Path folder;
  private final Options options;
  private final int upstreamPort;
  private final String body;
  private final Figures figures = new Figures("Processor time and latency of a call, 1 KB");
  private int unanswered;

  private GatewayCost(Path folder, Options options, int upstreamPort) {
    this.folder = folder;
    this.options = options;
    this.upstreamPort = upstreamPort;
    this.body =
        PassThrough.request(
            BODY_BYTES,
            "[[delay=%d bytes=%d]]"
                .formatted((int) options.number("--provider-millis", PROVIDER_MILLIS), BODY_BYTES));
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    var options =
        Options.of(
            args,
            "--provider-millis=",
            "--round-seconds=",
            "--rounds=",
            "--warm-up=",
            "--without=",
            "--peers",
            "--json");
    var folder = Files.createTempDirectory("headgate-gateway-cost");
    try (var upstream = Upstream.start()) {
      var figures = new GatewayCost(folder, options, upstream.port()).measure();
      System.out.println(options.has("--json") ? figures.toJson() : figures.toText());
    } finally {
      Folders.delete(folder);
    }
  }

  private Figures measure() throws IOException, InterruptedException {
    var proxyPort = Ports.free();
    var offPort = Ports.free();
    var onPort = Ports.free();
    var off = BenchmarkProject.everythingOff(upstreamPort);
    var on = BenchmarkProject.everythingOn(upstreamPort, options.words("--without"));
    try (var proxy = Nginx.proxy(folder, proxyPort, upstreamPort);
        var offServer = Gateway.start(folder.resolve("off"), offPort, List.of(), HEAP, "", off);
        var onServer = Gateway.start(folder.resolve("on"), onPort, List.of(), HEAP, "", on)) {
      var script = script("headgate", Map.of());
      var nginx = new Contender("nginx", proxy, proxyPort, script);
      var allOff = new Contender("everything off", offServer, offPort, script);
      var allOn = new Contender("everything on", onServer, onPort, script);
      var contenders = new ArrayList<>(List.of(nginx, allOff, allOn));
      var peers = options.has("--peers") ? Peers.start(folder, upstreamPort) : List.<Peer>of();
      try {
        for (var contender : contenders) {
          warmUp(contender);
        }
        for (var peer : peers) {
          addIfItHolds(contenders, peer);
        }
        inTurn(contenders);
      } finally {
        peers.forEach(Peer::close);
      }
      describe(contenders);
      latency(onPort, median(allOn.callsPerSecond) / 2);
      return figures
          .goal(Goal.atMost("everything on, of nginx", ratio(allOn, nginx), MOST_OF_NGINX, "×"))
          .goal(
              Goal.atMost(
                  "everything on, of everything off", ratio(allOn, allOff), MOST_OF_OFF, "×"));
    }
  }

  private void warmUp(Contender contender) throws IOException, InterruptedException {
    contender.load((int) options.seconds("--warm-up", WARM_UP_SECONDS).toSeconds());
    contender.forget();
  }

  private void addIfItHolds(List<Contender> contenders, Peer peer)
      throws IOException, InterruptedException {
    var own = script("peer-" + peer.port(), peer.headers());
    var contender = new Contender(peer.name(), peer, peer.port(), own);
    try {
      warmUp(contender);
      contenders.add(contender);
    } catch (IOException e) {
      System.err.println("left out: " + peer.name() + ": " + e.getMessage());
    }
  }

  private void inTurn(List<Contender> contenders) throws IOException, InterruptedException {
    var rounds = options.seconds("--rounds", ROUNDS).toSeconds();
    for (int round = 0; round < rounds; round++) {
      for (var contender : contenders) {
        contender.load((int) options.seconds("--round-seconds", ROUND_SECONDS).toSeconds());
      }
    }
  }

  private void describe(List<Contender> contenders) {
    for (var contender : contenders) {
      figures
          .add(contender.name + ": µs of processor a call", median(contender.micros))
          .add(contender.name + ": calls/s with 256 connections", median(contender.callsPerSecond))
          .add(contender.name + ": of nginx", ratio(contender, contenders.getFirst()));
    }
  }

  /// At planned times, in turn with the same load on the provider itself.
  private void latency(int port, double callsPerSecond) throws IOException, InterruptedException {
    var length = options.seconds("--round-seconds", ROUND_SECONDS);
    var rounds = options.seconds("--rounds", ROUNDS).toSeconds();
    var direct = new Samples();
    var through = new Samples();
    for (int round = 0; round < rounds; round++) {
      direct.addAll(calls(upstreamPort, callsPerSecond, length));
      through.addAll(calls(port, callsPerSecond, length));
    }
    figures
        .add("half of the capacity, calls/s", callsPerSecond)
        .add("direct p50 ms", direct.p50())
        .add("direct p99 ms", direct.p99())
        .add("through p50 ms", through.p50())
        .add("through p99 ms", through.p99())
        .goal(Goal.none("calls not answered", unanswered))
        .goal(
            Goal.atMost(
                "added p50 at half of the capacity",
                through.p50() - direct.p50(),
                MOST_ADDED_P50,
                "ms"))
        .goal(
            Goal.atMost(
                "added p99 at half of the capacity",
                through.p99() - direct.p99(),
                MOST_ADDED_P99,
                "ms"));
  }

  private Samples calls(int port, double callsPerSecond, Duration length)
      throws IOException, InterruptedException {
    var request = Lane.chat(BenchmarkProject.KEY, body);
    var lane = new Lane("calls", Pace.steady(callsPerSecond, length), request);
    var tally = OpenLoop.run(port, MOST_LATENCY_CONNECTIONS, List.of(lane)).getFirst();
    Stage.explain(figures, "the calls", tally);
    unanswered += tally.failed().size() + tally.refused().size();
    return tally.answered();
  }

  private Path script(String name, Map<String, String> headers) throws IOException {
    var more = new StringBuilder();
    headers.forEach(
        (header, value) -> more.append("wrk.headers[\"%s\"] = \"%s\"\n".formatted(header, value)));
    return Files.writeString(
        folder.resolve(name + ".lua"),
        """
        wrk.method = "POST"
        wrk.path = "/%s"
        wrk.headers["Content-Type"] = "application/json"
        wrk.headers["Authorization"] = "Bearer %s"
        %swrk.body = '%s'
        """
            .formatted(CALL_PATH, BenchmarkProject.KEY, more, body));
  }

  /// The median of the rounds' ratios: neighbours in time share what else the machine does.
  private static double ratio(Contender one, Contender other) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < one.micros.size(); i++) {
      ratios.add(one.micros.get(i) / other.micros.get(i));
    }
    return median(ratios);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
