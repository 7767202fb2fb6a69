package dev.headgate.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// A provider that streams its answers, one small event each second, over connections that it
/// keeps.
final class SlowUpstream implements AutoCloseable {
  private static final int BACKLOG = 4_096;
  private static final int BUFFER_CHARS = 512;
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String DELTA = chunk("{\"content\":\" slow\"}", "null");
  private static final String LAST = chunk("{}", "\"stop\"");

  private final ServerSocket socket;
  private final int events;

  /// @param events of each answer, before the one that says why it ends
  SlowUpstream(int events) throws IOException {
    this.socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    this.events = events;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    try {
      while (true) {
        var caller = socket.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      caller.setTcpNoDelay(true);
      var in =
          new BufferedReader(
              new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8), BUFFER_CHARS);
      while (readRequest(in)) {
        answer(caller);
      }
    } catch (IOException e) {
      // The gateway will have noticed too, and its caller is counted.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean readRequest(BufferedReader in) throws IOException {
    var length = 0L;
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isEmpty()) {
        for (var left = length; left > 0; ) {
          left -= in.skip(left);
        }
        return true;
      }
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return false;
  }

  private void answer(Socket caller) throws IOException, InterruptedException {
    var out = caller.getOutputStream();
    out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
    for (int sent = 0; sent < events; sent++) {
      out.write(DELTA.getBytes(StandardCharsets.US_ASCII));
      TimeUnit.SECONDS.sleep(1);
    }
    out.write(
        (LAST + framed("data: [DONE]\n\n") + "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static String chunk(String delta, String finishReason) {
    return framed(
        """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-benchmark",\
        "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

        """
            .formatted(delta, finishReason));
  }

  private static String framed(String event) {
    return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
  }
}
