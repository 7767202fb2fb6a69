package dev.headgate.guardrails.pii;

import dev.headgate.kernel.guardrails.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/// Everything in a text that has the shape of an identifier, a contact or a secret, sure or not,
/// overlapping or not. Thread-safe.
final class Recognisers {
  /* One pass over the characters. A run of letters and digits is looked at as a whole: by its
   * class (digits only, letters only, mixed) and its length it wakes the few identifiers that can
   * begin so, and by the character that follows it links, addresses and secrets. Shapes are
   * matched only where a run wakes them, so a text without digits costs little more than reading
   * it. */

  private static final int DIGIT = 1;
  private static final int UPPER = 2;
  private static final int LOWER = 4;
  private static final int MARK = 8;
  private static final byte[] CLASSES = classes();

  private static final int LONGEST = 64;

  // Identifiers that begin with a word of letters have a digit before this place, as in "MZG AB 1".
  private static final int FARTHEST_DIGIT = 8;

  /// Longer runs are no identifiers, but may be secrets.
  private static final String RUNS = "dmnlpx";

  private final Identifier[] identifiers;
  // By class of run and its length, the places of the identifiers that it wakes.
  private final int[][][] woken = new int[RUNS.length()][LONGEST][];

  private final Phones phones = new Phones();

  Recognisers() {
    identifiers =
        Stream.of(EuropeanIdentifiers.all(), AmericanIdentifiers.all(), FurtherIdentifiers.all())
            .flatMap(List::stream)
            .toArray(Identifier[]::new);
    for (var i = 0; i < identifiers.length; i++) {
      wake(i, identifiers[i].wakes());
    }
  }

  private void wake(int identifier, String runs) {
    for (var run : runs.split(",", -1)) {
      var kind = RUNS.indexOf(run.charAt(0));
      var lengths = run.length() == 1 ? new String[] {"0"} : run.substring(1).split("-", -1);
      var first = Integer.parseInt(lengths[0]);
      var last = Integer.parseInt(lengths[lengths.length - 1]);
      for (var length = first; length <= last; length++) {
        var before = woken[kind][length] == null ? new int[0] : woken[kind][length];
        woken[kind][length] = Arrays.copyOf(before, before.length + 1);
        woken[kind][length][before.length] = identifier;
      }
    }
  }

  List<Finding> find(String text) {
    var found = new Found(text);
    new Pass(text, found).run();
    return found.findings();
  }

  /// The kinds that may be found.
  List<String> kinds() {
    var kinds = new ArrayList<String>();
    Stream.of(identifiers).map(Identifier::kind).distinct().forEach(kinds::add);
    kinds.addAll(Secrets.KINDS);
    kinds.addAll(
        List.of(
            "EMAIL_ADDRESS",
            "URL",
            "IP_ADDRESS",
            "MAC_ADDRESS",
            "PHONE_NUMBER",
            "IBAN_CODE",
            "CRYPTO",
            "DATE_TIME",
            "DATE_OF_BIRTH",
            "AGE",
            "TITLE"));
    return kinds;
  }

  private static byte[] classes() {
    var classes = new byte[128];
    for (var c = 0; c < 128; c++) {
      classes[c] =
          (byte)
              (c >= '0' && c <= '9'
                  ? DIGIT
                  : c >= 'A' && c <= 'Z'
                      ? UPPER
                      : c >= 'a' && c <= 'z'
                          ? LOWER
                          : c == '@' || c == ':' || c == '+' || c == '-' || c == '(' ? MARK : 0);
    }
    return classes;
  }

  /// One pass over one text.
  private final class Pass {
    private final String text;
    private final int length;
    private final Found found;
    private final Matcher[] matchers = new Matcher[identifiers.length];
    private int phonesUntil;
    private int datesUntil;
    private int linksUntil;

    Pass(String text, Found found) {
      this.text = text;
      this.length = text.length();
      this.found = found;
    }

    void run() {
      var at = 0;
      while (at < length) {
        var c = text.charAt(at);
        var kind = c < 128 ? CLASSES[c] : 0;
        if (kind == 0) {
          at++;
        } else if (kind == MARK) {
          mark(c, at);
          at++;
        } else {
          var start = at;
          var seen = 0;
          do {
            seen |= kind;
            at++;
            c = at < length ? text.charAt(at) : 0;
            kind = c < 128 ? CLASSES[c] : 0;
          } while (kind != 0 && kind != MARK);
          word(start, at, seen, c);
        }
      }
    }

    private void mark(char c, int at) {
      switch (c) {
        case '@' -> Links.email(text, at, found);
        case ':' -> {
          if (at + 1 < length && text.charAt(at + 1) == ':') {
            Addresses.ip6(text, at, found);
          }
        }
        case '+' -> {
          if (at + 1 < length && isDigit(text.charAt(at + 1))) {
            identify(RUNS.indexOf('p'), 0, at);
            phone(at);
          }
        }
        case '(' -> {
          if (at + 1 < length && isDigit(text.charAt(at + 1))) {
            phone(at);
          }
        }
        case '-' -> Secrets.privateKey(text, at, found);
        default -> {}
      }
    }

    private void word(int start, int end, int seen, char next) {
      var before = start == 0 ? ' ' : text.charAt(start - 1);
      var bound =
          before != '_' && (before < 128 || before > 0x2000 || !Character.isLetterOrDigit(before));
      if ((seen & DIGIT) == 0) {
        letters(start, end, next, bound);
      } else if (seen == DIGIT) {
        if (bound) {
          digits(start, end, next);
        }
      } else {
        mixed(start, end, seen, next, bound);
      }
    }

