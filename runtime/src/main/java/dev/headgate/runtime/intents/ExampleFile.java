package dev.headgate.runtime.intents;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.ConfigFile;
import dev.headgate.kernel.config.CsvRows;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads labelled examples: comma-separated values with the columns `text` and `intent`.
public final class ExampleFile {
  /// Most examples of a feature.
  public static final int MAX_EXAMPLES = 50_000;

  /// Longest example, in UTF-16 units.
  static final int MAX_CHARACTERS = 2_000;

  private static final Pattern INTENT = Pattern.compile("\\P{Cntrl}{1,64}");
  private static final List<String> COLUMNS = List.of("text", "intent");

  private final Problems problems;
  private final Map<String, Example> seen = new HashMap<>();
  private final List<Example> examples = new ArrayList<>();

  private ExampleFile(Problems problems) {
    this.problems = problems;
  }

  /// The examples in the order of the file; mistakes are added to `problems`.
  ///
  /// @param at where the text begins
  public static List<Example> read(Position at, String text, Problems problems) {
    var file = new ExampleFile(problems);
    CsvRows.read(
            new ConfigFile(at, text), COLUMNS, "a text and its intent", MAX_EXAMPLES, problems::add)
        .forEach(
            row -> file.add(row.at(), new Example(row.cells().getFirst(), row.cells().getLast())));
    return file.examples;
  }

  private void add(Position at, Example example) {
    if (example.text().isEmpty() || example.text().length() > MAX_CHARACTERS) {
      problems.add(at, "an example has 1 to " + MAX_CHARACTERS + " characters");
    } else if (!INTENT.matcher(example.label()).matches()) {
      problems.add(at, "an intent has 1 to 64 printable characters");
    } else {
      var earlier = seen.putIfAbsent(example.text(), example);
      if (earlier == null) {
        examples.add(example);
      } else if (!earlier.label().equals(example.label())) {
        problems.add(
            at,
            "this text is an example of \"%s\" and of \"%s\"; keep one"
                .formatted(earlier.label(), example.label()));
      }
    }
  }
}
