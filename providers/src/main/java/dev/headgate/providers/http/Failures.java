package dev.headgate.providers.http;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.config.DurationText;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says what went wrong with a provider's connection, and what to do about it.
final class Failures {
  private final String name;
  private final Endpoint endpoint;
  private final ConnectionSettings settings;

  Failures(String name, Endpoint endpoint, ConnectionSettings settings) {
    this.name = name;
    this.endpoint = endpoint;
    this.settings = settings;
  }

  CallFailed busy() {
    return failed(
            ErrorCode.OVERLOADED,
            "all %d connections are busy and none became free in %s; raise %s.max-connections"
                .formatted(
                    settings.maxConnections(),
                    DurationText.of(settings.timeouts().queue()),
                    section()),
            null)
        .retryAfter(Duration.ofSeconds(1));
  }

  CallFailed connecting(IOException e, Connection connection, Cancellation cancellation) {
    if (cancellation.isCancelled()) {
      return cancelled();
    }
    if (connection.isExpired()) {
      return unreachable("did not accept a connection within " + shown(Deadline.CONNECT), e);
    }
    return switch (e) {
      case SocketTimeoutException _ ->
          unreachable("did not accept a connection within " + shown(Deadline.CONNECT), e);
      case UnknownHostException _ ->
          unreachable("cannot be found: no address for \"" + endpoint.host() + "\"", e);
      case ConnectException _ ->
          unreachable("refused the connection; is it running and listening there?", e);
      case SSLException _ -> unreachable(certificateProblem(e), e);
      default -> unreachable("could not be connected to", e);
    };
  }

  CallFailed sending(IOException e, Connection connection, Cancellation cancellation) {
    return exchanging(
        e,
        connection,
        cancellation,
        connection.isAnswering()
            ? failed(ErrorCode.PROVIDER_TRUNCATED, "closed the connection within its headers", e)
            : failed(ErrorCode.PROVIDER_FAILED, "closed the connection without an answer", e));
  }

  CallFailed reading(IOException e, Connection connection, Cancellation cancellation) {
    return exchanging(
        e,
        connection,
        cancellation,
        failed(ErrorCode.PROVIDER_TRUNCATED, "closed the connection within its answer", e));
  }

  private CallFailed exchanging(
      IOException e, Connection connection, Cancellation cancellation, CallFailed otherwise) {
    if (cancellation.isCancelled()) {
      return cancelled();
    }
    if (connection.isExpired()) {
      var waiting = connection.waiting();
      return failed(
          ErrorCode.PROVIDER_TIMEOUT,
          "kept the call waiting more than %s %s; see %s.timeouts.%s"
              .formatted(shown(waiting), waiting.waitedFor(), section(), waiting.key()),
          e);
    }
    return e instanceof MalformedAnswer
        ? failed(ErrorCode.PROVIDER_MALFORMED, "sent " + e.getMessage(), e)
        : otherwise;
  }

  private String certificateProblem(IOException e) {
    var text = String.valueOf(e.getMessage());
    if (text.contains("NotAfter") || text.contains("validity check failed")) {
      return "shows a certificate that has expired or is not valid yet; renew it there, or set this"
          + " machine's clock";
    }
    if (text.contains("No subject alternative") || text.contains("No name matching")) {
      return "shows a certificate for another host; write the name it was made for into "
          + section()
          + ".base-url";
    }
    if (text.contains("PKIX") || text.contains("unable to find valid")) {
      return "shows a certificate of an authority that is not trusted; put that authority's PEM"
          + " file into "
          + section()
          + ".ca-bundle";
    }
    return "did not agree on TLS; https is TLS 1.2 or 1.3, plain http needs http:// in "
        + section()
        + ".base-url";
  }

  private CallFailed unreachable(String what, IOException e) {
    return failed(
        ErrorCode.PROVIDER_UNREACHABLE,
        "at " + endpoint.authority() + " " + what + " (" + section() + ".base-url)",
        e);
  }

  private CallFailed failed(ErrorCode code, String what, @Nullable Throwable cause) {
    return new CallFailed(code, "provider \"" + name + "\" " + what, cause);
  }

  private static CallFailed cancelled() {
    return new CallFailed(
        ErrorCode.CALL_CANCELLED, "the caller went away before the answer was complete");
  }

  private String section() {
    return "providers." + name;
  }

  private String shown(Deadline deadline) {
    var timeouts = settings.timeouts();
    return DurationText.of(
        switch (deadline) {
          case CONNECT -> timeouts.connect();
          case HEADERS -> timeouts.headers();
          case FIRST_TOKEN -> timeouts.firstToken();
          case IDLE -> timeouts.idle();
          case TOTAL -> timeouts.total();
          case KEEP_ALIVE -> settings.keepAlive();
        });
  }
}
