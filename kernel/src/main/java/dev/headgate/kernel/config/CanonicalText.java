package dev.headgate.kernel.config;

import java.util.TreeMap;

/// Writes a tree in the one form that all its layouts share.
final class CanonicalText {
  private CanonicalText() {}

  static void append(Tree tree, StringBuilder out) {
    switch (tree) {
      case Tree.Scalar(_, var text, _) -> append('"', text, out);
      case Tree.Sequence(_, var items) -> {
        out.append('[').append(items.size()).append(':');
        items.forEach(item -> append(item, out));
      }
      case Tree.Mapping(_, var entries) -> {
        out.append('{').append(entries.size()).append(':');
        new TreeMap<>(entries)
            .forEach((key, entry) -> {
              append('"', key, out);
              append(entry.value(), out);
            });
      }
    }
  }

  private static void append(char kind, String text, StringBuilder out) {
    out.append(kind).append(text.length()).append(':').append(text);
  }
}
