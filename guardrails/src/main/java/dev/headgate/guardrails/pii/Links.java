package dev.headgate.guardrails.pii;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Mail addresses, links and the names of hosts.
final class Links {
  private static final Set<String> ENDINGS = endings();
  private static final List<String> EMAIL = List.of("email", "e-mail", "mail");
  private static final List<String> URL = List.of("url", "website", "link", "site", "domain");
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_HOST = 253;
  private static final int LONGEST_LINK = 2_000;

  private Links() {}

  private static Set<String> endings() {
    var endings = new HashSet<String>();
    for (var country : Locale.getISOCountries()) {
      endings.add(country.toLowerCase(Locale.ROOT));
    }
    endings.addAll(
        Arrays.asList(
            ("uk eu su com org net edu gov mil int info biz name pro aero coop museum jobs mobi"
                    + " travel tel cat asia xxx app dev page blog shop store online site website tech"
                    + " space cloud live news media email agency digital company group team solutions"
                    + " services systems network studio design world life today global center club vip"
                    + " top xyz icu wiki work works academy school university bank finance money"
                    + " insurance law legal health care clinic hospital doctor travel hotel restaurant"
                    + " cafe pizza music games video photo photos gallery art fashion style beauty"
                    + " fitness sport football house homes realty land city london berlin paris tokyo"
                    + " nyc africa amsterdam wien koeln hamburg vlaanderen bayern swiss webcam example"
                    + " test local internal foundation ngo ong consulting engineering software tools"
                    + " directory marketing chat social community support help host hosting download"
                    + " stream link click domains cards gmbh ltd inc")
                .split(" ")));
    return endings;
  }

  static void email(String text, int at, Found found) {
    var start = at;
    while (start > 0 && at - start < LONGEST_NAME && isNamePart(text.charAt(start - 1))) {
      start--;
    }
    while (start < at && !Addresses.isWord(text.charAt(start))) {
      start++;
    }
    if (start == at || text.charAt(at - 1) == '.') {
      return;
    }
    var end = hostEnd(text, at + 1);
    var dot = text.lastIndexOf('.', end - 1);
    if (dot > at + 1 && isEnding(text, dot + 1, end)) {
      found.add("EMAIL_ADDRESS", start, end, 1, EMAIL);
    }
  }

  private static boolean isEnding(String text, int start, int end) {
    if (end - start < 2 || end - start > 24) {
      return false;
    }
    for (var i = start; i < end; i++) {
      if (!Character.isLetter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int hostEnd(String text, int start) {
    var end = start;
    while (end < text.length() && end - start < LONGEST_HOST && isHost(text.charAt(end))) {
      end++;
    }
    while (end > start && !Character.isLetterOrDigit(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /// A link with its scheme. Returns where it ends, 0 if there is none.
  static int link(String text, int start, int schemeEnd, Found found) {
    if (schemeEnd - start < 2 || schemeEnd - start > 10) {
      return 0;
    }
    var host = schemeEnd + 3;
    var hostEnd = hostEnd(text, host);
    var dot = text.lastIndexOf('.', hostEnd - 1);
    var end = host;
    while (end < text.length() && end - host < LONGEST_LINK && isLink(text.charAt(end))) {
      end++;
    }
    while (end > host && ".,;:!?)]}'\"*".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    // user:secret@host, and hosts without a dot, are none that the web knows
    if (dot <= host || !isEnding(text, dot + 1, hostEnd)) {
      return text.substring(host, Math.max(host, end)).contains("@") ? end : 0;
    }
    found.add("URL", start, end, .6, URL);
    return end;
  }

  /// A name of a host without scheme, and the path after it. Returns where it ends.
  static int host(String text, int start, Found found) {
    if (start > 0 && "@.-/_".indexOf(text.charAt(start - 1)) >= 0) {
      return 0;
    }
    var end = hostEnd(text, start);
    if (end < text.length() && text.charAt(end) == '@') {
      return 0;
    }
    var dot = text.lastIndexOf('.', end - 1);
    if (dot <= start) {
      return 0;
    }
    var ending = text.substring(dot + 1, end);
    var known =
        ENDINGS.contains(ending)
            || (ENDINGS.contains(ending.toLowerCase(Locale.ROOT))
                && ending.equals(ending.toUpperCase(Locale.ROOT)));
    if (!known || (text.startsWith("www.", start) && text.indexOf('.', start) == dot)) {
      return end;
    }
    if (end < text.length() && text.charAt(end) == '/') {
      while (end < text.length() && isLink(text.charAt(end))) {
        end++;
      }
      while (".,;:!?)]}'\"".indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
    }
    found.add("URL", start, end, .5, URL);
    return end;
  }

  private static boolean isNamePart(char c) {
    return Addresses.isWord(c)
        || ".!#$%&'*+/=?^`{|}~-".indexOf(c) >= 0
        || (c > 127 && Character.isLetter(c));
  }

  private static boolean isHost(char c) {
    return c == '.'
        || c == '-'
        || (Addresses.isWord(c) && c != '_')
        || (c > 127 && Character.isLetterOrDigit(c));
  }

  private static boolean isLink(char c) {
    return c > ' ' && c != '<' && c != '>' && c != '"' && c != '`' && !Character.isWhitespace(c);
  }
}
