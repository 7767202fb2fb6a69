package dev.headgate.server.http;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which values of `Host` are answered. A page in somebody's browser can point a name of its own at
/// a loopback address (DNS rebinding); it cannot do so with an address or with `localhost`. So
/// these are always fine, and a name only if it is declared.
final class Hosts {
  private final Set<String> names;

  Hosts(Collection<String> names) {
    this.names =
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /// @param open whether callers need no key; where they do, and no name is declared, every name is
  ///   fine, since a page knows no key
  void check(@Nullable String host, boolean open) {
    if (!open && names.isEmpty()) {
      return;
    }
    var name = host == null ? "" : withoutPort(host);
    if (!isAddress(name)
        && !name.equalsIgnoreCase("localhost")
        && !names.contains(name.toLowerCase(Locale.ROOT))) {
      throw new CallFailed(
          ErrorCode.HOST_NOT_ALLOWED,
          "the request is for host \"%s\", which this server does not know; if it is yours, add it to server.hosts"
              .formatted(name));
    }
  }

  private static String withoutPort(String host) {
    if (host.startsWith("[")) {
      return host.substring(0, host.indexOf(']') + 1);
    }
    var colon = host.lastIndexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }

  /// An IPv6 address in brackets, or four numbers. A name whose last label is all digits cannot be
  /// registered, so nothing else looks like the latter.
  private static boolean isAddress(String name) {
    if (name.startsWith("[")) {
      return name.length() > 2;
    }
    var dots = 0;
    for (int i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return dots == 3;
  }
}
