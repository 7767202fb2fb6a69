package dev.headgate.kernel.json;

/// A JSON array of which the bytes come one after the other: whether they have come to a place
/// between two elements. Looks at brackets and quotes alone. For one thread.
public final class GrowingArray {
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean isArray;
  private boolean ended;
  // The last byte that was no space, where the array itself is open.
  private byte last;

  /// @param to behind the last byte
  /// @return behind the last byte with which the array held whole elements, and neither a comma nor
  ///   its end behind them; `from` if there is none
  public int accept(byte[] bytes, int from, int to) {
    var end = from;
    for (int i = from; i < to; i++) {
      accept(bytes[i]);
      end = isBetween() && last != ',' ? i + 1 : end;
    }
    return end;
  }

  private void accept(byte b) {
    if (inString) {
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else {
        inString = b != '"';
      }
      return;
    }
    switch (b) {
      case '"' -> inString = true;
      case '[', '{' -> {
        isArray |= depth == 0 && b == '[';
        depth++;
      }
      case ']', '}' -> {
        depth--;
        ended |= depth == 0;
      }
      default -> {}
    }
    if (depth == 1 && b > ' ') {
      last = b;
    }
  }

  /// Whether no element is open, and the array has not ended; one that has not begun is so too.
  public boolean isBetween() {
    return !ended && !inString && (depth == 0 || (depth == 1 && isArray));
  }

  /// Whether the end of the array has come.
  public boolean hasEnded() {
    return ended;
  }

  /// What stands before one more element: the beginning of the array, a comma, or nothing.
  public String beforeNext() {
    if (depth == 0) {
      return "[";
    }
    return last == '[' || last == ',' ? "" : ",";
  }
}
