package dev.headgate.server.http;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.Money;
import dev.headgate.runtime.access.Caller;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request and the answer to it. Belongs to the thread of its handler.
public final class HttpCall {
  public static final String JSON = "application/json";
  private static final String FORM = "multipart/form-data";
  public static final String EVENTS = "text/event-stream";

  private static final HeaderName TRACE_ID = HeaderNames.create("headgate-trace-id");
  private static final HeaderName REQUEST_ID = HeaderNames.create("x-request-id");
  private static final HeaderName API_KEY = HeaderNames.create("x-api-key");
  private static final HeaderName GOOGLE_API_KEY = HeaderNames.create("x-goog-api-key");
  private static final HeaderName SHOULD_RETRY = HeaderNames.create("x-should-retry");
  private static final Header CONTENT_TYPE_JSON =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, JSON);
  private static final Header NO_SNIFF =
      HeaderValues.createCached(HeaderNames.create("x-content-type-options"), "nosniff");
  // Only Google's clients write a key into the address, in either version of theirs.
  private static final String GOOGLE_PATH = "/v1beta/";
  private static final String ATTEMPTS = "headgate-attempts";
  private static final String GOOGLE_STABLE_PATH = "/v1/models/";
  private static final String BEARER = "Bearer ";

  private final ServerRequest request;
  private final ServerResponse response;
  private final ClientConnection connection;
  private final RequestBody body;
  private Caller caller = Caller.OPEN;
  private Routes.@Nullable Route route;
  private @Nullable String traceId;
  private Map<String, String> parameters = Map.of();
  private @Nullable Cancellation cancellation;
  private @Nullable AnswerStream stream;
  private boolean sent;
  private volatile boolean lost;
  private boolean refusedForOverload;
  private int status;

  HttpCall(
      ServerRequest request, ServerResponse response, ClientConnection connection, int maxBody) {
    this.request = request;
    this.response = response;
    this.connection = connection;
    this.body = new RequestBody(request, connection, maxBody);
    if (request.headers().contains(HeaderNames.CONNECTION)
        && request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
      connection.closeAfterAnswer();
    }
  }

  public String method() {
    return request.prologue().method().text();
  }

  /// As sent, not decoded, without the query.
  public String path() {
    return request.prologue().uriPath().rawPath();
  }

  /// What stands for `{name}` in the route's path, decoded.
  public String parameter(String name) {
    var value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter " + name);
    }
    return value;
  }

  /// A parameter of the query string, decoded.
  public Optional<String> query(String name) {
    var query = request.prologue().query();
    return query.contains(name) ? Optional.of(query.get(name)) : Optional.empty();
  }

  /// A header as the caller sent it.
  public Optional<String> header(String name) {
    return Optional.ofNullable(header(HeaderNames.create(name)));
  }

  /// Whether the caller prefers a stream of events.
  public boolean acceptsEvents() {
    var accept = header(HeaderNames.ACCEPT);
    return accept != null && accept.contains(EVENTS);
  }

  /// Who calls, once the gate has let it in.
  public Caller caller() {
    return caller;
  }

  void identified(Caller found) {
    caller = found;
  }

  /// When the call has to be over, by `System.nanoTime`.
  void overdueAt(long nanos) {
    connection.overdueAt(nanos);
  }

  /// A header of the request, empty if it was not sent.
  String requestHeader(HeaderName name) {
    var value = header(name);
    return value == null ? "" : value.strip();
  }

  /// All values of a header that proxies add to, in their order.
  String requestHeaders(HeaderName name) {
    var headers = request.headers();
    return headers.contains(name) ? String.join(",", headers.get(name).allValues()) : "";
  }

  /// Of the body, -1 if it does not say.
  long announcedBytes() {
    return request.headers().contentLength().orElse(-1);
  }

  /// Who is at the other end of the connection: the caller or its proxy.
  InetAddress peer() {
    return request.remotePeer().address() instanceof InetSocketAddress socket
        ? socket.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /// Tells the caller under which id its call is on record. Before the answer begins.
  public void trace(String id) {
    traceId = id;
  }

  /// The body, which must be declared as JSON. A browser sends that across sites only after asking
  /// whether it may, and it may not: so no page can make calls through its reader.
  public byte[] jsonBody() {
    var type = header(HeaderNames.CONTENT_TYPE);
    if (type == null || !isJson(type)) {
      throw new CallFailed(
          ErrorCode.INVALID_REQUEST,
          "Content-Type is %s; send JSON with the header Content-Type: application/json"
              .formatted(type == null ? "missing" : "\"" + type + "\""));
    }
    return body.read();
  }

  /// Whether the body is declared as a form with files.
  public boolean isForm() {
    return contentType().regionMatches(true, 0, FORM, 0, FORM.length());
  }

  /// As the caller sent it, empty if it sent none.
  public String contentType() {
    var type = header(HeaderNames.CONTENT_TYPE);
    return type == null ? "" : type;
  }

  /// The body of a form. A browser sends forms across sites without asking, but says where they
  /// come from; with a key it does ask. So no page can make calls through its reader.
  public byte[] formBody() {
    if (header(HeaderNames.ORIGIN) != null && credentials().apiKey().isEmpty()) {
      throw new CallFailed(
          ErrorCode.HOST_NOT_ALLOWED,
          "a web page may not send forms without a key; send them from a program, or with a key");
    }
    return body.read();
  }

  private static boolean isJson(String type) {
    return type.regionMatches(true, 0, JSON, 0, JSON.length())
        && (type.length() == JSON.length()
            || type.charAt(JSON.length()) == ';'
            || type.charAt(JSON.length()) == ' ');
  }

  /// Cancelled when the caller leaves before the answer is complete.
  public Cancellation cancellation() {
    if (cancellation == null) {
      cancellation = new Cancellation();
      connection.watch().watch(cancellation);
    }
    return cancellation;
  }

  /// Sends a whole answer.
  public void answer(int status, String contentType, byte[] content) {
    answer(status, contentType, content, content.length);
  }

  /// Sends the first `length` bytes of `content` as a whole answer.
  public void answer(int status, String contentType, byte[] content, int length) {
    connection.watch().unwatch();
    prepare(status, contentType);
    sent = true;
    try {
      if (method().equals("HEAD")) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, length));
        response.send();
      } else {
        response.send(content, 0, length);
      }
    } catch (ServerConnectionException e) {
      lost = true;
      throw new CloseConnectionException("the caller is gone", e);
    }
  }

  public void answerJson(byte[] json) {
    answer(200, JSON, json);
  }

  /// Begins an answer whose bytes are sent as they come.
  public AnswerStream begin(int status, String contentType) {
    var opened = new AnswerStream(this, status, contentType, errors());
    stream = opened;
    if (opened.isEvents()) {
      connection.streaming(opened);
    }
    return opened;
  }

  /// Begins a stream of events.
  public EventStream events() {
    return new EventStream(begin(200, EVENTS));
  }

  /// Adds a header to the answer, which has not begun yet.
  public void addHeader(String name, String value) {
    response.header(HeaderValues.create(name, value));
  }

  /// Tells which deployments were tried: in a header, or behind the beginning of a stream of events
  /// in a comment.
  public void attempted(String attempts) {
    if (attempts.isEmpty()) {
      return;
    }
    if (stream == null) {
      addHeader(ATTEMPTS, attempts);
    } else if (!stream.isBegun()) {
      stream.beforeBegun(() -> addHeader(ATTEMPTS, attempts));
    } else if (stream.isEvents()) {
      stream.write((": " + ATTEMPTS + " " + attempts + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Tells how the answer came to fit its contract, unless a heartbeat has sent the headers.
  public void contract(String outcome) {
    if (stream == null) {
      addHeader("headgate-contract", outcome);
    } else if (!stream.isBegun()) {
      stream.beforeBegun(() -> addHeader("headgate-contract", outcome));
    }
  }

  /// Tells what the call has cost, before its answer.
  public void cost(Money cost) {
    if (cost.isPositive()) {
      addHeader("headgate-cost", cost.dollars().toPlainString());
    }
  }

  /// Tells the caller that its answer was given before, unless a heartbeat has sent the headers.
  public void remembered(Duration age) {
    Runnable tell =
        () -> {
          addHeader("headgate-cache", "hit");
          addHeader("age", Long.toString(age.toSeconds()));
        };
    if (stream == null) {
      tell.run();
    } else {
      stream.beforeBegun(tell);
    }
  }

  // For the server.

  void matched(Routes.Match found) {
    route = found.route();
    parameters = found.parameters();
  }

  Routes.@Nullable Route route() {
    return route;
  }

  private ErrorShape errors() {
    return route == null ? ErrorShape.OPENAI : route.errors().of(this);
  }

  @Nullable String host() {
    return header(HeaderNames.HOST);
  }

  OutputStream open(int status, String contentType) {
    prepare(status, contentType);
    if (contentType.startsWith(EVENTS)) {
      // nginx and its kin would hold events back.
      response.header(HeaderValues.create("X-Accel-Buffering", "no"));
      response.header(HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store"));
    }
    sent = true;
    return response.outputStream();
  }

  /// The caller can no longer be reached.
  void lost() {
    lost = true;
  }

  /// The status that was sent, 499 if nobody was there to read it.
  int status() {
    if (!lost && status != 0) {
      return status;
    }
    return ErrorResponses.status(
        connection.isTimedOut() ? ErrorCode.REQUEST_TIMEOUT : ErrorCode.CALL_CANCELLED);
  }

  /// The handler has returned.
  void complete() {
    if (stream != null) {
      stream.complete();
    } else if (!sent) {
      throw new IllegalStateException("the handler sent no answer: " + method() + " " + path());
    }
  }

  /// Tells the caller about a failure in whatever way is still open.
  void fail(CallFailed failure) {
    connection.watch().unwatch();
    if (lost || failure.code() == ErrorCode.CALL_CANCELLED) {
      lost = true;
      throw new CloseConnectionException("the caller is gone", failure);
    }
    if (stream != null) {
      stream.end();
      if (stream.isBegun()) {
        failInStream(stream, failure);
        return;
      }
    }
    if (sent) {
      throw new CloseConnectionException("the answer broke off", failure);
    }
    var isDrained = body.tryDrainSmall();
    failure.retryAfter().ifPresent(this::retryAfter);
    failure.traceId().ifPresent(this::trace);
    addHeader(SHOULD_RETRY.defaultCase(), Boolean.toString(failure.code().retryable()));
    if (!isDrained) {
      closeAfterwards();
    }
    answer(ErrorResponses.status(failure.code()), JSON, errors().body(failure));
    refusedForOverload = failure.code() == ErrorCode.OVERLOADED;
  }

  /// Whether its answer says that there is too much to do.
  boolean isRefusedForOverload() {
    return refusedForOverload;
  }

  /// Reads what nobody wanted of the request, so that it is not taken for the next one.
  void drain() {
    if (!body.drain()) {
      connection.closeAfterAnswer();
    }
  }

  private void failInStream(AnswerStream open, CallFailed failure) {
    if (!open.mayEndWithError()) {
      throw new CloseConnectionException("the answer broke off", failure);
    }
    try {
      if (open.isEvents()) {
        open.fail(sent -> errors().lastEvent(failure, sent));
      } else {
        open.failInArray(errors().body(failure));
      }
    } catch (CallFailed gone) {
      throw new CloseConnectionException("the caller is gone", gone);
    }
  }

  /// Nothing else is answered on this connection. Before the answer begins.
  void closeAfterwards() {
    connection.closeAfterAnswer();
    response.header(HeaderValues.CONNECTION_CLOSE);
  }

  /// Tells the caller when another try makes sense.
  public void retryAfter(Duration pause) {
    var seconds = Math.max(1, pause.plusMillis(999).toSeconds());
    response.header(HeaderValues.create(HeaderNames.RETRY_AFTER, seconds));
  }

  private void prepare(int status, String contentType) {
    this.status = status;
    response.status(Status.create(status));
    if (contentType.equals(JSON)) {
      response.header(CONTENT_TYPE_JSON);
    } else if (!contentType.isEmpty()) {
      response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType));
    }
    if (traceId != null) {
      response.header(HeaderValues.create(TRACE_ID, traceId));
      response.header(HeaderValues.create(REQUEST_ID, traceId));
    }
    response.header(NO_SNIFF);
  }

  private @Nullable String header(HeaderName name) {
    var headers = request.headers();
    return headers.contains(name) ? headers.get(name).get() : null;
  }

  /// What the caller shows at the gate.
  Credentials credentials() {
    var authorization = header(HeaderNames.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return new Credentials(authorization.substring(BEARER.length()).strip());
    }
    var key = header(API_KEY);
    if (key == null) {
      key = header(GOOGLE_API_KEY);
    }
    if (key == null && isGoogles(path())) {
      key = query("key").orElse(null);
    }
    return new Credentials(key == null ? "" : key.strip());
  }

  private static boolean isGoogles(String path) {
    return path.startsWith(GOOGLE_PATH)
        || (path.startsWith(GOOGLE_STABLE_PATH) && path.indexOf(':') > 0);
  }
}
