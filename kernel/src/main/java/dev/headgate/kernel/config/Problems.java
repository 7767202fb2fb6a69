package dev.headgate.kernel.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects mistakes, so that all are reported in one go. Not thread-safe.
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(Position at, String message) {
    found.add(new Problem(at, message));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /// All mistakes by file, line and column, each once.
  public List<Problem> all() {
    return found.stream()
        .distinct()
        .sorted(
            Comparator.comparing((Problem p) -> p.at().file())
                .thenComparingInt(p -> p.at().line())
                .thenComparingInt(p -> p.at().column()))
        .toList();
  }
}
