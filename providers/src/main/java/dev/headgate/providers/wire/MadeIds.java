package dev.headgate.providers.wire;

/// Ids of tool calls for dialects that have none: the same answer always gets the same.
public final class MadeIds {
  private static final String PREFIX = "hgcall_";
  private static final int MAX_ANSWER_CHARACTERS = 40;

  private MadeIds() {}

  /// @param answer the answer's id, or what else tells it from others
  /// @param number of the call within it
  public static String made(String answer, int number) {
    var id = new StringBuilder(PREFIX);
    answer
        .chars()
        .filter(MadeIds::isPlain)
        .limit(MAX_ANSWER_CHARACTERS)
        .forEach(c -> id.append((char) c));
    return id.append('_').append(number).toString();
  }

  /// Whether the id was made here, so that the dialect without ids leaves it out again.
  public static boolean isMade(String id) {
    return id.startsWith(PREFIX);
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  }
}
