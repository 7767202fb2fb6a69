package dev.headgate.runtime.cache;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a caller's header `Cache-Control` asks for, as in RFC 9111.
///
/// @param lookUp whether an answer from the cache will do
/// @param keep whether the answer may be kept
/// @param maxAge oldest answer that will do, null for any
public record CacheControl(boolean lookUp, boolean keep, @Nullable Duration maxAge) {
  public static final CacheControl USUAL = new CacheControl(true, true, null);

  private static final long MAX_SECONDS = Duration.ofDays(3_650).toSeconds();

  /// Directives that mean nothing here, or are not understood, are ignored.
  public static CacheControl of(String header) {
    var control = USUAL;
    for (var directive : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      control = control.and(directive.strip());
    }
    return control;
  }

  private CacheControl and(String directive) {
    if (directive.equals("no-cache")) {
      return new CacheControl(false, keep, maxAge);
    }
    if (directive.equals("no-store")) {
      return new CacheControl(false, false, maxAge);
    }
    if (directive.startsWith("max-age=")) {
      return seconds(directive.substring("max-age=".length()));
    }
    return this;
  }

  private CacheControl seconds(String digits) {
    var text = digits.replace("\"", "");
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return this;
    }
    var age = Duration.ofSeconds(Math.min(Long.parseLong(text), MAX_SECONDS));
    return new CacheControl(lookUp, keep, age);
  }
}
