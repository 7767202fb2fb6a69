package dev.headgate.providers.services;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.Wording;
import java.util.List;
import java.util.Map;

/// A service, or a kind of server, as one knows it before anybody declares it.
///
/// @param name the `type` of a declared provider, such as `groq`
/// @param address where it listens and how it takes a key
/// @param dialects that it speaks, the best first; none if it takes no conversations
/// @param paths of operations behind the address, by their usual path, where it names them
///   differently
/// @param usageUnasked whether its streams end with usage although nobody asks for it, and asking
///   may be refused
public record Service(
    String name,
    Address address,
    List<Dialect> dialects,
    Map<String, String> paths,
    Wording wording,
    boolean usageUnasked) {
  public Service {
    dialects = List.copyOf(dialects);
    paths = Map.copyOf(paths);
  }

  /// @param baseUrl empty if every customer has another
  /// @param example of a base address where there is no common one
  /// @param hosts by which an address is known to be its own; those that begin with a dot are ends
  /// @param keyHeader the header that takes the key as it is, empty for `Authorization: Bearer`
  /// @param query added to every path, without the question mark
  public record Address(
      String baseUrl, String example, List<String> hosts, String keyHeader, String query) {
    public Address {
      hosts = List.copyOf(hosts);
    }

    boolean owns(String host) {
      return hosts.stream()
          .anyMatch(known -> known.startsWith(".") ? host.endsWith(known) : host.equals(known));
    }
  }

  /// The path of an operation, with the query.
  ///
  /// @param usual such as `/chat/completions`
  public String path(String usual) {
    var path = paths.getOrDefault(usual, usual);
    return address.query.isEmpty() ? path : path + "?" + address.query;
  }
}
