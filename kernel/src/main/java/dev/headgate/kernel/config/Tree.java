package dev.headgate.kernel.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A declaration as it was written, before anybody knows what it means.
public sealed interface Tree {
  Position at();

  /// A text that is equal for trees that say the same: keys in order, no positions, comments or
  /// layout. Made for hashing; every part carries its length, so that no two trees share a text.
  default String canonical() {
    var out = new StringBuilder();
    CanonicalText.append(this, out);
    return out.toString();
  }

  /// A single value.
  ///
  /// @param plain written without quotes, so that `true` is a boolean and `1` a number
  record Scalar(Position at, String text, boolean plain) implements Tree {}

  record Sequence(Position at, List<Tree> items) implements Tree {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// Entries in the order in which they were written.
  record Mapping(Position at, SequencedMap<String, Entry> entries) implements Tree {
    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    public static Mapping empty(Position at) {
      return new Mapping(at, new LinkedHashMap<>(Map.of()));
    }
  }

  /// A value and its key.
  ///
  /// @param keyAt where the key stands
  record Entry(Position keyAt, Tree value) {}
}
