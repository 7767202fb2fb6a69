package dev.headgate.runtime.prompts;

import java.util.ArrayList;
import java.util.List;

/// Cuts a template into texts and tags, and removes the whitespace that Handlebars removes: lines
/// that hold nothing but a block's tag or a comment, and what a `~` points at.
final class TemplateLexer {
  /// A tag and what it does to the text around it.
  private record Mark(TemplateToken.Tag tag, boolean comment, boolean trimLeft, boolean trimRight) {
    /// Whether a line that holds only this tag disappears.
    boolean standsAlone() {
      var expression = tag.expression();
      return comment
          || expression.startsWith("#")
          || expression.startsWith("/")
          || expression.equals("^")
          || expression.equals("else")
          || expression.startsWith("else ");
    }
  }

  private final String source;
  // Texts and marks in turns: texts.get(i) stands before marks.get(i), one text more than marks.
  private final List<String> texts = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  private TemplateLexer(String source) {
    this.source = source;
  }

  static List<TemplateToken> read(String source) {
    var lexer = new TemplateLexer(source);
    lexer.cut();
    return lexer.withoutRemovedWhitespace();
  }

  private void cut() {
    var text = new StringBuilder();
    var at = 0;
    while (true) {
      var open = source.indexOf("{{", at);
      if (open < 0) {
        texts.add(text.append(source, at, source.length()).toString());
        return;
      }
      if (open > at && source.charAt(open - 1) == '\\') {
        at = keepEscaped(text, at, open);
        continue;
      }
      texts.add(text.append(source, at, open).toString());
      text.setLength(0);
      at = tag(open);
    }
  }

  // "\{{name}}" is the text "{{name}}"; "\\{{name}}" is a backslash and a tag.
  private int keepEscaped(StringBuilder text, int from, int open) {
    if (open - 2 >= from && source.charAt(open - 2) == '\\') {
      texts.add(text.append(source, from, open - 1).toString());
      text.setLength(0);
      return tag(open);
    }
    var next = source.indexOf("{{", open + 2);
    var end = next < 0 ? source.length() : next;
    if (next > 0 && source.charAt(next - 1) == '\\') {
      end--;
      end = end > open + 2 && source.charAt(end - 1) == '\\' ? end - 1 : end;
    }
    text.append(source, from, open - 1).append(source, open, end);
    return end;
  }

  private int tag(int open) {
    var inner = open + 2;
    var trimLeft = source.startsWith("~", inner);
    inner += trimLeft ? 1 : 0;
    if (source.startsWith("!--", inner)) {
      return comment(open, inner, source.indexOf("--", inner + 3), trimLeft);
    }
    var isTriple = source.startsWith("{", inner);
    var closing = isTriple ? "}}}" : "}}";
    var close = source.indexOf(closing, inner);
    if (close < 0) {
      throw new TemplateError(open, "\"{{\" is never closed; write \"\\{{\" for the text itself");
    }
    var body = source.substring(isTriple ? inner + 1 : inner, close);
    var trimRight = body.endsWith("~");
    body = trimRight ? body.substring(0, body.length() - 1) : body;
    var expression = body.strip();
    var offset = (isTriple ? inner + 1 : inner) + (body.length() - body.stripLeading().length());
    marks.add(
        new Mark(
            new TemplateToken.Tag(offset, expression),
            expression.startsWith("!"),
            trimLeft,
            trimRight));
    return close + closing.length();
  }

  private int comment(int open, int inner, int dashes, boolean trimLeft) {
    var trimRight = dashes > 0 && source.startsWith("--~}}", dashes);
    var close = dashes < 0 ? -1 : source.indexOf(trimRight ? "--~}}" : "--}}", dashes);
    if (close < 0) {
      throw new TemplateError(open, "the comment is never closed; it ends with \"--}}\"");
    }
    marks.add(new Mark(new TemplateToken.Tag(inner, "!"), true, trimLeft, trimRight));
    return close + (trimRight ? 5 : 4);
  }

  private List<TemplateToken> withoutRemovedWhitespace() {
    var result = new ArrayList<TemplateToken>();
    for (int i = 0; i < texts.size(); i++) {
      var text = texts.get(i);
      var from = i > 0 ? removedAtStart(i) : 0;
      var to = i < marks.size() ? text.length() - removedAtEnd(i) : text.length();
      if (from < to) {
        result.add(new TemplateToken.Text(text.substring(from, to)));
      }
      if (i < marks.size() && !marks.get(i).comment) {
        result.add(marks.get(i).tag);
      }
    }
    return result;
  }

  private int removedAtStart(int text) {
    var value = texts.get(text);
    var mark = marks.get(text - 1);
    if (mark.trimRight) {
      return value.length() - value.stripLeading().length();
    }
    return isAlone(text - 1) ? blanksToLineEnd(value) : 0;
  }

  private int removedAtEnd(int text) {
    var value = texts.get(text);
    var mark = marks.get(text);
    if (mark.trimLeft) {
      return value.length() - value.stripTrailing().length();
    }
    return isAlone(text) ? value.length() - lineStart(value) : 0;
  }

  private boolean isAlone(int mark) {
    var before = texts.get(mark);
    var after = texts.get(mark + 1);
    var start = lineStart(before);
    var startsLine = start >= 0 && (start > 0 || mark == 0);
    var end = blanksToLineEnd(after);
    var endsLine = end > 0 && after.charAt(end - 1) == '\n';
    var endsTemplate = mark + 1 == marks.size() && after.isBlank() && !after.contains("\n");
    return marks.get(mark).standsAlone() && startsLine && (endsLine || endsTemplate);
  }

  // Index after the last line break if only blanks follow it, otherwise -1.
  private static int lineStart(String text) {
    var start = text.lastIndexOf('\n') + 1;
    return text.substring(start).isBlank() ? start : -1;
  }

  // Length up to and with the first line break if only blanks stand before it, otherwise 0; the
  // whole text if it is blank and has no line break.
  private static int blanksToLineEnd(String text) {
    var end = text.indexOf('\n');
    var line = end < 0 ? text : text.substring(0, end);
    if (!line.isBlank()) {
      return 0;
    }
    return end < 0 ? text.length() : end + 1;
  }
}
