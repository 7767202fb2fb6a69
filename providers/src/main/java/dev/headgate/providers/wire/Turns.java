package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Part;
import java.util.ArrayList;
import java.util.List;

/// The turns of a conversation in dialects in which results of tools are a user's words.
public final class Turns {
  private Turns() {}

  /// Results of tools and words of the user apart, in order: two messages elsewhere.
  public static List<List<Part>> runs(List<Part> parts) {
    var runs = new ArrayList<List<Part>>(1);
    for (int from = 0; from < parts.size(); ) {
      var results = parts.get(from) instanceof Part.ToolResult;
      var to = from + 1;
      while (to < parts.size() && parts.get(to) instanceof Part.ToolResult == results) {
        to++;
      }
      runs.add(parts.subList(from, to));
      from = to;
    }
    return runs.isEmpty() ? List.of(parts) : runs;
  }
}
