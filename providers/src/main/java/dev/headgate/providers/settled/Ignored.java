package dev.headgate.providers.settled;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/// Names of what a provider is not told, each once. Not thread-safe.
public final class Ignored {
  /// Most names; all further ones are `other`.
  public static final int MAX_NAMES = 24;

  // They go into a header, and some are a caller's own.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\-\\[\\]]{1,64}");
  private static final String OTHER = "other";

  private final SequencedSet<String> names = new LinkedHashSet<>();

  public void add(String name) {
    names.add(names.size() < MAX_NAMES && NAME.matcher(name).matches() ? name : OTHER);
  }

  public void addIf(boolean left, String name) {
    if (left) {
      add(name);
    }
  }

  public List<String> names() {
    return List.copyOf(names);
  }
}
