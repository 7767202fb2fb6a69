package dev.headgate.inference.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Cuts a text into the units that can be quoted. Knows the looks of cleaned text, and just enough
/// of Markdown and AsciiDoc to keep list items, table rows and code in one piece.
final class Spans {
  private static final int LONGEST_ITEM = 400;

  private static final Pattern HEADING = Pattern.compile("(#{1,6}|={1,6}) \\S.*");
  private static final Pattern ITEM =
      Pattern.compile("([*\\-+•]|[*.]{1,4}|\\d{1,3}[.)]) +\\S.*|[^.:]{1,60}:: .*");
  private static final Pattern FENCE = Pattern.compile("(```|~~~|-{4,}$|\\.{4,}$).*");
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "e.g", "i.e", "eg", "ie",
          "cf", "fig", "no", "vol", "approx", "inc", "ltd", "co", "u.s", "a.m", "p.m");

  private final String text;
  private final List<Span> spans = new ArrayList<>();
  private int block;
  private int regionStart = -1;
  private int regionEnd;
  private Span.Kind regionKind = Span.Kind.SENTENCE;
  private @Nullable String fence;
  private @Nullable Layout layout;

  private Spans(String text) {
    this.text = text;
  }

  /// The units of a text, in order and without overlap.
  static List<Span> of(String text) {
    var spans = new Spans(text);
    for (var from = 0; from < text.length(); ) {
      var to = spans.endOfLine(from);
      spans.readLine(from, to);
      from = to + 1;
    }
    spans.endRegion();
    return spans.spans;
  }

  private int endOfLine(int from) {
    var newline = text.indexOf('\n', from);
    return newline < 0 ? text.length() : newline;
  }

  private void readLine(int from, int to) {
    var line = text.substring(from, to).strip();
    if (fence != null) {
      extendRegion(from, to);
      if (line.startsWith(fence)) {
        fence = null;
        endRegion();
      }
    } else if (line.isEmpty()) {
      endRegion();
      block++;
      layout = null;
    } else if (FENCE.matcher(line).matches()) {
      startRegion(from, to, Span.Kind.CODE);
      fence = line.substring(0, 3);
    } else if (HEADING.matcher(line).matches()) {
      startRegion(from, to, Span.Kind.HEADING);
      endRegion();
    } else if (layout == null) {
      layout = layoutOf(from);
      readFirstLine(layout, from, to);
    } else if (layout == Layout.TABLE) {
      startRegion(from, to, Span.Kind.ROW);
      endRegion();
    } else if (layout == Layout.CODE) {
      extendRegion(from, to);
    } else if (ITEM.matcher(line).matches()) {
      startRegion(from, to, Span.Kind.ITEM);
    } else if (regionStart >= 0) {
      extendRegion(from, to);
    } else {
      startRegion(from, to, Span.Kind.SENTENCE);
    }
  }

  private void readFirstLine(Layout read, int from, int to) {
    var line = text.substring(from, to).strip();
    var kind =
        switch (read) {
          case TABLE -> Layout.isHeader(line) ? Span.Kind.HEADER : Span.Kind.ROW;
          case CODE -> Span.Kind.CODE;
          case HEADING -> Span.Kind.HEADING;
          case PROSE -> ITEM.matcher(line).matches() ? Span.Kind.ITEM : Span.Kind.SENTENCE;
        };
    startRegion(from, to, kind);
    if (kind == Span.Kind.HEADER || kind == Span.Kind.ROW) {
      endRegion();
    }
  }

  private Layout layoutOf(int from) {
    var lines = new ArrayList<String>();
    var at = from;
    while (at < text.length() && !text.substring(at, endOfLine(at)).isBlank()) {
      lines.add(text.substring(at, endOfLine(at)));
      at = endOfLine(at) + 1;
    }
    return Layout.of(lines, at >= text.length() || text.substring(at).isBlank());
  }

  private void startRegion(int from, int to, Span.Kind kind) {
    endRegion();
    regionStart = from;
    regionEnd = to;
    regionKind = kind;
  }

  private void extendRegion(int from, int to) {
    if (regionStart < 0) {
      regionStart = from;
    }
    regionEnd = to;
  }

  private void endRegion() {
    if (regionStart >= 0) {
      var whole =
          switch (regionKind) {
            case SENTENCE -> false;
            case ITEM -> regionEnd - regionStart <= LONGEST_ITEM;
            case HEADING, HEADER, ROW, CODE -> true;
          };
      if (whole) {
        add(regionStart, regionEnd);
      } else {
        addSentences();
      }
    }
    regionStart = -1;
  }

  private void addSentences() {
    var from = regionStart;
    for (var i = regionStart; i < regionEnd; i++) {
      if (isEnd(i)) {
        var to = afterClosers(i + 1);
        add(from, to);
        from = to;
      }
    }
    add(from, regionEnd);
  }

  private boolean isEnd(int i) {
    var mark = text.charAt(i);
    if (mark != '.' && mark != '!' && mark != '?') {
      return false;
    }
    var after = afterClosers(i + 1);
    if (after >= regionEnd || !Character.isWhitespace(text.charAt(after))) {
      return false;
    }
    while (after < regionEnd && Character.isWhitespace(text.charAt(after))) {
      after++;
    }
    return after < regionEnd
        && !Character.isLowerCase(text.charAt(after))
        && !(mark == '.' && isAbbreviation(i));
  }

  private int afterClosers(int i) {
    var after = i;
    while (after < regionEnd && "\"')]”’*_`".indexOf(text.charAt(after)) >= 0) {
      after++;
    }
    return after;
  }

  private boolean isAbbreviation(int dot) {
    var from = dot;
    while (from > regionStart
        && (Character.isLetter(text.charAt(from - 1)) || text.charAt(from - 1) == '.')) {
      from--;
    }
    var word = text.substring(from, dot);
    return (word.length() == 1 && Character.isUpperCase(word.charAt(0)))
        || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
  }

  private void add(int from, int to) {
    var start = from;
    var end = to;
    while (start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    if (text.substring(start, end).chars().anyMatch(Character::isLetterOrDigit)) {
      spans.add(new Span(start, end, regionKind, block));
    }
  }
}
