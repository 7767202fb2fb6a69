package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Claim;
import dev.headgate.runtime.guardrails.ClaimCheck;
import dev.headgate.runtime.guardrails.OnUnsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A JSON document whose texts were compared with the documents that it was made from. Its claims
/// are the sentences of its texts; names, numbers and texts of a few words claim nothing.
///
/// @param text without what was taken out of it
/// @param claims with their places in `text`
/// @param isBlocked whether a claim stops the answer, or nothing of them is left
record GroundedDocument(String text, List<Claim> claims, boolean isBlocked) {
  // A shorter text without a full stop names something.
  private static final int WORDS_OF_A_SENTENCE = 6;
  private static final int FEWEST_WORDS = 3;

  GroundedDocument {
    claims = List.copyOf(claims);
  }

  /// A text of the document.
  ///
  /// @param places of each of its characters in the document, and of its end
  private record Value(String text, int[] places) {}

  static GroundedDocument of(String document, ClaimCheck check) {
    var left = new StringBuilder(document.length());
    var claims = new ArrayList<Claim>();
    var copied = 0;
    var enforced = check.isEnforced();
    for (var value : values(document)) {
      check.begin();
      for (var claim : check.judge(value.text)) {
        var obeyed = enforced && claim.isUnsupported();
        var start = value.places[claim.start()];
        left.append(document, copied, start);
        var at = left.length();
        if (obeyed && check.onUnsupported() != OnUnsupported.MARK) {
          claims.add(claim.at(at, at));
          copied = value.places[behind(value.text, claim.end())];
          continue;
        }
        copied = value.places[claim.end()];
        left.append(document, start, copied);
        claims.add(claim.at(at, left.length()));
        if (obeyed) {
          left.append(' ').append(escaped(check.mark()));
        }
      }
    }
    left.append(document, copied, document.length());
    var stops =
        check.onUnsupported() == OnUnsupported.NEXT_TIER
            && claims.stream().anyMatch(Claim::isUnsupported);
    return new GroundedDocument(
        left.toString(), claims, enforced && (stops || GroundedText.isNothingLeft(claims)));
  }

  private static int behind(String text, int from) {
    var at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  // The texts of a valid document, without the names of its members.
  private static List<Value> values(String document) {
    var values = new ArrayList<Value>();
    for (int i = 0; i < document.length(); i++) {
      if (document.charAt(i) != '"') {
        continue;
      }
      var text = new StringBuilder();
      var places = IntStream.builder();
      var at = i + 1;
      while (document.charAt(at) != '"') {
        places.add(at);
        at += unescape(document, at, text);
      }
      i = at;
      if (!isName(document, at + 1) && isSentence(text)) {
        values.add(new Value(text.toString(), places.add(at).build().toArray()));
      }
    }
    return values;
  }

  private static int unescape(String document, int at, StringBuilder into) {
    var c = document.charAt(at);
    if (c != '\\') {
      into.append(c);
      return 1;
    }
    var escaped = document.charAt(at + 1);
    if (escaped == 'u') {
      into.append((char) Integer.parseInt(document, at + 2, at + 6, 16));
      return 6;
    }
    into.append(
        switch (escaped) {
          case 'n' -> '\n';
          case 't' -> '\t';
          case 'r' -> '\r';
          case 'b' -> '\b';
          case 'f' -> '\f';
          default -> escaped;
        });
    return 2;
  }

  private static boolean isName(String document, int from) {
    var at = from;
    while (at < document.length() && Character.isWhitespace(document.charAt(at))) {
      at++;
    }
    return at < document.length() && document.charAt(at) == ':';
  }

  private static boolean isSentence(CharSequence text) {
    var words = words(text);
    return words >= WORDS_OF_A_SENTENCE
        || (words >= FEWEST_WORDS && ".!。".indexOf(text.charAt(text.length() - 1)) >= 0);
  }

  private static int words(CharSequence text) {
    var words = 0;
    for (int i = 0; i < text.length(); i++) {
      var begins = i == 0 || Character.isWhitespace(text.charAt(i - 1));
      words += begins && !Character.isWhitespace(text.charAt(i)) ? 1 : 0;
    }
    return words;
  }

  private static String escaped(String mark) {
    var escaped = new StringBuilder(mark.length());
    for (int i = 0; i < mark.length(); i++) {
      var c = mark.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < ' ') {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
