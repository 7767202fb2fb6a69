package dev.headgate.providers.http;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/// How connections to one provider are made and kept.
///
/// @param authorities certificates trusted in place of the JDK's own; empty: the JDK's
/// @param maxConnections open at the same time, busy and kept together
/// @param keepAlive how long an unused connection is kept
/// @param maxResponseBytes longest body of an answer
public record ConnectionSettings(
    List<X509Certificate> authorities,
    int maxConnections,
    Duration keepAlive,
    long maxResponseBytes,
    Timeouts timeouts) {
  public ConnectionSettings {
    authorities = List.copyOf(authorities);
  }
}
