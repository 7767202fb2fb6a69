package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// CPU of the gateway for each passed-through chat completion, against nginx as a plain reverse
/// proxy to the same upstream. Both are loaded in turn, several rounds in one run; the figure to
/// quote is the ratio. Needs `nginx` and `wrk` on the PATH.
public final class PassThrough {
  private static final int CONNECTIONS = 16;
  private static final int WARM_UP_SECONDS = 20;
  private static final int ROUND_SECONDS = 4;
  private static final int ROUNDS = 5;
  private static final String KEY = "hg_benchmark_key_0123456789abcdef";

  private PassThrough() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("headgate-pass-through");
    try {
      System.out.println(
          "| body | nginx µs | metadata trace µs | ratio | with payloads µs | payload µs/KB |");
      System.out.println("|---|---|---|---|---|---|");
      for (int kilobytes : new int[] {1, 100}) {
        row(folder.resolve(kilobytes + "k"), kilobytes);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static void row(Path folder, int kilobytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var answer = folder.resolve("v1/chat/completions");
    Files.createDirectories(answer.getParent());
    Files.writeString(answer, answer(kilobytes * 1024));
    var script = Files.writeString(folder.resolve("post.lua"), script(kilobytes));
    var upstreamPort = Ports.free();
    var proxyPort = Ports.free();
    var plainPort = Ports.free();
    var payloadPort = Ports.free();
    try (var _ = Nginx.upstream(folder, upstreamPort);
        var proxy = Nginx.proxy(folder, proxyPort, upstreamPort);
        var plain =
            Gateway.start(folder.resolve("plain"), plainPort, project(upstreamPort, false), KEY);
        var payload =
            Gateway.start(
                folder.resolve("payload"), payloadPort, project(upstreamPort, true), KEY)) {
      Wrk.run(plainPort, script, CONNECTIONS, WARM_UP_SECONDS);
      Wrk.run(payloadPort, script, CONNECTIONS, WARM_UP_SECONDS);
      var nginxMicros = new ArrayList<Double>();
      var plainMicros = new ArrayList<Double>();
      var payloadMicros = new ArrayList<Double>();
      var ratios = new ArrayList<Double>();
      for (int round = 0; round < ROUNDS; round++) {
        nginxMicros.add(microsPerCall(proxy, proxyPort, script));
        plainMicros.add(microsPerCall(plain, plainPort, script));
        payloadMicros.add(microsPerCall(payload, payloadPort, script));
        ratios.add(plainMicros.getLast() / nginxMicros.getLast());
      }
      System.out.printf(
          Locale.ROOT,
          "| %d KB | %.1f | %.1f | %.2f | %.1f | %.2f |%n",
          kilobytes,
          median(nginxMicros),
          median(plainMicros),
          median(ratios),
          median(payloadMicros),
          (median(payloadMicros) - median(plainMicros)) / (2 * kilobytes));
    }
  }

  private static double microsPerCall(Measured server, int port, Path script)
      throws IOException, InterruptedException {
    var before = server.cpuMicros();
    var calls = Wrk.run(port, script, CONNECTIONS, ROUND_SECONDS);
    return (double) (server.cpuMicros() - before) / calls;
  }

  private static String project(int upstreamPort, boolean payloads) {
    return """
    access:
      keys:
        - {name: benchmark, key: "${env:HEADGATE_BENCHMARK_KEY}"}
    providers:
      upstream: {type: openai, base-url: "http://127.0.0.1:%d/v1"}
    models:
      smart: {provider: upstream, model: gpt-benchmark}
    traces: {payloads: %s}
    """
        .formatted(upstreamPort, payloads);
  }

  private static String script(int kilobytes) {
    return """
    wrk.method = "POST"
    wrk.path = "/v1/chat/completions"
    wrk.headers["Content-Type"] = "application/json"
    wrk.headers["Authorization"] = "Bearer %s"
    wrk.body = '%s'
    """
        .formatted(KEY, request(kilobytes * 1024));
  }

  /// A question of that size, without an apostrophe.
  static String request(int bytes) {
    return request(bytes, "");
  }

  /// A question of that size that begins so, without an apostrophe.
  static String request(int bytes, String beginning) {
    return "{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"%s%s\"}]}"
        .formatted(beginning, words(bytes - 62 - beginning.length()));
  }

  /// An answer of that size.
  static String answer(int bytes) {
    return """
    {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o-mini","choices":[{"index":0,"message":\
    {"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
    "usage":{"prompt_tokens":200,"completion_tokens":100,"total_tokens":300}}\
    """
        .formatted(words(bytes - 260));
  }

  private static String words(int length) {
    return "the gate decides what flows, how much, and when to stop; "
        .repeat(length / 57 + 1)
        .substring(0, length);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
