package dev.headgate.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// What thousands of slow streams at once cost the gateway, whose heap is the 512 MB that `serve`
/// gives it: heap after a full collection, resident memory, CPU, and calls whose answer did not
/// arrive whole. Every stream gets one event a second. Both ends need a file descriptor for each
/// connection, 10,000 in either process; the JVM raises its soft limit by itself.
public final class SlowStreams {
  private static final int STREAMS = 5_000;
  private static final int OPENED_AT_ONCE = 50;
  private static final int PAUSE_MILLIS = 100;
  private static final int EVENTS = 60;
  private static final int STEADY_SECONDS = 20;
  private static final int END_LIMIT_SECONDS = 60;
  private static final int BUFFER_CHARS = 512;
  private static final String KEY = "hg_benchmark_key_0123456789abcdef";
  private static final String BODY =
      "{\"model\":\"smart\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"slowly, please\"}]}";

  private final int port;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ended = new CountDownLatch(STREAMS);

  private SlowStreams(int port) {
    this.port = port;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("headgate-slow-streams");
    var port = Ports.free();
    try (var upstream = new SlowUpstream(EVENTS);
        var gateway = Gateway.start(folder, port, project(upstream.port()), KEY)) {
      new SlowStreams(port).measure(gateway);
    } finally {
      Folders.delete(folder);
    }
  }

  private void measure(Gateway gateway) throws IOException, InterruptedException {
    var idle = Memory.liveBytes(gateway);
    for (int i = 0; i < STREAMS; i++) {
      Thread.ofVirtual().start(this::readOne);
      if (i % OPENED_AT_ONCE == 0) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
    TimeUnit.SECONDS.sleep(1);
    var before = gateway.cpuMicros();
    TimeUnit.SECONDS.sleep(STEADY_SECONDS);
    var cpu = gateway.cpuMicros() - before;
    var atOnce = open.get();
    var live = Memory.liveBytes(gateway);
    var resident = Memory.residentBytes(gateway);
    if (!ended.await(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
      failures.addAll(Collections.nCopies((int) ended.getCount(), "did not end in time"));
    }
    failures.stream()
        .collect(Collectors.groupingBy(why -> why, Collectors.counting()))
        .forEach((why, count) -> System.err.println(count + " streams: " + why));
    System.out.println(
        "| streams at once | errors | heap after collection MB | KB a stream | resident MB | cores | µs an event |");
    System.out.println("|---|---|---|---|---|---|---|");
    System.out.printf(
        Locale.ROOT,
        "| %,d | %d | %.0f | %.1f | %.0f | %.2f | %.0f |%n",
        atOnce,
        failures.size(),
        live / 1e6,
        (live - idle) / 1e3 / atOnce,
        resident / 1e6,
        cpu / 1e6 / STEADY_SECONDS,
        (double) cpu / STEADY_SECONDS / atOnce);
  }

  private void readOne() {
    open.incrementAndGet();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request().getBytes(StandardCharsets.US_ASCII));
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), BUFFER_CHARS);
      readToEnd(in);
    } catch (IOException e) {
      failures.add(String.valueOf(e.getMessage()));
    } finally {
      open.decrementAndGet();
      ended.countDown();
    }
  }

  private static void readToEnd(BufferedReader in) throws IOException {
    var status = in.readLine();
    if (status == null || !status.startsWith("HTTP/1.1 200")) {
      throw new IOException("the answer was " + status);
    }
    var events = 0;
    for (var line = in.readLine(); !"data: [DONE]".equals(line); line = in.readLine()) {
      if (line == null) {
        throw new IOException("the stream broke off");
      }
      if (line.startsWith("data: ")) {
        events++;
      }
    }
    if (events != EVENTS + 1) {
      throw new IOException("events were lost");
    }
  }

  private static String request() {
    return """
    POST /v1/chat/completions HTTP/1.1\r
    Host: 127.0.0.1\r
    Authorization: Bearer %s\r
    Content-Type: application/json\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(KEY, BODY.length(), BODY);
  }

  private static String project(int upstreamPort) {
    return """
    access:
      keys:
        - {name: benchmark, key: "${env:HEADGATE_BENCHMARK_KEY}"}
    providers:
      upstream: {type: openai, base-url: "http://127.0.0.1:%d/v1", max-connections: %d}
    models:
      smart: {provider: upstream, model: gpt-benchmark}
    """
        .formatted(upstreamPort, STREAMS);
  }
}
