package dev.headgate.guardrails.pii;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Keys, tokens and passwords.
final class Secrets {
  /// What may be found here.
  static final List<String> KINDS = List.of("API_KEY", "PRIVATE_KEY", "JWT", "PASSWORD");

  private static final double SURE = .95;
  private static final int LONGEST = 4_096;
  private static final int LONGEST_KEY = 16_384;

  // What a key begins with, and how long it is at least.
  private static final List<Prefix> PREFIXES =
      List.of(
          new Prefix("AKIA", 20),
          new Prefix("ASIA", 20),
          new Prefix("ghp_", 36),
          new Prefix("gho_", 36),
          new Prefix("ghu_", 36),
          new Prefix("ghs_", 36),
          new Prefix("ghr_", 36),
          new Prefix("github_pat_", 40),
          new Prefix("glpat-", 20),
          new Prefix("xoxb-", 20),
          new Prefix("xoxp-", 20),
          new Prefix("xoxa-", 20),
          new Prefix("xoxr-", 20),
          new Prefix("xoxs-", 20),
          new Prefix("xapp-", 20),
          new Prefix("sk_live_", 24),
          new Prefix("sk_test_", 24),
          new Prefix("rk_live_", 24),
          new Prefix("rk_test_", 24),
          new Prefix("pk_live_", 24),
          new Prefix("whsec_", 24),
          new Prefix("AIza", 39),
          new Prefix("ya29.", 30),
          new Prefix("GOCSPX-", 28),
          new Prefix("sk-ant-", 30),
          new Prefix("sk-proj-", 30),
          new Prefix("sk-", 35),
          new Prefix("hf_", 30),
          new Prefix("npm_", 36),
          new Prefix("pypi-", 40),
          new Prefix("SG.", 60),
          new Prefix("hg_live_", 20),
          new Prefix("hg_test_", 20),
          new Prefix("dop_v1_", 60),
          new Prefix("shpat_", 32));

  private static final Set<String> WORDS =
      Set.of(
          "password",
          "passwd",
          "passphrase",
          "pwd",
          "passwort",
          "secret",
          "token",
          "apikey",
          "api_key",
          "key",
          "auth",
          "authorization",
          "bearer",
          "credential",
          "credentials",
          "client_secret",
          "access_key",
          "accesskey",
          "secret_key",
          "secretkey",
          "accesstoken");
  private static final Set<String> PASSWORDS =
      Set.of("password", "passwd", "passphrase", "pwd", "passwort");

  private Secrets() {}

  private record Prefix(String text, int length) {}

  /// A token that is known by how it begins.
  static void token(String text, int start, Found found) {
    if (start > 0 && (isToken(text.charAt(start - 1)) && text.charAt(start - 1) != '.')) {
      return;
    }
    if (text.startsWith("eyJ", start)) {
      jwt(text, start, found);
      return;
    }
    for (var prefix : PREFIXES) {
      if (text.startsWith(prefix.text(), start)) {
        var end = tokenEnd(text, start, prefix.text().endsWith("."));
        if (end - start >= prefix.length()
            && (prefix.length() != 20 || hasDigit(text, start, end))) {
          found.add("API_KEY", start, end, SURE);
          return;
        }
      }
    }
  }

  // RFC 7519: three parts in base64url, of which the first two begin as JSON objects do.
  private static void jwt(String text, int start, Found found) {
    var end = tokenEnd(text, start, true);
    var first = text.indexOf('.', start);
    if (first > 0 && first < end && text.startsWith("eyJ", first + 1)) {
      var second = text.indexOf('.', first + 1);
      if (second > 0 && second < end) {
        found.add("JWT", start, end, SURE);
      }
    }
  }

  static void privateKey(String text, int at, Found found) {
    if (!text.startsWith("-----BEGIN ", at) || (at > 0 && text.charAt(at - 1) == '-')) {
      return;
    }
    var label = text.indexOf("-----", at + 11);
    if (label < 0 || label - at > 60 || !text.substring(at, label).contains("PRIVATE KEY")) {
      return;
    }
    var last = text.indexOf("-----END ", label);
    var end = last < 0 ? -1 : text.indexOf("-----", last + 9);
    // A key that is cut off is one all the same.
    var until = end < 0 ? Math.min(text.length(), label + LONGEST_KEY) : end + 5;
    found.add("PRIVATE_KEY", at, until, 1);
  }

