package dev.headgate.kernel.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that a mistyped one was probably meant to be.
public final class NearestName {
  private NearestName() {}

  /// The known name with the fewest edits, if no more than a third of its letters differ.
  public static Optional<String> of(String typed, Collection<String> known) {
    return known.stream()
        // What a caller typed may be megabytes long.
        .filter(name -> Math.abs(typed.length() - name.length()) <= mostEdits(name))
        .filter(name -> distance(typed, name) <= mostEdits(name))
        .min(Comparator.comparingInt(name -> distance(typed, name)));
  }

  private static int mostEdits(String name) {
    return Math.max(1, name.length() / 3);
  }

  // Damerau-Levenshtein with adjacent transpositions ("optimal string alignment").
  private static int distance(String a, String b) {
    var beforeLast = new int[b.length() + 1];
    var last = new int[b.length() + 1];
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        var differs = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + differs);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      var spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
