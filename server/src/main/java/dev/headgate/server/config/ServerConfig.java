package dev.headgate.server.config;

import dev.headgate.kernel.config.ConfigNode;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The `server` section: where calls come in.
///
/// @param host a literal address or a name of this machine
/// @param port 0 for any free one
/// @param hosts names by which callers may address the server
/// @param tls null to listen without TLS
/// @param drain how long running calls may take to finish when the server stops
public record ServerConfig(
    String host,
    int port,
    List<String> hosts,
    @Nullable Tls tls,
    ServerLimits limits,
    Duration drain) {
  public ServerConfig {
    hosts = List.copyOf(hosts);
  }

  /// Paths of PEM files.
  public record Tls(Path certificate, Path key) {
    static Tls from(ConfigNode tls, Path project) {
      return new Tls(
          file(tls, "certificate", "The certificate chain, a PEM file", project),
          file(tls, "key", "Its private key, a PEM file in PKCS #8", project));
    }

    private static Path file(ConfigNode tls, String key, String doc, Path project) {
      var path = project.resolve(ProjectPaths.of(tls, key, tls.requireText(key, doc)));
      if (tls.has(key) && !Files.isReadable(path)) {
        tls.problem(key, "the file " + path + " is missing or cannot be read");
      }
      return path;
    }
  }

  static ServerConfig from(ConfigNode server, Path project) {
    return new ServerConfig(
        server.text("host", "127.0.0.1", "The address to listen on"),
        server.integer("port", 8080, 0, 65_535, "The port to listen on; 0 takes a free one"),
        server.texts(
            "hosts",
            List.of(),
            "Names, without port, by which callers may address the server; addresses and localhost always may"),
        server
            .optionalSection("tls", "Listens with TLS", tls -> Tls.from(tls, project))
            .orElse(null),
        ServerLimits.from(server),
        server.duration(
            "drain",
            Duration.ofSeconds(30),
            "How long running calls may take to finish when the server stops"));
  }

  /// Whether only this machine can connect. A name other than `localhost` may point anywhere.
  public boolean isLoopback() {
    return host.equals("localhost") || isLiteral(InetAddress::isLoopbackAddress);
  }

  /// Where this machine can connect.
  public String localHost() {
    return isLiteral(InetAddress::isAnyLocalAddress) ? "127.0.0.1" : host;
  }

  private boolean isLiteral(Predicate<InetAddress> kind) {
    try {
      return kind.test(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
