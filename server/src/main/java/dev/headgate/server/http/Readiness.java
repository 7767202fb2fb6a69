package dev.headgate.server.http;

import java.util.List;

/// Whether the house can answer, part by part.
public record Readiness(List<Part> parts) {
  /// How a part is.
  public enum Condition {
    OK,
    /// It works, and somebody should look at it: a reload was refused, and the old declarations
    /// serve.
    DEGRADED,
    FAILED
  }

  /// @param name such as `declarations`, `store` or `collection/handbook`
  /// @param messages what is wrong and what to do; empty if all is well
  public record Part(String name, Condition condition, List<String> messages) {
    public Part {
      messages = List.copyOf(messages);
    }
  }

  public Readiness {
    parts = List.copyOf(parts);
  }

  /// As bad as its worst part.
  Condition condition() {
    return parts.stream().map(Part::condition).max(Enum::compareTo).orElse(Condition.OK);
  }
}
