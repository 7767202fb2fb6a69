package dev.headgate.kernel.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Reads declarations that are tables: comma-separated values, as RFC 4180 has them, below a line
/// with the names of the columns.
public final class CsvRows {
  private final ConfigFile file;
  private final String text;
  private final BiConsumer<Position, String> problems;

  /// One line below the names of the columns.
  ///
  /// @param at where it begins
  /// @param cells without the blanks around them; as many as there are columns
  public record Row(Position at, List<String> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /// @param end behind the last character, before the break of the line
  /// @param breaks of lines within it
  private record Line(List<String> cells, int end, int breaks) {}

  /// @param end of the cell, where a comma, a line break or nothing stands
  private record Cell(String text, int end, int breaks) {}

  private CsvRows(ConfigFile file, BiConsumer<Position, String> problems) {
    this.file = file;
    this.text = file.text();
    this.problems = problems;
  }

  /// The rows in the order of the file. Lines of another length are reported and left out; a file
  /// with other columns, or too long, is reported and has no rows.
  ///
  /// @param what a row holds, for messages
  /// @param most rows
  /// @param problems takes every mistake with its place
  public static List<Row> read(
      ConfigFile file,
      List<String> columns,
      String what,
      int most,
      BiConsumer<Position, String> problems) {
    return new CsvRows(file, problems).rows(columns, what, most);
  }

  private List<Row> rows(List<String> columns, String what, int most) {
    var header = line(0, 1);
    if (!header.cells.equals(columns)) {
      problems.accept(
          at(1),
          "the first line is \"%s\", the names of the columns"
              .formatted(String.join(",", columns)));
      return List.of();
    }
    var rows = new ArrayList<Row>();
    var number = 2 + header.breaks;
    for (var next = header.end + 1; next < text.length(); ) {
      var line = line(next, number);
      if (line.cells.size() == columns.size()) {
        rows.add(new Row(at(number), line.cells));
      } else if (line.cells.size() != 1 || !line.cells.getFirst().isEmpty()) {
        problems.accept(
            at(number),
            "expected %s, found %d values; a text with commas stands in quotes"
                .formatted(what, line.cells.size()));
      }
      if (rows.size() > most) {
        problems.accept(at(number), "more than %d rows".formatted(most));
        return List.of();
      }
      next = line.end + 1;
      number += 1 + line.breaks;
    }
    return rows;
  }

  private Line line(int from, int number) {
    var cells = new ArrayList<String>();
    var breaks = 0;
    var next = from;
    while (true) {
      var cell = text.startsWith("\"", next) ? quoted(next + 1, number + breaks) : plain(next);
      cells.add(cell.text.strip());
      breaks += cell.breaks;
      if (!text.startsWith(",", cell.end)) {
        return new Line(cells, cell.end, breaks);
      }
      next = cell.end + 1;
    }
  }

  private Cell plain(int from) {
    var end = from;
    while (end < text.length() && ",\r\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return new Cell(text.substring(from, end), afterReturn(end), 0);
  }

  // A quote within quotes is written twice; a line may break there.
  private Cell quoted(int from, int number) {
    var cell = new StringBuilder();
    var breaks = 0;
    for (int i = from; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' && !text.startsWith("\"", i + 1)) {
        return new Cell(cell.toString(), end(afterReturn(i + 1), number), breaks);
      }
      i += c == '"' ? 1 : 0;
      breaks += c == '\n' ? 1 : 0;
      cell.append(c);
    }
    problems.accept(at(number), "a quote is opened here and never closed");
    return new Cell(cell.toString(), text.length(), breaks);
  }

  private int end(int end, int number) {
    if (end == text.length() || ",\n".indexOf(text.charAt(end)) >= 0) {
      return end;
    }
    problems.accept(
        at(number), "a text in quotes ends at its second quote; write \"\" for a quote in it");
    var lineEnd = text.indexOf('\n', end);
    return lineEnd < 0 ? text.length() : lineEnd;
  }

  private int afterReturn(int end) {
    return text.startsWith("\r", end) ? end + 1 : end;
  }

  private Position at(int line) {
    return new Position(file.at().file(), file.at().line() + line - 1, 1);
  }
}
