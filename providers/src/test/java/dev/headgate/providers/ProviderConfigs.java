package dev.headgate.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problem;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.config.Tree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Declarations for tests, without a YAML file.
public final class ProviderConfigs {
  private static final SecretSource SECRETS =
      new SecretSource() {
        @Override
        public Optional<String> environment(String name) {
          return Optional.of("secret-of-" + name);
        }

        @Override
        public Optional<String> file(String path) {
          return Optional.empty();
        }
      };

  private ProviderConfigs() {}

  /// Fails if there is anything wrong with it.
  public static ProviderConfig of(Map<String, ?> keys) {
    var problems = new Problems();
    var config = read(keys, problems);
    assertThat(problems.all()).isEmpty();
    return config;
  }

  public static ProviderConfig of(String baseUrl) {
    return of(Map.of("base-url", baseUrl));
  }

  public static ProviderConfig of(String baseUrl, Map<String, String> timeouts) {
    return of(Map.of("base-url", baseUrl, "timeouts", timeouts));
  }

  public static List<String> problemsOf(Map<String, ?> keys) {
    var problems = new Problems();
    var _ = read(keys, problems);
    return problems.all().stream().map(Problem::message).toList();
  }

  private static ProviderConfig read(Map<String, ?> keys, Problems problems) {
    return ConfigNode.read(
            tree(keys),
            problems,
            SECRETS,
            node -> ProviderConfig.from("scripted", node, Path.of("")))
        .orElseThrow();
  }

  private static Tree tree(Object value) {
    var at = new Position("headgate.yaml", 1, 1);
    if (!(value instanceof Map<?, ?> map)) {
      return new Tree.Scalar(at, String.valueOf(value), !(value instanceof String));
    }
    var entries = new LinkedHashMap<String, Tree.Entry>();
    map.forEach((key, child) -> entries.put((String) key, new Tree.Entry(at, tree(child))));
    return new Tree.Mapping(at, entries);
  }
}
