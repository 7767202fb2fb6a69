package dev.headgate.runtime.intents;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.CsvRow;
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
  private final Map<String, Example> seen = new HashMap<>();

  private ExampleFile(Position at, Problems problems) {
    this.at = at;
    this.problems = problems;
  }

  /// The examples in the order of the file; mistakes are added to `problems`.
  ///
  /// @param at where the text begins
  public static List<Example> read(Position at, String text, Problems problems) {
    return new ExampleFile(at, problems).read(CsvRow.read(at, text, MAX_EXAMPLES + 2, problems));
  }

  private List<Example> read(List<CsvRow> rows) {
    var examples = new ArrayList<Example>();
    if (!rows.isEmpty() && !String.join(",", rows.getFirst().cells()).equals(HEADER)) {
      problem(rows.getFirst(), "the first line is \"" + HEADER + "\", the names of the columns");
      return List.of();
    }
    if (rows.size() > MAX_EXAMPLES + 1) {
      problem(rows.getLast(), "more than " + MAX_EXAMPLES + " examples");
      return List.of();
    }
    for (var row : rows.subList(Math.min(1, rows.size()), rows.size())) {
      if (!row.isBlank()) {
        add(row, examples);
      }
    }
    return examples;
  }

  private void add(CsvRow row, List<Example> examples) {
    if (row.cells().size() != 2) {
      problem(
          row,
          "expected a text and its intent, found %d values; a text with commas stands in quotes"
              .formatted(row.cells().size()));
      return;
    }
    var example = new Example(row.cells().get(0).strip(), row.cells().get(1).strip());
    if (example.text().isEmpty() || example.text().length() > MAX_CHARACTERS) {
      problem(row, "an example has 1 to " + MAX_CHARACTERS + " characters");
    } else if (!INTENT.matcher(example.label()).matches()) {
      problem(row, "an intent has 1 to 64 printable characters");
    } else {
      var earlier = seen.putIfAbsent(example.text(), example);
      if (earlier == null) {
        examples.add(example);
      } else if (!earlier.label().equals(example.label())) {
        problem(
            row,
            "this text is an example of \"%s\" and of \"%s\"; keep one"
                .formatted(earlier.label(), example.label()));
      }
    }
  }

  private void problem(CsvRow row, String message) {
    problems.add(row.at(at), message);
  }
}
