package dev.headgate.server.config;

import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import java.util.Optional;

/// A `.prompt` file, cut into its two halves.
record PromptFile(
    Position frontMatterAt, String frontMatter, Position templateAt, String template) {
  private static final String FENCE = "---";

  /// The halves, or nothing and a problem if the front matter is missing or never ends.
  static Optional<PromptFile> split(String file, String text, Problems problems) {
    if (!text.startsWith(FENCE + "\n")) {
      problems.add(
          ProjectFiles.at(file),
          "a prompt begins with front matter: a line \"---\", \"version: 1.0.0\", a line \"---\"");
      return Optional.empty();
    }
    var start = FENCE.length() + 1;
    var end = lineOf(FENCE, text, start);
    if (end < 0) {
      problems.add(
          ProjectFiles.at(file), "the front matter never ends; close it with a line \"---\"");
      return Optional.empty();
    }
    var frontMatter = text.substring(start, end);
    var templateStart = Math.min(end + FENCE.length() + 1, text.length());
    var first = ProjectFiles.at(file);
    return Optional.of(
        new PromptFile(
            first.plus(text, start),
            frontMatter,
            first.plus(text, templateStart),
            text.substring(templateStart)));
  }

  private static int lineOf(String line, String text, int from) {
    for (int at = from; at >= 0 && at < text.length(); ) {
      var end = text.indexOf('\n', at);
      var current = text.substring(at, end < 0 ? text.length() : end);
      if (current.stripTrailing().equals(line)) {
        return at;
      }
      at = end < 0 ? -1 : end + 1;
    }
    return -1;
  }
}
