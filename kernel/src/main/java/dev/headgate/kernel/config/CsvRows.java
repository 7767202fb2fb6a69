package dev.headgate.kernel.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Reads declarations that are tables: comma-separated values, as RFC 4180 has them, below a line
/// with the names of the columns.
public final class CsvRows {
  private CsvRows() {}

  /// One line below the names of the columns.
  ///
  /// @param at where it begins
  /// @param cells without the blanks around them, as many as there are columns
  public record Row(Position at, List<String> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
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
    return new GrowingRows(file, problems).read(columns, what, most);
  }

  /// A file while it is read.
  private static final class GrowingRows {
    private final ConfigFile file;
    private final String text;
    private final BiConsumer<Position, String> problems;
    private int next;
    private int line = 1;

    GrowingRows(ConfigFile file, BiConsumer<Position, String> problems) {
      this.file = file;
      this.text = file.text();
      this.problems = problems;
    }

    List<Row> read(List<String> columns, String what, int most) {
      var rows = new ArrayList<Row>();
      var isHeader = true;
      while (next < text.length()) {
        var at = at(line);
        var cells = cells();
        if (isHeader) {
          isHeader = false;
          if (!cells.equals(columns)) {
            problems.accept(
                at,
                "the first line is \"%s\", the names of the columns"
                    .formatted(String.join(",", columns)));
            return List.of();
          }
        } else if (cells.size() == columns.size()) {
          rows.add(new Row(at, cells));
        } else if (cells.size() != 1 || !cells.getFirst().isEmpty()) {
          problems.accept(
              at,
              "expected %s, found %d values; a text with commas stands in quotes"
                  .formatted(what, cells.size()));
        }
        if (rows.size() > most) {
          problems.accept(at, "more than %d rows".formatted(most));
          return List.of();
        }
      }
      return rows;
    }

    private List<String> cells() {
      var cells = new ArrayList<String>();
      do {
        cells.add((text.startsWith("\"", next) ? quoted() : plain()).strip());
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
      var from = at(line);
      var cell = new StringBuilder();
      next++;
      while (next < text.length()) {
        var c = text.charAt(next++);
        if (c == '"' && !text.startsWith("\"", next)) {
          skipReturn();
          if (next < text.length() && ",\n".indexOf(text.charAt(next)) < 0) {
            problems.accept(
                from, "a text in quotes ends at its second quote; write \"\" for a quote in it");
            next = endOfLine();
          }
          return cell.toString();
        }
        next += c == '"' ? 1 : 0;
        line += c == '\n' ? 1 : 0;
        cell.append(c);
      }
      problems.accept(from, "a quote is opened here and never closed");
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

    private Position at(int inFile) {
      return new Position(file.at().file(), file.at().line() + inFile - 1, 1);
    }
  }
}
