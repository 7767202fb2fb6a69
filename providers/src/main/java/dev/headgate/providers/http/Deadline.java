package dev.headgate.providers.http;

import java.util.Locale;

/// What a call can wait for too long.
enum Deadline {
  CONNECT("to connect"),
  HEADERS("for the answer's headers"),
  FIRST_TOKEN("for the first byte of the answer"),
  IDLE("for the answer to go on"),
  TOTAL("for the whole answer"),
  /// Between two calls: no failure.
  KEEP_ALIVE("");

  private final String waitedFor;

  Deadline(String waitedFor) {
    this.waitedFor = waitedFor;
  }

  String waitedFor() {
    return waitedFor;
  }

  /// The key in the `timeouts` section.
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
