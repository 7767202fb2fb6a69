package dev.headgate.guardrails.pii;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import java.util.List;

/// Telephone numbers: what looks like one is given to libphonenumber.
final class Phones {
  // In this order a number without its country is tried.
  private static final List<String> REGIONS =
      List.of("US", "GB", "DE", "FR", "IL", "IN", "BR", "IT", "ES", "JP", "CN", "AU");
  private static final List<String> CONTEXT =
      List.of(
          "phone",
          "telephone",
          "tel",
          "cell",
          "cellphone",
          "mobile",
          "call",
          "fax",
          "desk",
          "whatsapp",
          "telefon",
          "handy",
          "sms",
          "contact",
          "ring",
          "answering at",
          "reach",
          "dial");
  private static final List<String> NUMBER = List.of("number");
  private static final int LONGEST = 26;

  private final PhoneNumberUtil util = PhoneNumberUtil.getInstance();

  /// Returns up to where no other number can begin.
  int find(String text, int start, Found found) {
    var first = text.charAt(start);
    if (start > 0) {
      var before = text.charAt(start - 1);
      if ((Addresses.isWord(before) && before != '_' && first != '(')
          || before == '$'
          || before == '#') {
        return start;
      }
      if ((before == '.' || before == '/' || before == ':' || before == '-')
          && start > 1
          && Addresses.isWord(text.charAt(start - 2))) {
        return start;
      }
    }
    var end = end(text, start);
    var digits = 0;
    var marks = 0;
    for (var i = start; i < end; i++) {
      var c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else {
        marks++;
      }
    }
    if (digits < 7 || digits > 15 || isOther(text, start, end)) {
      return digits < 7 ? start : end;
    }
    var candidate = text.substring(start, end);
    if (first == '+') {
      if (isValid(candidate, "ZZ")) {
        found.add("PHONE_NUMBER", start, end, .85, CONTEXT);
        return end;
      }
    } else {
      for (var region : REGIONS) {
        if (isValid(candidate, region)) {
          found.add("PHONE_NUMBER", start, end, marks > 1 ? .6 : .4, marks > 1 ? CONTEXT : NUMBER);
          return end;
        }
      }
      if (candidate.startsWith("00") && isValid("+" + candidate.substring(2), "ZZ")) {
        found.add("PHONE_NUMBER", start, end, .6, CONTEXT);
        return end;
      }
    }
    // A number of a country that was not tried, or of none: then only if it is talked about.
    if (digits <= 13
        && (found.near(start, end, CONTEXT) || (marks > 1 && found.near(start, end, NUMBER)))) {
      found.add("PHONE_NUMBER", start, end, .5);
      return end;
    }
    if (marks > 0 && digits >= 9) {
      found.add("PHONE_NUMBER", start, end, .2);
    }
    return start;
  }

  private boolean isValid(String candidate, String region) {
    try {
      var number = util.parse(candidate, region);
      return util.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
          && util.isValidNumber(number);
    } catch (NumberParseException _) {
      return false;
    }
  }

  private static int end(String text, int start) {
    var end = start;
    var at = start;
    var gap = 0;
    var digits = 0;
    var open = false;
    while (at < text.length() && at - start < LONGEST) {
      var c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        gap = 0;
        end = ++at;
        if (++digits > 15) {
          break;
        }
      } else if ((c == '(' && !open && (digits > 0 || at == start) && gap <= 1)
          || (c == ')' && open)) {
        open = c == '(';
        gap = c == '(' ? gap : 0;
        at++;
      } else if ((c == '+' && at == start)
          || ((c == ' ' || c == '-' || c == '.' || c == '/' || c == '\u00a0')
              && gap < (open ? 1 : 2))) {
        // two separators only around a dash
        if (gap == 1 && c == ' ' && text.charAt(at - 1) == ' ') {
          break;
        }
        gap++;
        at++;
      } else {
        break;
      }
    }
    if (end < text.length() && Addresses.isWord(text.charAt(end)) && text.charAt(end) != 'x') {
      return start;
    }
    return extension(text, end);
  }

  private static int extension(String text, int end) {
    var at = end;
    while (at < text.length() && text.charAt(at) == ' ' && at - end < 2) {
      at++;
    }
    var word =
        text.startsWith("ext.", at)
            ? 4
            : text.startsWith("ext", at) ? 3 : text.startsWith("x", at) ? 1 : 0;
    if (word == 0) {
      return end;
    }
    at += word;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    var from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from >= 2 && at - from <= 6 ? at : end;
  }

  // A date, or a social security number: 3, 2 and 4 digits.
  private static boolean isOther(String text, int start, int end) {
    return Dates.isDate(text, start, end)
        || (end - start == 11 && text.charAt(start + 3) == '-' && text.charAt(start + 6) == '-');
  }
}
