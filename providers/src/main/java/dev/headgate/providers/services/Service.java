package dev.headgate.providers.services;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.Wording;
import java.util.List;
import java.util.Map;

/// A service, or a kind of server, as one knows it before anybody declares it.
///
/// @param name the `type` of a declared provider, such as `groq`
/// @param names by which others call it
/// @param address where it listens and how it takes a key
/// @param dialects that it speaks, the best first; none if it takes no conversations
public record Service(
    String name,
    Names names,
    Address address,
    List<Dialect> dialects,
    Wording wording,
    Habits habits) {
  public Service {
    dialects = List.copyOf(dialects);
  }

  /// @param usageUnasked whether its streams end with usage although nobody asks for it, and asking
  ///   may be refused
  /// @param maxInputs most texts of one request for vectors
  public record Habits(boolean usageUnasked, int maxInputs) {}

  /// @param system what OpenTelemetry calls it (`gen_ai.provider.name`)
  /// @param catalog under which its prices stand in the catalog
  public record Names(String system, String catalog) {}

  /// @param baseUrl empty if every customer has another
  /// @param example of a base address where there is no common one
  /// @param hosts by which an address is known to be its own; those that begin with a dot or a
  ///   hyphen are ends
  /// @param keyHeader the header that takes the key as it is, empty for `Authorization: Bearer`
  /// @param query added to every path, without the question mark
  /// @param paths of operations, by their usual path, where it names them differently
  public record Address(
      String baseUrl,
      String example,
      List<String> hosts,
      String keyHeader,
      String query,
      Map<String, String> paths) {
    public Address {
      hosts = List.copyOf(hosts);
      paths = Map.copyOf(paths);
    }

    boolean owns(String host) {
      return hosts.stream()
          .anyMatch(known -> isEnd(known) ? host.endsWith(known) : host.equals(known));
    }
  }

  private static boolean isEnd(String host) {
    return host.startsWith(".") || host.startsWith("-");
  }

  /// The path of an operation, with the query.
  ///
  /// @param usual such as `/chat/completions`
  public String path(String usual) {
    var path = address.paths.getOrDefault(usual, usual);
    return address.query.isEmpty() ? path : path + "?" + address.query;
  }
}