  /// What stands after `password=` or `token:`.
  static void assigned(String text, int start, int end, Found found) {
    if (end + 4 >= text.length()
        || "pPsStTaAkKbBcC".indexOf(text.charAt(start)) < 0
        || !mayAssign(text, start, end)) {
      return;
    }
    var word = text.substring(start, end).toLowerCase(Locale.ROOT);
    if (!WORDS.contains(word)) {
      return;
    }
    var at = end;
    var quoted = text.charAt(at) == '"' || text.charAt(at) == '\'';
    at += quoted ? 1 : 0;
    at = skipSpace(text, at);
    var assigned = at < text.length() && (text.charAt(at) == '=' || text.charAt(at) == ':');
    if (assigned) {
      at = skipSpace(text, at + 1);
    } else if (PASSWORDS.contains(word) && text.startsWith("is ", at)) {
      at = skipSpace(text, at + 3);
    } else if (!word.equals("bearer") || at == end) {
      return;
    }
    if (text.regionMatches(true, at, "bearer ", 0, 7)) {
      at += 7;
    }
    var quote = at < text.length() ? text.charAt(at) : ' ';
    if (quote == '"' || quote == '\'') {
      at++;
    }
    var from = at;
    while (at < text.length() && at - from < LONGEST && isSecret(text.charAt(at))) {
      at++;
    }
    while (at > from && ".,;)]}".indexOf(text.charAt(at - 1)) >= 0) {
      at--;
    }
    var password = PASSWORDS.contains(word);
    if (at - from < (password && assigned ? 4 : 8) || isPlaceholder(text.substring(from, at))) {
      return;
    }
    var entropy = entropy(text, from, at);
    var looksSecret = entropy >= 3 && (hasDigit(text, from, at) || entropy >= 3.8);
    if (looksSecret || (password && assigned)) {
      found.add(password ? "PASSWORD" : "API_KEY", from, at, looksSecret ? .85 : .6);
    }
  }

  // What most words are told apart by, before they are looked up.
  private static boolean mayAssign(String text, int start, int end) {
    var next = text.charAt(end);
    if (next != ' ') {
      return next == '=' || next == ':' || next == '"' || next == '\'';
    }
    var after = text.charAt(skipSpace(text, end));
    return after == '=' || after == ':' || after == 'i' || (text.charAt(start) | 32) == 'b';
  }

  private static boolean isPlaceholder(String value) {
    return value.startsWith("${")
        || value.startsWith("<")
        || value.startsWith("{{")
        || value.startsWith("$(")
        || value.chars().allMatch(c -> c == value.charAt(0))
        || value.startsWith("http://")
        || value.startsWith("https://");
  }

  private static int skipSpace(String text, int at) {
    var next = at;
    while (next < text.length() && next - at < 4 && text.charAt(next) == ' ') {
      next++;
    }
    return next;
  }

  private static boolean isSecret(char c) {
    return c > ' ' && c != '"' && c != '\'' && c != '<' && c != '>' && c < 127 && c != ',';
  }

  private static int tokenEnd(String text, int start, boolean dots) {
    var end = start;
    while (end < text.length()
        && end - start < LONGEST
        && (isToken(text.charAt(end)) || (dots && text.charAt(end) == '.'))) {
      end++;
    }
    while (end > start && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-')) {
      end--;
    }
    return end;
  }

  private static boolean isToken(char c) {
    return Addresses.isWord(c) || c == '-';
  }

  private static boolean hasDigit(String text, int start, int end) {
    for (var i = start; i < end; i++) {
      if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }

  /// Bits per character, of the characters as they are distributed in it.
  private static double entropy(String text, int start, int end) {
    var counts = new int[128];
    for (var i = start; i < end; i++) {
      counts[text.charAt(i) & 127]++;
    }
    var bits = 0.0;
    double size = end - start;
    for (var count : counts) {
      if (count > 0) {
        bits -= count / size * Math.log(count / size) / Math.log(2);
      }
    }
    return bits;
  }
}
