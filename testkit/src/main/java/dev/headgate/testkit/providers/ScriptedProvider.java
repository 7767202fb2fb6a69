package dev.headgate.testkit.providers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A model provider for tests: an HTTP/1.1 server on a loopback port that does with each request
/// what it was told, and remembers the request. Requests are answered by the scripts of [#next] in
/// order, then by that of [#always]. Thread-safe.
public final class ScriptedProvider implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ServerSocket listener;
  private final Thread acceptor;
  private final boolean tls;
  private final List<ReceivedRequest> requests = new ArrayList<>();
  private final Deque<Script> queue = new ArrayDeque<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private Script fallback = OpenAiReplies.chat("Hello", " there");
  private int accepted;

  private ScriptedProvider(ServerSocket listener, boolean tls) {
    this.listener = listener;
    this.tls = tls;
    this.acceptor = Thread.ofVirtual().name("scripted provider").start(this::acceptAll);
  }

  public static ScriptedProvider start() {
    try {
      return new ScriptedProvider(
          new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same behind TLS.
  public static ScriptedProvider startTls(TestCertificate certificate) {
    try {
      var listener =
          certificate
              .context()
              .getServerSocketFactory()
              .createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
      return new ScriptedProvider(listener, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// What a client is configured with, `/v1` included.
  public String baseUrl() {
    return (tls ? "https://localhost:" : "http://127.0.0.1:") + port() + "/v1";
  }

  /// Answers the next unanswered request.
  public synchronized ScriptedProvider next(Script script) {
    queue.add(script);
    return this;
  }

  public ScriptedProvider next(Reply reply) {
    return next(_ -> reply);
  }

  /// Answers all requests for which nothing else was scripted.
  public synchronized ScriptedProvider always(Script script) {
    fallback = script;
    return this;
  }

  public ScriptedProvider always(Reply reply) {
    return always(_ -> reply);
  }

  /// All requests so far, in the order of their arrival.
  public synchronized List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  public synchronized int connectionsAccepted() {
    return accepted;
  }

  /// Waits for the request with that number, counted from 0.
  public synchronized ReceivedRequest awaitRequest(int number) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (requests.size() <= number) {
        var left = end - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("request " + number + " has not come");
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return requests.get(number);
  }

  /// Closes all connections, as a server does that restarts or tidies up; it goes on listening.
  /// Returns when nothing more is read from them.
  public synchronized void closeConnections() {
    connections.forEach(ScriptedProvider::close);
    var end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!connections.isEmpty() && System.nanoTime() < end) {
        TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns when nobody listens any more: a thread in `accept` keeps the port open until it wakes.
  @Override
  public void close() {
    try {
      listener.close();
      var _ = acceptor.join(PATIENCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeConnections();
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        var socket = listener.accept();
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connections.add(socket);
        int number;
        synchronized (this) {
          number = accepted++;
        }
        Thread.ofVirtual().name("scripted connection").start(() -> serve(socket, number));
      } catch (IOException _) {
        // Closed, or a client that left before it was accepted.
      }
    }
  }

  // Replies are given by a second thread: this one goes on reading, and so sees the peer leave.
  private void serve(Socket socket, int number) {
    var closed = new CountDownLatch(1);
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      for (var request = read(in, number, closed);
          request != null;
          request = read(in, number, closed)) {
        var script = remember(request);
        var received = request;
        Thread.ofVirtual()
            .name("scripted reply")
            .start(() -> perform(script.reply(received), socket, closed));
      }
    } catch (IOException _) {
      // The peer left in the middle.
    } finally {
      closed.countDown();
      forget(socket);
    }
  }

  private synchronized void forget(Socket socket) {
    connections.remove(socket);
    notifyAll();
  }

  private synchronized Script remember(ReceivedRequest request) {
    requests.add(request);
    notifyAll();
    var script = queue.poll();
    return script == null ? fallback : script;
  }

  private static void perform(Reply reply, Socket socket, CountDownLatch closed) {
    try {
      for (var step : reply.steps()) {
        switch (step) {
          case Reply.Step.Send(var bytes) -> {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
          }
          case Reply.Step.Pause(var duration) -> {
            if (closed.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
              return;
            }
          }
          case Reply.Step.Hang() -> closed.await();
          case Reply.Step.Close() -> socket.close();
          case Reply.Step.Reset() -> {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
          }
        }
      }
    } catch (IOException _) {
      // The peer left: what it missed does not matter.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable ReceivedRequest read(
      InputStream in, int connection, CountDownLatch closed) throws IOException {
    var requestLine = readLine(in);
    if (requestLine == null) {
      return null;
    }
    var parts = requestLine.split(" ", 3);
    Map<String, String> headers = new HashMap<>();
    for (var line = readLine(in); line != null && !line.isEmpty(); line = readLine(in)) {
      var colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("not HTTP");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    var body = in.readNBytes(length);
    return new ReceivedRequest(connection, parts[0], parts[1], headers, body, closed);
  }

  private static @Nullable String readLine(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
