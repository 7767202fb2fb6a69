package dev.headgate.runtime.difficulty;

import dev.headgate.kernel.config.ConfigFile;
import dev.headgate.kernel.config.CsvRows;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Reads recorded prompts: comma-separated values with the columns `text`, `easy` and `hard`, as
/// RFC 4180 has them.
public final class RecordedFile {
  /// Most prompts of a model.
  public static final int MAX_PROMPTS = 50_000;

  /// Fewest prompts that say anything.
  static final int LEAST_PROMPTS = 20;

  /// Fewest prompts of each kind: one for each part that is held out in turn.
  static final int LEAST_OF_A_KIND = 5;

  /// Longest prompt, in UTF-16 units.
  static final int MAX_CHARACTERS = 32_000;

  private static final List<String> COLUMNS = List.of("text", "easy", "hard");

  private final Position at;
  private final Problems problems;
  private final Map<String, Position> firstOf = new HashMap<>();
  private final List<RecordedPrompt> prompts = new ArrayList<>();

  private RecordedFile(Position at, Problems problems) {
    this.at = at;
    this.problems = problems;
  }

  /// The prompts in the order of the file; mistakes are added to `problems`.
  ///
  /// @param at where the text begins
  public static List<RecordedPrompt> read(Position at, String text, Problems problems) {
    var own = new Problems();
    var file = new RecordedFile(at, own);
    CsvRows.read(
            new ConfigFile(at, text), COLUMNS, "a text and two qualities", MAX_PROMPTS, own::add)
        .forEach(file::add);
    // A file with mistakes has told enough of itself.
    if (own.isEmpty()) {
      file.check();
    }
    own.all().forEach(problem -> problems.add(problem.at(), problem.message()));
    return file.prompts;
  }

  private void add(CsvRows.Row row) {
    var text = row.cells().getFirst();
    var easy = quality(row, "easy", row.cells().get(1));
    var hard = quality(row, "hard", row.cells().get(2));
    if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
      problems.add(row.at(), "a prompt has 1 to " + MAX_CHARACTERS + " characters");
      return;
    }
    var earlier = firstOf.putIfAbsent(text, row.at());
    if (earlier != null) {
      problems.add(
          row.at(), "this prompt stands in line %d already; keep one".formatted(earlier.line()));
    } else if (easy.isPresent() && hard.isPresent()) {
      prompts.add(new RecordedPrompt(text, easy.getAsDouble(), hard.getAsDouble()));
    }
  }

  private OptionalDouble quality(CsvRows.Row row, String column, String text) {
    try {
      var quality = Double.parseDouble(text);
      if (quality >= 0 && quality <= 1) {
        return OptionalDouble.of(quality);
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    problems.add(
        row.at(),
        "\"%s\" is no quality of the %s model; write a number from 0 to 1".formatted(text, column));
    return OptionalDouble.empty();
  }

  private void check() {
    if (prompts.size() < LEAST_PROMPTS) {
      problems.add(
          at,
          "%d prompts say too little; record %d at least, better hundreds"
              .formatted(prompts.size(), LEAST_PROMPTS));
      return;
    }
    var needHard = prompts.stream().filter(RecordedPrompt::needsHard).count();
    if (needHard < LEAST_OF_A_KIND) {
      problems.add(
          at,
          "the hard model did better on %d of %d prompts, and %d are the fewest to learn from; record more, or call the easy model for all"
              .formatted(needHard, prompts.size(), LEAST_OF_A_KIND));
    } else if (prompts.size() - needHard < LEAST_OF_A_KIND) {
      problems.add(
          at,
          "the easy model did as well on %d of %d prompts, and %d are the fewest to learn from; record more, or call the hard model for all"
              .formatted(prompts.size() - needHard, prompts.size(), LEAST_OF_A_KIND));
    }
  }
}
