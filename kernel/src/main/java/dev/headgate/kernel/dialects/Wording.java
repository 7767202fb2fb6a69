package dev.headgate.kernel.dialects;

import java.util.Map;

/// How one provider's variant of a dialect names what others name differently.
///
/// @param names of members, by the dialect's usual name: `max_tokens` → `max_completion_tokens`
public record Wording(Map<String, String> names) {
  public static final Wording USUAL = new Wording(Map.of());

  public Wording {
    names = Map.copyOf(names);
  }

  public String of(String usual) {
    return names.getOrDefault(usual, usual);
  }
}
