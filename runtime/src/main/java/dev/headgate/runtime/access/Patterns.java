package dev.headgate.runtime.access;

import dev.headgate.kernel.config.ConfigNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names that are allowed. `*` in a pattern stands for any characters; nothing else is special.
///
/// @param patterns null if everything is allowed; none if nothing is
public record Patterns(@Nullable List<String> patterns) {
  public static final Patterns ALL = new Patterns(null);

  public Patterns {
    patterns = patterns == null ? null : List.copyOf(patterns);
  }

  public static Patterns of(String... patterns) {
    return new Patterns(List.of(patterns));
  }

  static Patterns from(ConfigNode node, String key, String doc) {
    var named = node.texts(key, List.of(), doc);
    return node.has(key) ? new Patterns(named) : ALL;
  }

  public boolean allow(String name) {
    if (patterns == null) {
      return true;
    }
    for (var pattern : patterns) {
      if (matches(pattern, name)) {
        return true;
      }
    }
    return false;
  }

  // Goes back to the last star only, so a pattern costs its length times the name's, never more.
  private static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int mark = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return patterns == null ? "all" : patterns.isEmpty() ? "none" : String.join(", ", patterns);
  }
}
