package dev.headgate.evals.answers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the document that a reference was taken from.
final class GoldDocuments {
  private final Map<String, Set<String>> shingles = new HashMap<>();

  GoldDocuments(Map<String, String> documents) {
    documents.forEach((name, text) -> shingles.put(name, Shingles.of(text)));
  }

  /// The document that shares most with the references; the first by name if several do.
  String of(List<String> references) {
    var sought = Shingles.of(String.join(" ", references));
    var best = "";
    var most = -1.0;
    for (var name : shingles.keySet().stream().sorted().toList()) {
      var share = Shingles.share(sought, shingles.getOrDefault(name, Set.of()));
      if (share > most) {
        most = share;
        best = name;
      }
    }
    return best;
  }
}
