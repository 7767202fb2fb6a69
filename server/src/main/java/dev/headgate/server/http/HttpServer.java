package dev.headgate.server.http;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.server.config.ServerConfig;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The listening server: HTTP/1.1, one virtual thread a connection.
public final class HttpServer {
  // What a slow caller may leave in the socket: enough for a long answer, bounded for a thousand.
  private static final int SEND_BUFFER_BYTES = 128 << 10;
  static final int MAX_PATH_BYTES = 4096;

  // More wait in the operating system's queue until others leave.
  private static final int MAX_CONNECTIONS = 20_000;

  // The library closes what still runs after this; stopping is bounded before, in stop().
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

  private final ServerConfig config;
  private final Routes routes;
  private final Gate gate;
  private final Hosts hosts;
  private final CallListener listener;
  private final @Nullable ServerTls tls;
  private final Sweep sweep = new Sweep();
  private final WebServer server;
  private volatile boolean stopping;

  private HttpServer(ServerConfig config, Routes routes, Gate gate, CallListener listener)
      throws IOException {
    this.config = config;
    this.routes = routes;
    this.gate = gate;
    this.hosts = new Hosts(config.hosts());
    this.listener = listener;
    this.tls = config.tls() == null ? null : ServerTls.load(config.tls());
    this.server = build();
  }

  /// Starts to listen. Throws [IOException] with the reason and the way out if that is impossible.
  public static HttpServer start(
      ServerConfig config, Routes routes, Gate gate, CallListener listener) throws IOException {
    var server = new HttpServer(config, routes, gate, listener);
    server.server.start();
    if (!server.server.isRunning()) {
      throw new IOException(
          "cannot listen on %s:%d: %s; choose another server.port or server.host"
              .formatted(config.host(), config.port(), reason(config)));
    }
    server.sweep.start();
    return server;
  }

  // The library writes the reason to its log and keeps it to itself.
  private static String reason(ServerConfig config) {
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(config.host(), config.port()));
      return "it was in use a moment ago";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// The port that is listened on.
  public int port() {
    return server.port();
  }

  /// The [Fingerprint] of the certificate that it shows; empty without TLS.
  public String certificate() {
    return tls == null ? "" : tls.fingerprint();
  }

  /// Connections that are open now.
  public int connections() {
    return sweep.size();
  }

  /// Stops to listen, lets running calls finish within `drain`, then cancels them. Returns when
  /// everything is closed.
  public void stop(Duration drain) throws InterruptedException {
    stopping = true;
    var closing = Thread.ofVirtual().name("server-stop").start(server::stop);
    if (!closing.join(drain)) {
      sweep.forEach(ClientConnection::cancelCall);
      if (!closing.join(LAST_WORDS)) {
        sweep.forEach(ClientConnection::cut);
        if (!closing.join(LAST_WORDS)) {
          LOG.log(System.Logger.Level.WARNING, "{0} connections did not end", sweep.size());
          closing.interrupt();
          closing.join();
        }
      }
    }
    sweep.close();
  }

  private WebServer build() {
    var limits = config.limits();
    var http =
        Http1ConnectionSelector.builder()
            .config(
                Http1Config.builder()
                    .maxHeadersSize(limits.maxHeaders())
                    .maxPrologueLength(MAX_PATH_BYTES)
                    .sendKeepAliveHeader(false)
                    .build())
            .build();
    var builder =
        WebServer.builder()
            .host(config.host())
            .port(config.port())
            .shutdownHook(false)
            .shutdownGracePeriod(NEVER)
            .connectionOptions(
                options -> options.tcpNoDelay(true).socketSendBufferSize(SEND_BUFFER_BYTES))
            .maxTcpConnections(MAX_CONNECTIONS)
            .writeBufferSize(0)
            // Without TLS, the library's other kind of socket: it writes a long answer in one go
            // where this one copies it through 8 KB, and holds one buffer per connection less.
            .useNio(tls != null)
            .protocolsDiscoverServices(false)
            .addConnectionSelector(
                new WatchSelector(http, ClientConnection.Limits.of(limits), sweep))
            .directHandlers(WireErrors.handlers())
            .routing(HttpRouting.builder().any(this::handle));
    if (tls != null) {
      builder.tls(tls.tls());
    }
    return builder.build();
  }

  private void handle(ServerRequest request, ServerResponse response) {
    var connection = ClientConnection.CURRENT.get();
    connection.beginCall();
    var started = System.nanoTime();
    var maxBody = config.limits().maxRequestBody();
    var call = new HttpCall(request, response, connection, maxBody);
    try {
      answer(call, started);
      call.drain();
    } finally {
      connection.endCall();
    }
    if (call.isRefusedForOverload()) {
      rest();
    }
  }

  private void rest() {
    var rest = gate.rest();
    if (rest.isPositive() && !stopping) {
      try {
        Thread.sleep(rest);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void answer(HttpCall call, long started) {
    try {
      answer(call);
    } finally {
      listener.answered(call.route(), call.status(), System.nanoTime() - started);
    }
  }

  private void answer(HttpCall call) {
    try {
      if (stopping) {
        call.closeAfterwards();
        throw stopped();
      }
      hosts.check(call.host(), gate.isOpen());
      var match = routes.require(call.method(), call.path());
      call.matched(match);
      try (var _ = gate.enter(match.route(), call)) {
        match.route().handler().handle(call);
        call.complete();
      }
    } catch (CallFailed e) {
      if (e.code() == ErrorCode.METHOD_NOT_ALLOWED) {
        call.addHeader("Allow", routes.allowed(call.path()));
      }
      call.fail(stopping && e.code() == ErrorCode.CALL_CANCELLED ? stopped() : e);
    } catch (CloseConnectionException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // An error that got away would be the parser's, which blames the caller for it.
      LOG.log(System.Logger.Level.ERROR, call.method() + " " + call.path() + " met a bug", e);
      call.fail(
          new CallFailed(
              ErrorCode.INTERNAL_ERROR, "something went wrong inside; the server's log has it"));
    }
  }

  private static CallFailed stopped() {
    return new CallFailed(
            ErrorCode.SHUTTING_DOWN, "the server is shutting down; send the call again")
        .retryAfter(Duration.ofSeconds(1));
  }
}
