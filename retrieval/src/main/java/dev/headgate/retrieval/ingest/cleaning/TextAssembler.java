package dev.headgate.retrieval.ingest.cleaning;

import dev.headgate.kernel.text.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Collects the blocks of a document in order and keeps track of the headings over them.
final class TextAssembler {
  // Possessive, or it would call itself once for each line.
  private static final Pattern BLANK_LINES_BEFORE = Pattern.compile("^(?:[ \t]*+\n)++");
  private static final int MAX_TITLE_CHARACTERS = 200;

  private final StringBuilder text = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();
  private final List<OpenHeading> open = new ArrayList<>();
  private String title = "";

  private record OpenHeading(int level, String text) {}

  /// The first title offered wins.
  void title(String candidate) {
    var oneLine = oneLine(candidate);
    if (title.isEmpty() && !oneLine.isEmpty()) {
      title = Prefix.of(oneLine, MAX_TITLE_CHARACTERS);
    }
  }

  /// A heading of level 1 names the document unless something has before.
  void heading(int level, String content) {
    var oneLine = oneLine(content);
    if (oneLine.isEmpty()) {
      return;
    }
    if (level == 1) {
      title(oneLine);
    }
    while (!open.isEmpty() && open.getLast().level() >= level) {
      open.removeLast();
    }
    open.add(new OpenHeading(level, Prefix.of(oneLine, MAX_TITLE_CHARACTERS)));
    append(Block.Kind.HEADING, oneLine);
  }

  void prose(String content) {
    append(Block.Kind.PROSE, content.strip());
  }

  /// Line breaks and indentation are kept.
  void lines(String content) {
    append(Block.Kind.LINES, BLANK_LINES_BEFORE.matcher(content.stripTrailing()).replaceFirst(""));
  }

  CleanDocument finish(String fallbackTitle) {
    title(fallbackTitle);
    return new CleanDocument(title, text.toString(), blocks);
  }

  private void append(Block.Kind kind, String content) {
    if (content.isBlank()) {
      return;
    }
    if (!text.isEmpty()) {
      text.append("\n\n");
    }
    var start = text.length();
    text.append(content);
    blocks.add(new Block(kind, path(), start, text.length()));
  }

  private List<String> path() {
    return open.stream().map(OpenHeading::text).filter(heading -> !heading.equals(title)).toList();
  }

  private static String oneLine(String content) {
    return content.strip().replaceAll("\\s+", " ");
  }
}