    private void letters(int start, int end, char next, boolean bound) {
      var size = end - start;
      if (size <= 3
          && end + 1 < length
          && (next != ' ' || isDigitOrUpper(text.charAt(end + 1)))
          && hasDigit(end, start + FARTHEST_DIGIT)) {
        if (bound && (next == ' ' || next == '-' || next == '.')) {
          identify(RUNS.indexOf('l'), size, start);
        }
        if (next == ' ' || next == '-') {
          Ibans.find(text, start, found);
        }
      }
      if (next == '.' || next == ':' || next == '-' || next == '_') {
        joined(start, end, next);
      }
      if (size <= 4 && size >= 2 && bound && (next == '.' || next == ' ')) {
        Persons.title(text, start, end, found);
      }
      if (size >= 3 && size <= 9 && start >= datesUntil) {
        datesUntil = Math.max(datesUntil, Dates.word(text, start, end, found));
      }
      if (size >= 3 && size <= 20) {
        Secrets.assigned(text, start, end, found);
        if (size >= 16) {
          Secrets.token(text, start, found);
        }
      } else if (size > 20) {
        Secrets.token(text, start, found);
      }
    }

    private void digits(int start, int end, char next) {
      var size = end - start;
      if (size < LONGEST) {
        identify(RUNS.indexOf('d'), size, start);
      }
      if (size <= 4 && start >= datesUntil) {
        datesUntil = Math.max(datesUntil, Dates.number(text, start, end, found));
      }
      if (size <= 3 && bounds(next)) {
        Persons.age(text, start, end, found);
      }
      if (next == '.' && size <= 3) {
        Addresses.ip4(text, start, found);
      }
      if (next == '.' || next == ':' || next == '-') {
        joined(start, end, next);
      }
      if (size <= 15) {
        phone(start);
      }
      if (size >= 26) {
        Wallets.find(text, start, end, found);
      }
    }

    private void mixed(int start, int end, int seen, char next, boolean bound) {
      var size = end - start;
      var first = text.charAt(start);
      if (bound && size < LONGEST) {
        identify(RUNS.indexOf(isDigit(first) ? 'm' : 'n'), size, start);
      }
      if (!isDigit(first)) {
        Ibans.find(text, start, found);
        afterLetters(start, end);
      }
      if (next == '.' || next == ':' || next == '-' || next == '_') {
        joined(start, end, next);
      }
      if (size >= 26) {
        Wallets.find(text, start, end, found);
      }
      if (size >= 16 || next == '_' || next == '-') {
        Secrets.token(text, start, found);
      }
      if (size <= 15 && (seen & UPPER) == 0 && isDigit(first)) {
        phone(start);
      }
      if (size <= 20 && !isDigit(first)) {
        Secrets.assigned(text, start, end, found);
      }
    }

    // A word that goes on after a mark: a host, an address, a hardware address, a token.
    private void joined(int start, int end, char next) {
      if (next == ':') {
        if (text.startsWith("://", end)) {
          linksUntil = Math.max(linksUntil, Links.link(text, start, end, found));
        } else if (end - start <= 4) {
          Addresses.ip6(text, start, found);
          Addresses.mac(text, start, found);
        }
      } else if (next == '.') {
        if (start >= linksUntil) {
          linksUntil = Math.max(linksUntil, Links.host(text, start, found));
        }
        if (end - start == 4) {
          Addresses.cisco(text, start, found);
        }
      } else {
        if (end - start == 2 && next == '-') {
          Addresses.mac(text, start, found);
        }
        Secrets.token(text, start, found);
      }
      if (next == '-' && start >= linksUntil) {
        linksUntil = Math.max(linksUntil, Links.host(text, start, found));
      }
    }

    private void afterLetters(int start, int end) {
      var digits = start;
      while (!isDigit(text.charAt(digits))) {
        digits++;
      }
      if (end - digits < LONGEST) {
        identify(RUNS.indexOf('x'), end - digits, digits);
      }
    }

    private void identify(int run, int size, int start) {
      var candidates = woken[run][size];
      if (candidates == null) {
        return;
      }
      for (var candidate : candidates) {
        var identifier = identifiers[candidate];
        var matcher = matchers[candidate];
        if (matcher == null) {
          matcher = identifier.shape().matcher(text).useTransparentBounds(true);
          matchers[candidate] = matcher;
        }
        if (matcher.region(start, length).lookingAt()) {
          var score = identifier.check().judge(matcher.group(), identifier.score());
          found.add(identifier.kind(), start, matcher.end(), score, identifier.context());
        }
      }
    }

    private boolean hasDigit(int from, int to) {
      for (var i = from; i < Math.min(to, length); i++) {
        if (isDigit(text.charAt(i))) {
          return true;
        }
      }
      return false;
    }

    private void phone(int start) {
      if (start >= phonesUntil) {
        phonesUntil = phones.find(text, start, found);
      }
    }

    // What may follow an age.
    private static boolean bounds(char next) {
      return next == ' ' || next == '-' || next == 'y' || next == '.' || next == ',' || next == 0;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static boolean isDigitOrUpper(char c) {
      return c < 128 && (CLASSES[c] & (DIGIT | UPPER | LOWER)) != 0;
    }
  }
}
