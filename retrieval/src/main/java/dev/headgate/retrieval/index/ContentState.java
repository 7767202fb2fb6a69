package dev.headgate.retrieval.index;

import java.util.HashMap;
import java.util.Map;

/// What a commit says about itself.
///
/// @param version names the exact documents and settings of the commit
/// @param complete whether an ingest has run to its end since the index was created; until then
///   documents may be missing
/// @param documents number of documents
/// @param note kept for whoever ingested, such as a summary
public record ContentState(
    String version, boolean complete, int documents, Map<String, String> note) {
  private static final String NOTE = "note.";

  public ContentState {
    note = Map.copyOf(note);
  }

  Map<String, String> toMap() {
    var map = new HashMap<String, String>();
    map.put("version", version);
    map.put("complete", Boolean.toString(complete));
    map.put("documents", Integer.toString(documents));
    note.forEach((key, value) -> map.put(NOTE + key, value));
    return map;
  }

  static ContentState from(Map<String, String> map) {
    var note = new HashMap<String, String>();
    map.forEach((key, value) -> {
      if (key.startsWith(NOTE)) {
        note.put(key.substring(NOTE.length()), value);
      }
    });
    return new ContentState(
        map.getOrDefault("version", ""),
        Boolean.parseBoolean(map.get("complete")),
        Integer.parseInt(map.getOrDefault("documents", "0")),
        note);
  }
}
