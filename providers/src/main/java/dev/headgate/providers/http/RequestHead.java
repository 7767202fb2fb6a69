package dev.headgate.providers.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Map;

/// The head of every request to one path, written once. Nothing of a caller's request is in it.
public final class RequestHead {
  private final byte[] start;

  private RequestHead(byte[] start) {
    this.start = start;
  }

  /// @param path appended to the endpoint's own
  /// @param headers names and values, already checked by [#isHeader]
  public static RequestHead post(Endpoint endpoint, String path, Map<String, String> headers) {
    return post(endpoint, path, "application/json", headers);
  }

  /// @param contentType of the bodies that follow
  public static RequestHead post(
      Endpoint endpoint, String path, String contentType, Map<String, String> headers) {
    var head = new StringBuilder(512);
    head.append("POST ").append(endpoint.path()).append(path).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(endpoint.authority()).append("\r\n");
    head.append("User-Agent: headgate\r\n");
    head.append("Content-Type: ").append(contentType).append("\r\n");
    head.append("Accept-Encoding: identity\r\n");
    headers.forEach((name, value) -> {
      if (!isHeader(name, value)) {
        throw new IllegalArgumentException("header " + name + " cannot be sent");
      }
      head.append(name).append(": ").append(value).append("\r\n");
    });
    head.append("Content-Length: ");
    return new RequestHead(head.toString().getBytes(US_ASCII));
  }

  /// Whether both are what HTTP allows: a token, and visible ASCII with spaces between.
  public static boolean isHeader(String name, String value) {
    return !name.isEmpty()
        && name.chars().allMatch(RequestHead::isToken)
        && value.equals(value.strip())
        && value.chars().allMatch(c -> c >= ' ' && c < 127);
  }

  /// Bytes of the whole head for a body of that length.
  int length(int bodyLength) {
    return start.length + Integer.toString(bodyLength).length() + 4;
  }

  /// Copies the whole head to the beginning of the buffer and returns its length.
  int copyTo(byte[] buffer, int bodyLength) {
    System.arraycopy(start, 0, buffer, 0, start.length);
    var rest = (bodyLength + "\r\n\r\n").getBytes(US_ASCII);
    System.arraycopy(rest, 0, buffer, start.length, rest.length);
    return start.length + rest.length;
  }

  private static boolean isToken(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
