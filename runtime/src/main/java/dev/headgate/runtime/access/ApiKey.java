package dev.headgate.runtime.access;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Secret;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// One entry of `access.keys`.
///
/// @param name what traces call the key's owner
/// @param expires null if it never does
public record ApiKey(String name, Secret key, KeyTerms terms, @Nullable Instant expires) {
  public ApiKey(String name, Secret key) {
    this(name, key, KeyTerms.DEFAULT, null);
  }

  public static ApiKey from(ConfigNode entry, Projects projects) {
    var name = entry.requireText("name", "what traces call the owner of this key");
    var key = entry.requireSecret("key", "the key itself, as ${env:NAME} or ${file:PATH}");
    var terms = KeyTerms.from(entry);
    if (!entry.isDescribing()) {
      projects.check(entry, terms.account());
    }
    return new ApiKey(name, key, terms, expires(entry));
  }

  private static @Nullable Instant expires(ConfigNode entry) {
    var text =
        entry.optionalText(
            "expires", "The day, in UTC, from which the key is refused, such as \"2027-01-31\"");
    if (text.isEmpty()) {
      return null;
    }
    try {
      return LocalDate.parse(text.get()).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException _) {
      entry.problem(
          "expires", "expected a day such as \"2027-01-31\", found \"" + text.get() + "\"");
      return null;
    }
  }
}
