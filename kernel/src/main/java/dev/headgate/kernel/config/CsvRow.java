package dev.headgate.kernel.config;

import java.util.ArrayList;
import java.util.List;

/// One row of comma-separated values, as RFC 4180 has them.
///
/// @param line where it begins in its text, from 1
public record CsvRow(int line, List<String> cells) {
  public CsvRow {
    cells = List.copyOf(cells);
  }

  /// Whether it is an empty line.
  public boolean isBlank() {
    return cells.size() == 1 && cells.getFirst().isBlank();
  }

  /// The rows of a text in its order, empty lines included; mistakes are added to `problems`.
  ///
  /// @param at where the text begins
  /// @param most rows that are read
  public static List<CsvRow> read(Position at, String text, int most, Problems problems) {
    var reader = new Reader(at, text, problems);
    var rows = new ArrayList<CsvRow>();
    var next = 0;
    var line = 1;
    while (next < text.length() && rows.size() < most) {
      var from = line;
      var cells = new ArrayList<String>();
      boolean goesOn;
      do {
        var cell = reader.cell(next, line);
        cells.add(cell.text());
        line += cell.breaks();
        goesOn = text.startsWith(",", cell.end());
        next = cell.end() + 1;
      } while (goesOn);
      line++;
      rows.add(new CsvRow(from, cells));
    }
    return rows;
  }

  /// Where its first character stands.
  ///
  /// @param at where the text begins
  public Position at(Position at) {
    return at(at, line);
  }

  private static Position at(Position at, int line) {
    return new Position(at.file(), at.line() + line - 1, 1);
  }

  /// @param end of the cell, where a comma, a line break or nothing stands
  /// @param breaks of lines within it
  private record Cell(String text, int end, int breaks) {}

  private record Reader(Position at, String text, Problems problems) {
    Cell cell(int from, int line) {
      return text.startsWith("\"", from) ? quoted(from + 1, line) : plain(from);
    }

    private Cell plain(int from) {
      var end = from;
      while (end < text.length() && ",\r\n".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      return new Cell(text.substring(from, end), afterReturn(end), 0);
    }

    // A quote within quotes is written twice; a line may break there.
    private Cell quoted(int from, int line) {
      var cell = new StringBuilder();
      var breaks = 0;
      for (int i = from; i < text.length(); i++) {
        var c = text.charAt(i);
        if (c == '"' && !text.startsWith("\"", i + 1)) {
          return new Cell(cell.toString(), end(afterReturn(i + 1), line), breaks);
        }
        i += c == '"' ? 1 : 0;
        breaks += c == '\n' ? 1 : 0;
        cell.append(c);
      }
      problem(line, "a quote is opened here and never closed");
      return new Cell(cell.toString(), text.length(), breaks);
    }

    private int end(int end, int line) {
      if (end == text.length() || ",\n".indexOf(text.charAt(end)) >= 0) {
        return end;
      }
      problem(line, "a text in quotes ends at its second quote; write \"\" for a quote in it");
      var lineEnd = text.indexOf('\n', end);
      return lineEnd < 0 ? text.length() : lineEnd;
    }

    private int afterReturn(int end) {
      return text.startsWith("\r", end) ? end + 1 : end;
    }

    private void problem(int line, String message) {
      problems.add(CsvRow.at(at, line), message);
    }
  }
}
