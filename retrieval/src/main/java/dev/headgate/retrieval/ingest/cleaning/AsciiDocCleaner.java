package dev.headgate.retrieval.ingest.cleaning;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// AsciiDoc line by line: headings, paragraphs, lists, listings and tables are kept; attributes,
/// directives, block marks and inline markup are not. Files named by `include::` are not read: they
/// are documents of their own or no documents.
final class AsciiDocCleaner {
  private static final Pattern HEADING = Pattern.compile("(={1,6}|#{1,6})[ \t]+(\\S.*)");
  private static final Pattern ATTRIBUTE = Pattern.compile(":!?([\\w-]+)!?:(?:[ \t]+(.*))?");
  private static final Pattern DIRECTIVE =
      Pattern.compile("(?:include|ifdef|ifndef|ifeval|endif|image|video|audio|toc)::.*");
  private static final Pattern BLOCK_ATTRIBUTES = Pattern.compile("\\[.*]");
  private static final Pattern BLOCK_TITLE = Pattern.compile("\\.([^\\s.].*)");
  private static final Pattern VERBATIM = Pattern.compile("-{4,}|\\.{4,}|`{3,}.*|\\+{4,}");
  private static final Pattern COMPOUND = Pattern.compile("={4,}|\\*{4,}|_{4,}|--");
  private static final Pattern COMMENT = Pattern.compile("/{4,}");
  private static final Pattern TABLE = Pattern.compile("[|,:!]={3,}");
  private static final Pattern LIST_ITEM =
      Pattern.compile("[ \t]*(?:\\*{1,5}|-|\\.{1,5}|\\d+\\.|<\\.>|<\\d+>)[ \t]+(\\S.*)");
  private static final Pattern CELL_MARK = Pattern.compile("(?:^|\\s)[\\d.+*<>^]*[aehlmsv]?\\|");

  private static final Pattern REFERENCE = Pattern.compile("\\{([\\w-]+)}");
  private static final Pattern MACRO =
      Pattern.compile("(?:link:|xref:|mailto:)[^\\s\\[]*\\[([^]]*)]");
  private static final Pattern URL_WITH_TEXT = Pattern.compile("https?://[^\\s\\[]+\\[([^]]+)]");
  private static final Pattern CROSS_REFERENCE = Pattern.compile("<<[^>,]*(?:,([^>]*))?>>");
  private static final Pattern DROPPED_MACRO =
      Pattern.compile(
          "(?:image|icon|anchor|indexterm|indexterm2|footnote):[^\\s\\[]*\\[[^]]*]|\\[\\[[^]]*]]");
  private static final Pattern UI_MACRO =
      Pattern.compile("(?:kbd|btn|menu|pass):([^\\s\\[]*)\\[([^]]*)]");
  private static final Pattern FORMATTED =
      Pattern.compile(
          "(?<![\\w*_`#])(?:\\[[^]]*])?(\\*\\*|\\*|__|_|``|`|##|#)(\\S|\\S.*?\\S)\\1(?![\\w*_`#])");

  // Markup is looked for by backtracking, whose cost grows with the square of the length.
  private static final int MAX_MARKED_UP_CHARACTERS = 20_000;

  private final TextAssembler assembler = new TextAssembler();
  private final Map<String, String> attributes = new HashMap<>();
  private final StringBuilder paragraph = new StringBuilder();

  private AsciiDocCleaner() {}

  static CleanDocument clean(String source, String fallbackTitle) {
    var cleaner = new AsciiDocCleaner();
    cleaner.read(source.split("\n", -1));
    return cleaner.assembler.finish(fallbackTitle);
  }

  private void read(String[] lines) {
    for (int i = 0; i < lines.length; i++) {
      var line = lines[i].stripTrailing();
      if (VERBATIM.matcher(line).matches() || COMMENT.matcher(line).matches()) {
        i = takeVerbatim(lines, i, line);
      } else if (TABLE.matcher(line).matches()) {
        i = takeTable(lines, i, line);
      } else {
        take(line);
      }
    }
    flush();
  }

  private void take(String line) {
    if (line.isEmpty() || line.equals("+") || COMPOUND.matcher(line).matches()) {
      flush();
      return;
    }
    if (line.startsWith("//") || DIRECTIVE.matcher(line).matches()) {
      return;
    }
    var attribute = ATTRIBUTE.matcher(line);
    if (attribute.matches()) {
      var value = attribute.group(2);
      attributes.put(attribute.group(1), value == null ? "" : value);
      return;
    }
    if (BLOCK_ATTRIBUTES.matcher(line).matches()) {
      flush();
      return;
    }
    var heading = HEADING.matcher(line);
    if (heading.matches()) {
      flush();
      assembler.heading(heading.group(1).length(), inline(heading.group(2)));
      return;
    }
    var title = BLOCK_TITLE.matcher(line);
    if (title.matches() && paragraph.isEmpty()) {
      assembler.prose(inline(title.group(1)));
      return;
    }
    var item = LIST_ITEM.matcher(line);
    if (item.matches()) {
      flush();
      paragraph.append("- ").append(item.group(1));
      return;
    }
    paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
  }

  private void flush() {
    assembler.prose(inline(paragraph.toString()));
    paragraph.setLength(0);
  }

  private int takeVerbatim(String[] lines, int opening, String fence) {
    flush();
    var closing = fence.startsWith("```") ? "```" : fence;
    var text = new StringBuilder();
    var i = opening + 1;
    while (i < lines.length && !lines[i].stripTrailing().equals(closing)) {
      text.append(lines[i]).append('\n');
      i++;
    }
    if (!COMMENT.matcher(fence).matches()) {
      assembler.lines(text.toString());
    }
    return i;
  }

  private int takeTable(String[] lines, int opening, String fence) {
    flush();
    var text = new StringBuilder();
    var i = opening + 1;
    while (i < lines.length && !lines[i].stripTrailing().equals(fence)) {
      var row = CELL_MARK.matcher(lines[i]).replaceAll(" | ").strip();
      text.append(inline(row.startsWith("| ") ? row.substring(2) : row)).append('\n');
      i++;
    }
    assembler.lines(text.toString().replaceAll("\n{2,}", "\n"));
    return i;
  }

  private String inline(String text) {
    if (text.length() > MAX_MARKED_UP_CHARACTERS) {
      return text;
    }
    var result = REFERENCE.matcher(text).replaceAll(this::resolve);
    result = DROPPED_MACRO.matcher(result).replaceAll("");
    result = MACRO.matcher(result).replaceAll(match -> label(match.group(1)));
    result = URL_WITH_TEXT.matcher(result).replaceAll(match -> label(match.group(1)));
    result =
        CROSS_REFERENCE
            .matcher(result)
            .replaceAll(match -> match.group(1) == null ? "" : label(match.group(1)));
    result =
        UI_MACRO.matcher(result).replaceAll(match -> label(match.group(1) + " " + match.group(2)));
    // Twice, because bold may hold code: *`name`*.
    result = FORMATTED.matcher(result).replaceAll("$2");
    return FORMATTED.matcher(result).replaceAll("$2");
  }

  private String resolve(MatchResult reference) {
    var value = attributes.get(reference.group(1));
    return Matcher.quoteReplacement(value == null ? reference.group() : value);
  }

  private static String label(String text) {
    return Matcher.quoteReplacement(
        text.replaceFirst(",.*=.*", "").replaceFirst("\\^$", "").strip());
  }
}
