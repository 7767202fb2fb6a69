package dev.headgate.server.http;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table of what is served. A path is literal, or has parameters: `{name}` stands for one
/// segment, `{name...}` at the end for the rest, slashes included. Filled before the server starts,
/// not changed after.
public final class Routes {
  /// One line of the table.
  ///
  /// @param path as declared, also the label of metrics
  /// @param errors how its failures are told
  public record Route(
      String method, String path, Permission permission, Handler handler, ErrorShape errors) {
    public Route {
      Objects.requireNonNull(permission, "a route without a permission: " + path);
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("a path begins with /: " + path);
      }
    }
  }

  /// A route and what its parameters stand for.
  record Match(Route route, Map<String, String> parameters) {}

  /// All methods of one path.
  private record Entry(List<String> segments, SequencedMap<String, Match> methods) {}

  private final Map<String, Entry> literal = new HashMap<>();
  private final List<Entry> patterns = new ArrayList<>();
  private final List<Route> all = new ArrayList<>();

  public Routes add(String method, String path, Permission permission, Handler handler) {
    return add(method, path, permission, handler, ErrorShape.OPENAI);
  }

  public Routes add(
      String method, String path, Permission permission, Handler handler, ErrorShape errors) {
    var route = new Route(method, path, permission, handler, errors);
    var entry = path.indexOf('{') < 0 ? literal.get(path) : findPattern(path);
    if (entry == null) {
      entry = new Entry(List.of(path.split("/", -1)), new LinkedHashMap<>());
      if (path.indexOf('{') < 0) {
        literal.put(path, entry);
      } else {
        patterns.add(entry);
      }
    }
    if (entry.methods.putIfAbsent(method, new Match(route, Map.of())) != null) {
      throw new IllegalStateException("two routes for " + method + " " + path);
    }
    all.add(route);
    return this;
  }

  /// Every route, in the order in which they were added.
  public List<Route> all() {
    return Collections.unmodifiableList(all);
  }

  /// @param path as sent, not decoded
  Match require(String method, String path) {
    var entry = literal.get(path);
    if (entry != null) {
      var match = entry.methods.get(method);
      return match == null ? headOrFail(entry, method, path) : match;
    }
    for (var pattern : patterns) {
      var parameters = match(pattern.segments, path);
      if (parameters != null) {
        var match = pattern.methods.get(method);
        match = match == null ? headOrFail(pattern, method, path) : match;
        return new Match(match.route, parameters);
      }
    }
    throw new CallFailed(
        ErrorCode.ROUTE_NOT_FOUND, "nothing is served at " + path + "; GET / lists the doors");
  }

  private @Nullable Entry findPattern(String path) {
    var segments = List.of(path.split("/", -1));
    return patterns.stream()
        .filter(entry -> entry.segments.equals(segments))
        .findAny()
        .orElse(null);
  }

  private static Match headOrFail(Entry entry, String method, String path) {
    var get = entry.methods.get("GET");
    if (method.equals("HEAD") && get != null) {
      return get;
    }
    var allowed = allowed(entry);
    throw new CallFailed(
        ErrorCode.METHOD_NOT_ALLOWED, method + " is not possible at " + path + "; use " + allowed);
  }

  /// The methods of a path, for the header `Allow`.
  String allowed(String path) {
    var entry = literal.get(path);
    if (entry == null) {
      entry =
          patterns.stream().filter(it -> match(it.segments, path) != null).findFirst().orElse(null);
    }
    return entry == null ? "" : allowed(entry);
  }

  private static String allowed(Entry entry) {
    var methods = entry.methods.sequencedKeySet();
    var head = methods.contains("GET") ? Stream.of("HEAD") : Stream.<String>empty();
    return Stream.concat(methods.stream(), head).collect(Collectors.joining(", "));
  }

  private static @Nullable Map<String, String> match(List<String> pattern, String path) {
    var given = path.split("/", -1);
    var parameters = new HashMap<String, String>();
    for (int i = 0; i < pattern.size(); i++) {
      var expected = pattern.get(i);
      if (i >= given.length) {
        return null;
      }
      if (expected.endsWith("...}")) {
        var rest = String.join("/", List.of(given).subList(i, given.length));
        return put(parameters, expected.substring(1, expected.length() - 4), rest);
      }
      if (expected.startsWith("{")) {
        if (put(parameters, expected.substring(1, expected.length() - 1), given[i]) == null) {
          return null;
        }
      } else if (!expected.equals(given[i])) {
        return null;
      }
    }
    return pattern.size() == given.length ? parameters : null;
  }

  private static @Nullable Map<String, String> put(
      Map<String, String> parameters, String name, String encoded) {
    if (encoded.isEmpty()) {
      return null;
    }
    // URLDecoder is for forms, where + is a space; in a path it is a plus.
    try {
      var decoded = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
      parameters.put(name, decoded);
      return parameters;
    } catch (IllegalArgumentException e) {
      throw CallFailed.invalid(name, "the path is not encoded as it should be: " + encoded);
    }
  }
}
