package dev.headgate.server.config;

import dev.headgate.kernel.config.ConfigNode;
import java.time.Duration;

/// The bounds of a connection, part of the `server` section.
///
/// @param maxRequestBody in bytes
/// @param maxHeaders bytes of all headers of a request together
/// @param headerTimeout from the first byte of a request to the end of its headers
/// @param bodyTimeout from the end of the headers to the end of the body
/// @param writeTimeout how long a caller may leave a write unread
/// @param heartbeat how long a stream of events may be silent before a comment is sent
public record ServerLimits(
    int maxRequestBody,
    int maxHeaders,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration writeTimeout,
    Duration heartbeat) {
  private static final long LARGEST_BODY = 1L << 30;
  private static final long LARGEST_HEADERS = 1L << 20;

  static ServerLimits from(ConfigNode server) {
    return new ServerLimits(
        size(
            server,
            "max-request-body",
            8L << 20,
            LARGEST_BODY,
            "Longest body of a request; at most 1 GiB"),
        size(
            server,
            "max-headers",
            32L << 10,
            LARGEST_HEADERS,
            "All headers of a request together; at most 1 MiB"),
        server.duration(
            "header-timeout",
            Duration.ofSeconds(10),
            "Longest time from the first byte of a request to the end of its headers"),
        server.duration(
            "body-timeout",
            Duration.ofSeconds(60),
            "Longest time from the end of the headers to the end of the body"),
        server.duration(
            "write-timeout",
            Duration.ofSeconds(30),
            "Longest time for which a caller may take nothing of its answer"),
        server.duration(
            "heartbeat",
            Duration.ofSeconds(15),
            "A stream of events that is silent for so long gets a comment, so that nobody takes it for dead"));
  }

  private static int size(
      ConfigNode server, String key, long defaultBytes, long largest, String doc) {
    var bytes = server.size(key, defaultBytes, doc);
    if (bytes < 1 || bytes > largest) {
      server.problem(key, "expected a size from 1 B to " + (largest >> 20) + " MiB");
      return (int) defaultBytes;
    }
    return (int) bytes;
  }
}
