package dev.headgate.server.http;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Errors of requests that never became a call: what the HTTP parser refuses, and what takes too
/// long to arrive. The connection is closed after each.
final class WireErrors {
  private WireErrors() {}

  static DirectHandlers handlers() {
    var handlers = DirectHandlers.builder();
    for (var type : EventType.values()) {
      handlers.addHandler(type, WireErrors::refuse);
    }
    return handlers.build();
  }

  private static DirectHandler.TransportResponse refuse(
      DirectHandler.TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    // What the parser calls an internal error is a request that ended in the middle of its headers.
    var shown = type == EventType.INTERNAL_ERROR ? Status.BAD_REQUEST_400 : status;
    var failure =
        new CallFailed(
            ErrorCode.INVALID_REQUEST,
            "the request is not valid HTTP/1.1: " + reason(type, status, message));
    return DirectHandler.TransportResponse.builder()
        .status(shown)
        .headers(headers)
        .header(HeaderValues.CONTENT_TYPE_JSON)
        .header(HeaderNames.CONNECTION, "close")
        .keepAlive(false)
        .entity(ErrorResponses.body(failure))
        .build();
  }

  /// A whole answer, for a connection whose parser is still waiting.
  static byte[] timeout(String part, long nanos) {
    var failure =
        new CallFailed(
            ErrorCode.REQUEST_TIMEOUT,
            "%s of the request did not arrive within %.1f s"
                .formatted(part, nanos / (double) TimeUnit.SECONDS.toNanos(1)));
    var body = ErrorResponses.body(failure);
    var head =
        "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    var headBytes = head.getBytes(StandardCharsets.US_ASCII);
    var answer = new byte[headBytes.length + body.length];
    System.arraycopy(headBytes, 0, answer, 0, headBytes.length);
    System.arraycopy(body, 0, answer, headBytes.length, body.length);
    return answer;
  }

  private static String reason(EventType type, Status status, @Nullable String message) {
    if (status.code() == Status.REQUEST_URI_TOO_LONG_414.code()) {
      return "its first line is longer than " + HttpServer.MAX_PATH_BYTES + " bytes";
    }
    return type == EventType.INTERNAL_ERROR || message == null || message.isBlank()
        ? "it ended or broke off before its headers were complete"
        : message;
  }
}
