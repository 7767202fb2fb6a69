package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The `headgate.yaml` of the load runs: the one place that knows how the parts that cost something
/// on every call are switched on.
///
/// @param keys none to run open
/// @param without parts that are left out: `limits`, `budgets`, `payloads`
/// @param refuses whether calls are refused under overload, as they are where nothing is declared
record BenchmarkProject(int upstreamPort, List<Key> keys, Set<String> without, boolean refuses) {
  static final String KEY = "hg_benchmark_key_0123456789abcdef";

  /// What `--without` may name.
  static final Set<String> PARTS = Set.of("limits", "budgets", "payloads");

  private static final int ANY_NUMBER = 1_000_000_000;

  /// Each part of a call that the goals name; limits and budgets are counted, and never reached.
  private static final String LIMITS =
      """
        key: {requests-per-minute: %1$d, tokens-per-minute: %1$d, concurrent: 100000}
        project: {requests-per-minute: %1$d, tokens-per-minute: %1$d}
      """
          .formatted(ANY_NUMBER);

  private static final String PATIENCE = "  overload: {target-delay: 10s}\n";

  private static final String BUDGETS =
      """
      budgets:
        benchmark: {limit: "$1000000", window: month, per: key}
      """;

  /// @param priority empty for the default
  /// @param requestsPerSecond 0 for the limits of all
  record Key(String name, String text, String priority, int requestsPerSecond) {
    static final Key DEFAULT = new Key("benchmark", KEY, "", 0);

    private String yaml(boolean limits) {
      var more = new StringBuilder();
      if (limits && !priority.isEmpty()) {
        more.append(", priority: ").append(priority);
      }
      if (limits && requestsPerSecond > 0) {
        more.append(", limits: {requests-per-second: ").append(requestsPerSecond).append('}');
      }
      return "    - {name: %s, key: \"${file:keys/%s}\"%s}\n".formatted(name, name, more);
    }
  }

  BenchmarkProject {
    keys = List.copyOf(keys);
    without = Set.copyOf(without);
  }

  /// No keys, limits and budgets, and no texts in traces. The metadata trace cannot be switched
  /// off. For what an answer costs, so nothing is refused.
  static BenchmarkProject everythingOff(int upstreamPort) {
    return new BenchmarkProject(upstreamPort, List.of(), PARTS, false);
  }

  /// API key, limits, hold and settlement on a hard budget, trace with texts. For what an answer
  /// costs, so nothing is refused.
  static BenchmarkProject everythingOn(int upstreamPort, Set<String> without) {
    return new BenchmarkProject(upstreamPort, List.of(Key.DEFAULT), without, false);
  }

  /// Writes the texts of the keys.
  ///
  /// @return what `headgate.yaml` says, less its `server` section
  String write(Path folder) throws IOException {
    var yaml = new StringBuilder();
    if (!keys.isEmpty()) {
      Files.createDirectories(folder.resolve("keys"));
      yaml.append("access:\n  keys:\n");
    }
    for (var key : keys) {
      Files.writeString(folder.resolve("keys").resolve(key.name()), key.text());
      yaml.append(key.yaml(has("limits")));
    }
    if (has("limits") || !refuses) {
      yaml.append("limits:\n").append(refuses ? "" : PATIENCE);
    }
    yaml.append(has("limits") ? LIMITS : "").append(has("budgets") ? BUDGETS : "");
    return yaml.append(models())
        .append("traces: {payloads: %b}\n".formatted(has("payloads")))
        .toString();
  }

  private boolean has(String part) {
    return !without.contains(part);
  }

  private String models() {
    return """
    providers:
      upstream: {type: openai, base-url: "http://127.0.0.1:%d/v1", max-connections: 16384}
    models:
      smart: {provider: upstream, model: gpt-4o-mini}
    """
        .formatted(upstreamPort);
  }
}
