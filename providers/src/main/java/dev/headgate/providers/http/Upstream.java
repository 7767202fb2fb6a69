package dev.headgate.providers.http;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.errors.CallFailed;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// One provider's server and the connections to it. Thread-safe; the calling thread does the work,
/// which may be a virtual one.
public final class Upstream implements AutoCloseable {
  private static final int MAX_INTERIM_ANSWERS = 8;

  /// How soon a connection that was closed while it was kept fails once it is used.
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ConnectionSettings settings;
  private final ConnectionPool pool;
  private final Dialer dialer;
  private final Failures failures;

  /// @param name the provider's in `headgate.yaml`, for messages
  public Upstream(String name, Endpoint endpoint, ConnectionSettings settings) {
    this(name, endpoint, settings, Dialer.Names.SYSTEM);
  }

  /// One that refuses to connect to anything but the public internet.
  ///
  /// @param name for messages
  public static Upstream toPublicAddresses(
      String name, Endpoint endpoint, ConnectionSettings settings) {
    return new Upstream(name, endpoint, settings, new PublicAddresses(Dialer.Names.SYSTEM));
  }

  Upstream(String name, Endpoint endpoint, ConnectionSettings settings, Dialer.Names names) {
    this.settings = settings;
    this.pool = new ConnectionPool(name, settings);
    this.dialer = new Dialer(endpoint, settings, names);
    this.failures = new Failures(name, endpoint, settings);
  }

  /// Sends a request and returns when the answer's headers are here, whatever its status.
  ///
  /// @throws CallFailed `PROVIDER_UNREACHABLE`, `_TIMEOUT`, `_MALFORMED`, `_TRUNCATED`, `_FAILED`,
  ///   `OVERLOADED` if no connection becomes free, `CALL_CANCELLED`
  public HttpAnswer send(RequestHead head, RequestBody body, Cancellation cancellation) {
    var totalAt = Ticks.after(settings.timeouts().total());
    if (!pool.acquire(cancellation)) {
      throw failures.busy();
    }
    var lease = new Lease(pool, cancellation);
    try {
      var kept = pool.takeKept(totalAt);
      if (kept.isPresent()) {
        lease.use(kept.get());
        var sentAt = Ticks.now();
        try {
          return exchange(lease, kept.get(), head, body);
        } catch (IOException e) {
          if (!closedWhileUnused(e, kept.get(), sentAt, cancellation)) {
            throw failures.sending(e, kept.get(), cancellation);
          }
        }
      }
      return sendOnNew(lease, head, body, totalAt);
    } catch (Throwable e) {
      lease.abandon();
      throw e;
    }
  }

  /// Connections open at the moment, busy and kept.
  int openConnections() {
    return pool.open();
  }

  /// Closes kept connections; calls that still run end by themselves.
  @Override
  public void close() {
    pool.close();
  }

  private HttpAnswer sendOnNew(Lease lease, RequestHead head, RequestBody body, long totalAt) {
    var connection = pool.create(totalAt);
    lease.use(connection);
    try {
      dialer.open(connection, lease.cancellation());
    } catch (IOException e) {
      throw failures.connecting(e, connection, lease.cancellation());
    }
    try {
      return exchange(lease, connection, head, body);
    } catch (IOException e) {
      throw failures.sending(e, connection, lease.cancellation());
    }
  }

  // The server closed while nothing was asked, so the request has not begun there: the one case in
  // which a request is sent again. What closes later has worked on it, and may charge for it.
  private static boolean closedWhileUnused(
      IOException e, Connection connection, long sentAt, Cancellation cancellation) {
    return !(e instanceof MalformedAnswer)
        && Ticks.now() - sentAt < STALE_NANOS
        && !connection.isAnswering()
        && !connection.isExpired()
        && !cancellation.isCancelled();
  }

  private HttpAnswer exchange(
      Lease lease, Connection connection, RequestHead head, RequestBody body) throws IOException {
    connection.waitFor(Deadline.HEADERS, settings.timeouts().headers().toNanos());
    var out = new RequestWriter(connection, head, body.length());
    body.writeTo(out);
    out.finish();
    var answer = readHead(connection.source());
    connection.waitForNothing();
    var content = new Body(connection.source(), answer, settings.maxResponseBytes());
    return new HttpAnswer(answer, content, connection, lease, settings.timeouts(), failures);
  }

  private static ResponseHead readHead(ByteSource source) throws IOException {
    for (int i = 0; i <= MAX_INTERIM_ANSWERS; i++) {
      var end = source.headEnd();
      var head = ResponseHead.parse(source.buffer(), source.position(), end);
      source.moveTo(end);
      if (!head.isInterim()) {
        return head;
      }
    }
    throw new MalformedAnswer("more than " + MAX_INTERIM_ANSWERS + " interim answers");
  }
}
