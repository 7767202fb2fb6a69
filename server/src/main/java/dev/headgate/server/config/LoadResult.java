package dev.headgate.server.config;

import dev.headgate.kernel.config.Problem;
import java.util.List;

/// What came of reading a project folder.
public sealed interface LoadResult {
  record Loaded(Project project) implements LoadResult {}

  /// @param problems all of them, by file, line and column; at least one
  record Rejected(List<Problem> problems) implements LoadResult {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}
