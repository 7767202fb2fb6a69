package dev.headgate.inference.answers;

import java.util.List;
import java.util.regex.Pattern;

/// What a block of cleaned text is, told by its looks: cleaning takes the marks of headings,
/// listings and tables away and keeps their lines.
enum Layout {
  PROSE,
  HEADING,
  TABLE,
  CODE;

  private static final int LONGEST_HEADING = 100;
  private static final int MOST_HEADING_WORDS = 14;
  private static final int MOST_HEADER_WORDS = 3;

  private static final Pattern CELLS = Pattern.compile(" ?\\| ?");
  private static final Pattern ENDS_A_SENTENCE = Pattern.compile(".*[.!:;,]\\)?");
  private static final Pattern HEADING_END = Pattern.compile(".*[^.!:;,|\\\\{}\\[]");
  private static final Pattern CODE_LINE =
      Pattern.compile(
          " {2,}\\S.*|\t.*" // indented
              + "|[a-z][\\w.-]*:( .*)?" // a key of YAML
              + "|([$#<{}\\[\\]]|//|--|\\./|curl |export |git ).*"
              + "|.*([;{}\\\\]|\\)\\s*;?)"
              + "|.* --?[a-z].*"
              + "|[A-Z_]{3,}=.*");
  private static final Pattern LIST_ITEM = Pattern.compile("([*\\-+•]|\\d{1,3}[.)]) .*");

  /// @param lines of the block, none of them blank
  /// @param last whether nothing follows the block; a heading is followed by its section
  static Layout of(List<String> lines, boolean last) {
    if (lines.stream().allMatch(line -> line.startsWith("|"))
        || (lines.size() > 1 && lines.stream().allMatch(line -> line.contains(" | ")))) {
      return TABLE;
    }
    var first = lines.getFirst();
    if (LIST_ITEM.matcher(first.strip()).matches()) {
      return PROSE;
    }
    if (isCode(lines)) {
      return CODE;
    }
    return lines.size() == 1 && !last && isHeading(first) ? HEADING : PROSE;
  }

  private static boolean isCode(List<String> lines) {
    // A listing, a command or a message of the program; prose begins with a capital or ends.
    var first = lines.getFirst().strip();
    if (!ENDS_A_SENTENCE.matcher(lines.getLast()).matches()
        && !Character.isUpperCase(first.charAt(0))
        && !Character.isDigit(first.charAt(0))) {
      return true;
    }
    var alike = lines.stream().filter(line -> CODE_LINE.matcher(line).matches()).count();
    return lines.size() > 1 && alike * 2 >= lines.size();
  }

  private static boolean isHeading(String line) {
    return line.length() <= LONGEST_HEADING
        && !Character.isLowerCase(line.charAt(0))
        && HEADING_END.matcher(line).matches()
        && Words.of(line).size() <= MOST_HEADING_WORDS;
  }

  /// Whether a table's first row names its columns: nothing but short words without a number.
  static boolean isHeader(String row) {
    return CELLS
        .splitAsStream(row)
        .allMatch(cell ->
            Words.of(cell).size() <= MOST_HEADER_WORDS
                && cell.chars().noneMatch(Character::isDigit));
  }
}
