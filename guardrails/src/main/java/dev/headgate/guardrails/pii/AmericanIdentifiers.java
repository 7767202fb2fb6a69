package dev.headgate.guardrails.pii;

import static dev.headgate.guardrails.pii.Checksums.luhn;
import static dev.headgate.guardrails.pii.Checksums.weighted;

import java.util.Arrays;
import java.util.List;

/// Identifiers that are given out in the United States and in Canada.
final class AmericanIdentifiers {
  private static final List<String> TAX =
      List.of("itin", "taxpayer", "tax id", "individual", "payer", "taxid", "tin");
  private static final List<String> LICENCE =
      List.of("driver", "license", "licence", "permit", "identification", "dls", "cdls", "driving");
  private static final List<String> SOCIAL = List.of("social", "ssn", "ssid");
  private static final List<String> BANK =
      List.of("bank", "account", "account#", "acct", "save", "debit", "check");
  private static final List<String> ROUTING = List.of("aba", "routing", "bankrouting", "transit");
  private static final String ITIN = "(?:5\\d|6[0-5]|7\\d|8[0-8]|9[0-24-9])";
  private static final String MBI_LETTER = "[ACDEFGHJKMNPQRTUVWXY]";
  private static final String MBI_ANY = "[0-9ACDEFGHJKMNPQRTUVWXY]";

  private AmericanIdentifiers() {}

  static List<Identifier> all() {
    return List.of(
        Identifier.of(
            "US_SSN",
            "d3",
            "\\d{3}([- .])\\d\\d\\1\\d{4}",
            .5,
            Check.unless(AmericanIdentifiers::wasNeverIssued),
            SOCIAL),
        Identifier.of(
            "US_SSN",
            "d3,d5,d9",
            "\\d{5}-\\d{4}|\\d{3}-\\d{6}|\\d{9}",
            .05,
            Check.unless(AmericanIdentifiers::wasNeverIssued),
            SOCIAL),
        Identifier.of("US_ITIN", "d3", "9\\d\\d[- ]" + ITIN + "[- ]\\d{4}", .5, Check.NONE, TAX),
        Identifier.of("US_ITIN", "d9", "9\\d\\d" + ITIN + "\\d{4}", .3, Check.NONE, TAX),
        Identifier.of(
            "US_ITIN",
            "d3,d5",
            "9\\d\\d[- ]" + ITIN + "\\d{4}|9\\d\\d" + ITIN + "[- ]\\d{4}",
            .05,
            Check.NONE,
            TAX),
        Identifier.of(
            "US_PASSPORT",
            "d9,n9",
            "\\d{9}|[A-Z]\\d{8}",
            .05,
            Check.NONE,
            List.of("passport", "travel document", "us passport")),
        Identifier.of("US_BANK_NUMBER", "d8-17", "\\d{8,17}", .05, Check.NONE, BANK),
        Identifier.of(
            "US_DRIVER_LICENSE",
            "n2-19,m7-12,m5",
            "[A-Z]\\d{1,14}|[A-Z]\\d{18}|[A-Z]{2}\\d{2,7}|\\d\\d[A-Z]{3}\\d{5,6}|[A-Z]\\d{6}R"
                + "|\\d{7,9}[A-Z]|[A-Z]{2}\\d{6}[A-Z]|\\d{8}[A-Z]{2}|\\d{3}[A-Z]{2}\\d{4}"
                + "|[A-Z]\\d[A-Z]\\d[A-Z]",
            .3,
            Check.NONE,
            LICENCE),
        Identifier.of(
            "US_DRIVER_LICENSE", "d6-14,d16", "\\d{6,14}|\\d{16}", .01, Check.NONE, LICENCE),
        Identifier.of(
            "ABA_ROUTING_NUMBER",
            "d9,d4",
            "[0123678]\\d{3}-\\d{4}-\\d|[0123678]\\d{8}",
            .05,
            Check.digits(d -> weighted(d, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0),
            ROUTING),
        Identifier.of(
            "US_NPI",
            "d10,d4",
            "[12]\\d{3}([- ]?)\\d{3}\\1\\d{3}",
            .3,
            // The prefix 80840 of health applications in the United States adds 24.
            Check.digits(d ->
                (Checksums.luhnSum(d) + 24) % 10 == 0 && !Checksums.allEqual(Arrays.copyOf(d, 9))),
            List.of("npi", "national provider", "provider", "physician")),
        Identifier.of(
            "US_MBI",
            "m4,m11",
            "[1-9]"
                + MBI_LETTER
                + MBI_ANY
                + "\\d(-?)"
                + MBI_LETTER
                + MBI_ANY
                + "\\d\\1"
                + MBI_LETTER
                + "{2}\\d\\d",
            .4,
            Check.NONE,
            List.of("medicare", "mbi", "beneficiary", "cms", "medicaid", "hic")),
        Identifier.of(
            "MEDICAL_LICENSE",
            "n9",
            "[ABCDEFGHJKLMPRSTUX][A-Z9]\\d{7}",
            .4,
            (value, _) -> {
              var d = Checksums.digits(value.substring(2));
              return (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6] ? 1 : 0;
            },
            List.of("medical", "certificate", "dea")),
        Identifier.of(
            "CA_SIN",
            "d3,d9",
            "[1-79]\\d\\d([- ]?)\\d{3}\\1\\d{3}",
            .3,
            Check.digits(Checksums::luhn),
            List.of("sin", "social insurance", "assurance sociale", "nas")),
        Identifier.of(
            "CREDIT_CARD",
            "d4,d12-19",
            "[1-6]\\d{3}[- ]?(?:\\d{6}[- ]?\\d{5}|\\d{6}[- ]?\\d{4}|\\d{4}[- ]?\\d{4}[-"
                + " ]?\\d{4}(?:[- ]?\\d{3})?|\\d{3,4}[- ]?\\d{3,4}[- ]?\\d{3,5}|\\d{8,15})",
            .3,
            (value, _) -> {
              var d = Checksums.digits(value);
              return d.length >= 12 && !(d.length == 13 && d[0] == 1) && luhn(d) && isCard(d)
                  ? 1
                  : 0;
            },
            List.of("credit", "card", "visa", "mastercard", "amex", "discover", "jcb", "maestro")));
  }

  private static boolean isCard(int[] d) {
    var prefix = d[0] * 1000 + d[1] * 100 + d[2] * 10 + d[3];
    return d[0] == 1
        || (d[0] >= 3 && prefix < 5600)
        || d[0] == 6
        || (prefix >= 2221 && prefix <= 2720)
        || (prefix / 100 >= 56 && prefix / 100 <= 59);
  }

  private static boolean wasNeverIssued(String digits) {
    return Checksums.allEqual(Checksums.digits(digits))
        || digits.startsWith("00", 3)
        || digits.endsWith("0000")
        || digits.startsWith("000")
        || digits.startsWith("666")
        || digits.startsWith("123456789")
        || digits.startsWith("98765432")
        || digits.equals("078051120");
  }
}
