package dev.headgate.runtime.intents;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads labelled examples: comma-separated values with the columns `text` and `intent`, as RFC
/// 4180 has them.
public final class ExampleFile {
  /// Most examples of a feature.
  public static final int MAX_EXAMPLES = 50_000;

  /// Longest example, in UTF-16 units.
  static final int MAX_CHARACTERS = 2_000;

  private static final Pattern INTENT = Pattern.compile("\\P{Cntrl}{1,64}");

  private static final String HEADER = "text,intent";

  private final Position at;
  private final Problems problems;
  private final String text;
  private final Map<String, Example> seen = new HashMap<>();
  private int next;
  private int line = 1;

  private ExampleFile(Position at, String text, Problems problems) {
    this.at = at;
    this.text = text;
    this.problems = problems;
  }

  /// The examples in the order of the file; mistakes are added to `problems`.
  ///
  /// @param at where the text begins
  public static List<Example> read(Position at, String text, Problems problems) {
    return new ExampleFile(at, text, problems).read();
  }

  private List<Example> read() {
    var examples = new ArrayList<Example>();
    var isHeader = true;
    while (next < text.length()) {
      var from = line;
      var row = row();
      if (isHeader) {
        isHeader = false;
        if (!String.join(",", row).equals(HEADER)) {
          problem(from, "the first line is \"" + HEADER + "\", the names of the columns");
          return List.of();
        }
      } else if (row.size() != 1 || !row.getFirst().isBlank()) {
        add(from, row, examples);
      }
      if (examples.size() > MAX_EXAMPLES) {
        problem(from, "more than " + MAX_EXAMPLES + " examples");
        return List.of();
      }
    }
    return examples;
  }

  private void add(int from, List<String> row, List<Example> examples) {
    if (row.size() != 2) {
      problem(
          from,
          "expected a text and its intent, found %d values; a text with commas stands in quotes"
              .formatted(row.size()));
      return;
    }
    var example = new Example(row.get(0).strip(), row.get(1).strip());
    if (example.text().isEmpty() || example.text().length() > MAX_CHARACTERS) {
      problem(from, "an example has 1 to " + MAX_CHARACTERS + " characters");
    } else if (!INTENT.matcher(example.label()).matches()) {
      problem(from, "an intent has 1 to 64 printable characters");
    } else {
      var earlier = seen.putIfAbsent(example.text(), example);
      if (earlier == null) {
        examples.add(example);
      } else if (!earlier.label().equals(example.label())) {
        problem(
            from,
            "this text is an example of \"%s\" and of \"%s\"; keep one"
                .formatted(earlier.label(), example.label()));
      }
    }
  }

  private List<String> row() {
    var cells = new ArrayList<String>();
    do {
      cells.add(text.startsWith("\"", next) ? quoted() : plain());
    } while (next < text.length() && text.charAt(next++) == ',');
    line++;
    return cells;
  }

  private String plain() {
    var end = next;
    while (end < text.length() && ",\r\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    var cell = text.substring(next, end);
    next = end;
    skipReturn();
    return cell;
  }

  // A quote within quotes is written twice; a line may break there.
  private String quoted() {
    var from = line;
    var cell = new StringBuilder();
    next++;
    while (next < text.length()) {
      var c = text.charAt(next++);
      if (c == '"' && !text.startsWith("\"", next)) {
        skipReturn();
        if (next < text.length() && ",\n".indexOf(text.charAt(next)) < 0) {
          problem(from, "a text in quotes ends at its second quote; write \"\" for a quote in it");
          next = endOfLine();
        }
        return cell.toString();
      }
      next += c == '"' ? 1 : 0;
      line += c == '\n' ? 1 : 0;
      cell.append(c);
    }
    problem(from, "a quote is opened here and never closed");
    return cell.toString();
  }

  private void skipReturn() {
    if (text.startsWith("\r", next)) {
      next++;
    }
  }

  private int endOfLine() {
    var end = text.indexOf('\n', next);
    return end < 0 ? text.length() : end;
  }

  private void problem(int atLine, String message) {
    problems.add(new Position(at.file(), at.line() + atLine - 1, 1), message);
  }
}
