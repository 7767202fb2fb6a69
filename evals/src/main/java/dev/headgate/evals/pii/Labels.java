package dev.headgate.evals.pii;

import java.util.Locale;
import java.util.Map;

/// One name for what data sets call differently.
final class Labels {
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("GPE", "LOCATION"),
          Map.entry("LOC", "LOCATION"),
          Map.entry("FAC", "LOCATION"),
          Map.entry("ADDRESS", "LOCATION"),
          Map.entry("STREET_ADDRESS", "LOCATION"),
          Map.entry("ZIP_CODE", "LOCATION"),
          Map.entry("DOMAIN_NAME", "URL"),
          Map.entry("PER", "PERSON"),
          Map.entry("ORG", "ORGANIZATION"),
          Map.entry("CORPORATION", "ORGANIZATION"),
          Map.entry("GROUP", "ORGANIZATION"),
          Map.entry("NORP", "NRP"),
          Map.entry("PREFIX", "TITLE"),
          Map.entry("DATE", "DATE_TIME"),
          Map.entry("TIME", "DATE_TIME"),
          Map.entry("DATE_OF_BIRTH", "DATE_TIME"));

  private Labels() {}

  static String of(String label) {
    var upper = label.toUpperCase(Locale.ROOT).replace('-', '_');
    return SAME.getOrDefault(upper, upper);
  }
}
