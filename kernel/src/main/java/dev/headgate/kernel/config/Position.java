package dev.headgate.kernel.config;

/// A place in a declaration. Lines and columns count from 1.
///
/// @param file as a user would type it
public record Position(String file, int line, int column) {
  /// The place of `offset` in a text that begins here.
  public Position plus(String text, int offset) {
    var lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    var lines = (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    // Only the first line begins where the text does.
    var before = lines == 0 ? column - 1 : 0;
    return new Position(file, line + lines, before + text.codePointCount(lineStart, offset) + 1);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
