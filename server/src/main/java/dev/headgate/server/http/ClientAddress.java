package dev.headgate.server.http;

import dev.headgate.runtime.access.Networks;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Where a caller is. Anybody can write `X-Forwarded-For`, so it is believed from the right, for as
/// long as those who wrote it are trusted proxies.
final class ClientAddress {
  private static final int MAX_HOPS = 32;

  private ClientAddress() {}

  /// @param peer at the other end of the connection
  /// @param forwardedFor all values of the header, the caller's own first; empty if there is none
  /// @param trusted none if no proxy is
  static InetAddress of(InetAddress peer, String forwardedFor, Networks trusted) {
    if (trusted.isAnywhere() || forwardedFor.isEmpty()) {
      return peer;
    }
    var hops = forwardedFor.split(",", -1);
    var address = peer;
    for (int i = hops.length - 1; i >= Math.max(0, hops.length - MAX_HOPS); i--) {
      if (!trusted.contain(address)) {
        return address;
      }
      var before = parse(hops[i].strip());
      if (before == null) {
        return address;
      }
      address = before;
    }
    return address;
  }

  private static @Nullable InetAddress parse(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
