package dev.headgate.server.cli;

import java.util.ArrayList;
import java.util.List;

/// Columns as wide as their widest cell; the last one is never padded.
final class Table {
  private static final String GAP = "  ";

  private final List<String> titles;
  private final List<Boolean> rightAligned;
  private final List<List<String>> rows = new ArrayList<>();

  /// @param titles a title that begins with `>` aligns its column to the right
  Table(String... titles) {
    this.rightAligned = List.of(titles).stream().map(title -> title.startsWith(">")).toList();
    this.titles =
        List.of(titles).stream()
            .map(title -> title.startsWith(">") ? title.substring(1) : title)
            .toList();
  }

  void add(String... cells) {
    if (cells.length != titles.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + titles);
    }
    rows.add(List.of(cells));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  @Override
  public String toString() {
    var widths = titles.stream().mapToInt(Table::width).toArray();
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    var text = new StringBuilder(line(titles, widths));
    rows.forEach(row -> text.append('\n').append(line(row, widths)));
    return text.toString();
  }

  private String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      var padding = " ".repeat(widths[i] - width(cells.get(i)));
      line.append(i == 0 ? "" : GAP);
      line.append(rightAligned.get(i) ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
