package dev.headgate.retrieval.ingest.cleaning;

import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/// CommonMark with tables. Walks the tree without recursion: a document may nest as deep as it
/// likes.
final class MarkdownCleaner {
  private static final int MAX_NESTED_BLOCKS = 64;
  private static final int MAX_NESTED_INLINES = 64;
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .maxOpenBlockParsers(MAX_NESTED_BLOCKS)
          .maxInlineNesting(MAX_NESTED_INLINES)
          .build();
  private static final Pattern FENCE = Pattern.compile("---[ \t]*");
  private static final Pattern FRONT_MATTER_END = Pattern.compile("(?:---|\\.\\.\\.)[ \t]*");
  // A key, what belongs to one, an item, or a comment: prose between two rules is none of these.
  private static final Pattern FRONT_MATTER_LINE =
      Pattern.compile("|[\\w.\"'-]+[ \t]*:(?:[ \t].*)?|[ \t].*|-[ \t].*|#.*");
  private static final Pattern FRONT_MATTER_TITLE =
      Pattern.compile("(?m)^title:[ \t]*(.+?)[ \t]*$");

  private final TextAssembler assembler = new TextAssembler();

  private MarkdownCleaner() {}

  static CleanDocument clean(String source, String fallbackTitle) {
    var cleaner = new MarkdownCleaner();
    var body = cleaner.takeFrontMatter(source);
    cleaner.walk(PARSER.parse(body));
    return cleaner.assembler.finish(fallbackTitle);
  }

  private String takeFrontMatter(String source) {
    var end = endOfFrontMatter(source);
    var title = FRONT_MATTER_TITLE.matcher(source).region(0, end);
    if (title.find()) {
      assembler.title(title.group(1).replaceAll("^[\"']|[\"']$", ""));
    }
    return source.substring(end);
  }

  /// Where the text begins: 0 if the document begins with a rule, or with neither.
  private static int endOfFrontMatter(String source) {
    var first = lineEnd(source, 0);
    if (!FENCE.matcher(source).region(0, first).matches()) {
      return 0;
    }
    for (var start = first + 1; start < source.length(); ) {
      var end = lineEnd(source, start);
      var next = Math.min(end + 1, source.length());
      if (FRONT_MATTER_END.matcher(source).region(start, end).matches()) {
        return next;
      }
      var blankAtOnce = start == first + 1 && source.substring(start, end).isBlank();
      if (blankAtOnce || !FRONT_MATTER_LINE.matcher(source).region(start, end).matches()) {
        return 0;
      }
      start = next;
    }
    return 0;
  }

  private static int lineEnd(String source, int start) {
    var end = source.indexOf('\n', start);
    return end < 0 ? source.length() : end;
  }

  private void walk(Node document) {
    var node = document.getFirstChild();
    while (node != null) {
      var descend = enter(node);
      node = following(node, descend, document);
    }
  }

  /// Takes in one block; returns whether its children are blocks still to be visited.
  private boolean enter(Node node) {
    switch (node) {
      case Heading heading -> assembler.heading(heading.getLevel(), inlineText(heading));
      case Paragraph paragraph -> assembler.prose(inlineText(paragraph));
      case FencedCodeBlock code -> assembler.lines(code.getLiteral());
      case IndentedCodeBlock code -> assembler.lines(code.getLiteral());
      case TableBlock table -> assembler.lines(tableText(table));
      case HtmlBlock html -> HtmlCleaner.append(html.getLiteral(), assembler);
      case BlockQuote _ -> {
        return true;
      }
      default -> {
        return true;
      }
    }
    return false;
  }

  private static String tableText(TableBlock table) {
    var text = new StringBuilder();
    for (Node node = table.getFirstChild(); node != null; ) {
      if (node instanceof TableCell cell) {
        text.append(cell.getPrevious() == null ? "" : " | ").append(inlineText(cell));
        node = following(node, false, table);
      } else {
        if (node instanceof TableRow && !text.isEmpty()) {
          text.append('\n');
        }
        node = following(node, true, table);
      }
    }
    return text.toString();
  }

  private static String inlineText(Node parent) {
    var text = new StringBuilder();
    if (parent instanceof Paragraph && parent.getParent() instanceof ListItem) {
      text.append("- ");
    }
    for (Node node = parent.getFirstChild(); node != null; ) {
      switch (node) {
        case Text literal -> text.append(literal.getLiteral());
        case Code code -> text.append(code.getLiteral());
        case SoftLineBreak _ -> text.append(' ');
        case HardLineBreak _ -> text.append('\n');
        case HtmlInline html -> text.append(html.getLiteral().startsWith("<br") ? "\n" : "");
        default -> {}
      }
      node = following(node, !(node instanceof Image), parent);
    }
    return text.toString();
  }

  /// The next node in document order below `root`.
  private static @Nullable Node following(Node node, boolean descend, Node root) {
    if (descend && node.getFirstChild() != null) {
      return node.getFirstChild();
    }
    var at = node;
    while (at != null && !at.equals(root)) {
      if (at.getNext() != null) {
        return at.getNext();
      }
      at = at.getParent();
    }
    return null;
  }
}
