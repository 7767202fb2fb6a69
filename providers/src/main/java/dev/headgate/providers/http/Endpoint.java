package dev.headgate.providers.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where a provider listens.
///
/// @param host a name or an address literal, an IPv6 one without brackets
/// @param path begins with a slash or is empty, never ends with one
public record Endpoint(boolean tls, String host, int port, String path) {
  /// Reads an `http` or `https` URL.
  ///
  /// @throws IllegalArgumentException says what is wrong with it
  public static Endpoint parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("\"" + url + "\" is not a URL", e);
    }
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException("a URL begins with https:// (or http:// on this machine)");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("a URL with a user or password in it; use api-key");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("a URL without a host: \"" + url + "\"");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("a base URL has no ? or #");
    }
    var tls = scheme.equals("https");
    var host = uri.getHost().replace("[", "").replace("]", "").toLowerCase(Locale.ROOT);
    var port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    if (port == 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
    var path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new Endpoint(tls, host, port, withoutTrailingSlash(path));
  }

  /// Whether the host is this machine by its literal name: `localhost`, `127.x.y.z` or `::1`.
  public boolean isLoopback() {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("0:0:0:0:0:0:0:1")
        || isLoopbackIpv4();
  }

  /// The same with `/v1` behind it, unless a version stands in its path already.
  public Endpoint versioned() {
    for (var segment : path.split("/", -1)) {
      if (segment.length() > 1
          && segment.charAt(0) == 'v'
          && Character.isDigit(segment.charAt(1))) {
        return this;
      }
    }
    return new Endpoint(tls, host, port, path + "/v1");
  }

  /// The value of the `Host` header.
  public String authority() {
    var name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (tls ? 443 : 80) ? name : name + ":" + port;
  }

  // "127.evil.example" is a name, not an address.
  private boolean isLoopbackIpv4() {
    var dots = 0;
    for (int i = 0; i < host.length(); i++) {
      var c = host.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return dots == 3 && host.startsWith("127.");
  }

  private static String withoutTrailingSlash(String path) {
    return path.endsWith("/") ? withoutTrailingSlash(path.substring(0, path.length() - 1)) : path;
  }
}
