package dev.headgate.providers.http;

import dev.headgate.kernel.config.ConfigNode;
import java.time.Duration;

/// The `timeouts` section of a provider: each phase of a call has a deadline of its own.
///
/// @param queue for a free connection
/// @param connect for name lookup, TCP and TLS together
/// @param headers from the first byte sent to the end of the answer's headers
/// @param firstToken from the headers to the first byte of the body
/// @param idle between two reads of the body
/// @param total for everything
public record Timeouts(
    Duration queue,
    Duration connect,
    Duration headers,
    Duration firstToken,
    Duration idle,
    Duration total) {
  public static Timeouts from(ConfigNode node) {
    return new Timeouts(
        positive(
            node,
            "queue",
            Duration.ofSeconds(2),
            "The longest wait, at most 1d, for a free connection while max-connections are busy."),
        positive(
            node,
            "connect",
            Duration.ofSeconds(2),
            "The longest time, at most 1d, for name lookup, TCP and TLS together."),
        positive(
            node,
            "headers",
            Duration.ofMinutes(5),
            "The longest time, at most 1d, from sending the request to the end of the answer's headers;"
                + " an answer that is not streamed sends them only when the model has finished."),
        positive(
            node,
            "first-token",
            Duration.ofMinutes(5),
            "The longest time, at most 1d, from the headers to the first byte of the answer; reasoning"
                + " models think for minutes before it."),
        positive(
            node,
            "idle",
            Duration.ofMinutes(5),
            "The longest silence within an answer, at most 1d; reasoning models pause for minutes."),
        positive(
            node,
            "total",
            Duration.ofMinutes(30),
            "The longest time for the whole call, at most 1d."));
  }

  private static Duration positive(ConfigNode node, String key, Duration defaultValue, String doc) {
    var value = node.duration(key, defaultValue, doc);
    if (value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
      node.problem(key, "the timeout \"" + key + "\" must be longer than 0 and at most 1d");
      return defaultValue;
    }
    return value;
  }
}
