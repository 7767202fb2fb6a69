package dev.headgate.server.cli;

import java.util.ArrayList;
import java.util.List;

/// Lines of comma-separated values, as RFC 4180 has them, without line breaks in quotes.
final class Csv {
  private Csv() {}

  static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    var quoted = false;
    for (int i = 0; i < line.length(); i++) {
      var c = line.charAt(i);
      if (c == '"') {
        // A quote within quotes is written twice.
        if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
