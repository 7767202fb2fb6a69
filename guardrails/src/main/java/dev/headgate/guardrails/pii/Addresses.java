package dev.headgate.guardrails.pii;

import java.util.List;

/// Addresses of machines: IP and hardware.
final class Addresses {
  private static final List<String> MAC =
      List.of("mac", "hardware address", "physical address", "ethernet");
  private static final double SURE = .6;

  private Addresses() {}

  static void ip4(String text, int start, Found found) {
    if (start > 0 && text.charAt(start - 1) == '.') {
      return;
    }
    var end = ip4End(text, start);
    if (end > 0) {
      found.add("IP_ADDRESS", start, withPrefix(text, end, 32), SURE);
    }
  }

  /// Where four numbers end, 0 if there are none.
  private static int ip4End(String text, int start) {
    var at = start;
    for (var part = 0; part < 4; part++) {
      var from = at;
      var value = 0;
      while (at < text.length() && at - from < 4 && isDigit(text.charAt(at))) {
        value = value * 10 + text.charAt(at) - '0';
        at++;
      }
      if (at == from || at - from > 3 || value > 255) {
        return 0;
      }
      if (part < 3) {
        if (at >= text.length() || text.charAt(at) != '.') {
          return 0;
        }
        at++;
      }
    }
    return at < text.length() && isWord(text.charAt(at)) ? 0 : at;
  }

  static void ip6(String text, int start, Found found) {
    if (start > 0 && (isWord(text.charAt(start - 1)) || text.charAt(start - 1) == ':')) {
      return;
    }
    var end = start;
    while (end < text.length() && end - start <= 45 && isAddress(text.charAt(end))) {
      end++;
    }
    while ((end > start && text.charAt(end - 1) == '.')
        || (end > start + 2 && text.charAt(end - 1) == ':' && text.charAt(end - 2) != ':')) {
      end--;
    }
    if (end < text.length() && isWord(text.charAt(end))) {
      return;
    }
    if (!isIp6(text.substring(start, end))) {
      return;
    }
    var bare = end - start == 2;
    if (end < text.length() && text.charAt(end) == '%') {
      end++;
      while (end < text.length() && isWord(text.charAt(end))) {
        end++;
      }
    }
    found.add("IP_ADDRESS", start, withPrefix(text, end, 128), bare ? .1 : SURE);
  }

  private static boolean isIp6(String address) {
    var gap = address.indexOf("::");
    if (gap >= 0 && address.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    var groups = 0;
    for (var i = 0; i < address.length(); ) {
      if (address.charAt(i) == ':') {
        i++;
        continue;
      }
      var end = address.indexOf(':', i);
      end = end < 0 ? address.length() : end;
      if (address.indexOf('.', i) >= 0 && address.indexOf('.', i) < end) {
        if (end != address.length() || ip4End(address, i) != end) {
          return false;
        }
        groups += 2;
      } else {
        if (end - i > 4) {
          return false;
        }
        groups++;
      }
      i = end;
    }
    return gap >= 0 ? groups <= 7 : groups == 8;
  }

  static void mac(String text, int start, Found found) {
    var end = start + 17;
    if (end > text.length()
        || (start > 0 && isWord(text.charAt(start - 1)))
        || (end < text.length() && isWord(text.charAt(end)))) {
      return;
    }
    var mark = text.charAt(start + 2);
    var broadcast = true;
    for (var i = 0; i < 17; i++) {
      var c = text.charAt(start + i);
      if (i % 3 == 2 ? c != mark : !isHex(c)) {
        return;
      }
      broadcast &= i % 3 == 2 || c == 'f' || c == 'F';
    }
    if (!broadcast && (mark == ':' || mark == '-')) {
      found.add("MAC_ADDRESS", start, end, SURE, MAC);
    }
  }

  /// Three groups of four, as some switches write it.
  static void cisco(String text, int start, Found found) {
    var end = start + 14;
    if (end > text.length()
        || (start > 0 && isWord(text.charAt(start - 1)))
        || (end < text.length() && isWord(text.charAt(end)))) {
      return;
    }
    var broadcast = true;
    for (var i = 0; i < 14; i++) {
      var c = text.charAt(start + i);
      if (i % 5 == 4 ? c != '.' : !isHex(c)) {
        return;
      }
      broadcast &= i % 5 == 4 || c == 'f' || c == 'F';
    }
    if (!broadcast) {
      found.add("MAC_ADDRESS", start, end, SURE, MAC);
    }
  }

  private static int withPrefix(String text, int end, int bits) {
    if (end >= text.length() || text.charAt(end) != '/') {
      return end;
    }
    var at = end + 1;
    var value = 0;
    while (at < text.length() && at - end <= 4 && isDigit(text.charAt(at))) {
      value = value * 10 + text.charAt(at) - '0';
      at++;
    }
    var whole = at == text.length() || !isWord(text.charAt(at));
    return at > end + 1 && value <= bits && whole ? at : end;
  }

  private static boolean isAddress(char c) {
    return isHex(c) || c == ':' || c == '.';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isWord(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
