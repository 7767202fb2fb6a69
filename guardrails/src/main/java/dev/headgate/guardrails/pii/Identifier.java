package dev.headgate.guardrails.pii;

import java.util.List;
import java.util.regex.Pattern;

/// A kind of identifier with a shape.
///
/// @param wakes the runs of letters and digits that it can begin with, such as `d9` or `n4-8`: `d`
///   digits, `m` digits and letters beginning with a digit, `n` the same beginning with a letter,
///   `l` letters, `p` a plus sign, `x` digits right after letters
/// @param shape from where it begins to where it ends, matched there only
/// @param score of the shape alone
/// @param context what is said of it nearby, in lower case
record Identifier(
    String kind, String wakes, Pattern shape, double score, Check check, List<String> context) {
  static Identifier of(
      String kind, String wakes, String shape, double score, Check check, List<String> context) {
    return new Identifier(
        kind,
        wakes,
        Pattern.compile("(?:" + shape + ")(?![A-Za-z0-9_])", Pattern.CASE_INSENSITIVE),
        score,
        check,
        context);
  }
}
