package dev.headgate.inference.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Cuts text into words for comparing: runs of letters and digits in lower case, stripped of the
/// commonest English endings. Both sides of a comparison go through it, so a stem need not be a
/// word.
final class Words {
  private static final Set<String> STOP =
      Set.of(
          ("a an the and or but if then than as of in on at to for from by with without into onto"
                  + " about over under is are was were be been being am do does did done doing have"
                  + " has had having can could may might must shall should will would it its this"
                  + " that these those there here he she they them his her their you your we our us"
                  + " i me my who whom whose what which when where why how not no so such also very"
                  + " just please tell give explain describe some any all each s t d ll ve re m")
              .split(" "));

  private Words() {}

  /// The words of a text, in order, unstemmed and in lower case.
  static List<String> of(String text) {
    var words = new ArrayList<String>();
    var start = -1;
    for (var i = 0; i <= text.length(); i++) {
      var inWord = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
      if (inWord && start < 0) {
        start = i;
      } else if (!inWord && start >= 0) {
        words.add(text.substring(start, i).toLowerCase(Locale.ROOT));
        start = -1;
      }
    }
    return words;
  }

  static boolean isStop(String word) {
    return STOP.contains(word);
  }

  static String stem(String word) {
    var length = word.length();
    if (length < 4 || !Character.isLetter(word.charAt(length - 1))) {
      return word;
    }
    if (word.endsWith("ies")) {
      return word.substring(0, length - 3) + "y";
    }
    if (word.endsWith("sses") || word.endsWith("ss") || word.endsWith("us")) {
      return word.endsWith("sses") ? word.substring(0, length - 2) : word;
    }
    var stem = word.endsWith("s") ? word.substring(0, length - 1) : word;
    if (stem.length() > 5 && stem.endsWith("ing")) {
      stem = undouble(stem.substring(0, stem.length() - 3));
    } else if (stem.length() > 4 && stem.endsWith("ed")) {
      stem = undouble(stem.substring(0, stem.length() - 2));
    } else if (stem.length() > 5 && stem.endsWith("ly")) {
      stem = stem.substring(0, stem.length() - 2);
    }
    return stem.length() > 3 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
  }

  // planned -> plann -> plan
  private static String undouble(String stem) {
    var last = stem.length() - 1;
    return last > 1
            && stem.charAt(last) == stem.charAt(last - 1)
            && "lsz".indexOf(stem.charAt(last)) < 0
        ? stem.substring(0, last)
        : stem;
  }
}
