package dev.headgate.benchmarks.load;

import java.nio.charset.StandardCharsets;

/// Calls that are counted together: all alike, each at its time.
///
/// @param request head and body, as sent
public record Lane(String name, Pace pace, byte[] request) {
  /// A chat completion with a key.
  ///
  /// @param key empty to send none
  public static byte[] chat(String key, String body) {
    var authorization = key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n";
    return """
    POST /v1/chat/completions HTTP/1.1\r
    Host: 127.0.0.1\r
    %sContent-Type: application/json\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(authorization, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] get(String path) {
    return "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        .formatted(path)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
