package dev.headgate.guardrails.pii;

import static dev.headgate.guardrails.pii.Checksums.weighted;

import java.util.List;
import java.util.Set;

/// Identifiers that are given out in Asia, Africa and Oceania.
final class FurtherIdentifiers {
  private static final String UEN_LETTERS = "ABCDEFGHJKLMNPQRSTUVWX0123456789";
  private static final Set<String> INDIAN_STATES =
      Set.of(
          "AN", "AP", "AR", "AS", "BR", "CG", "CH", "CT", "DD", "DH", "DL", "DN", "GA", "GJ", "HP",
          "HR", "JH", "JK", "KA", "KL", "LA", "LD", "MH", "ML", "MN", "MP", "MZ", "NL", "OD", "OR",
          "PB", "PY", "RJ", "SK", "TN", "TR", "TS", "UA", "UK", "UL", "UP", "UT", "WB");
  private static final List<String> VEHICLE =
      List.of("rto", "vehicle", "plate", "registration", "number plate");

  private FurtherIdentifiers() {}

  static List<Identifier> all() {
    return List.of(
        // Australia
        Identifier.of(
            "AU_ABN",
            "d2,d11",
            "[1-9]\\d ?\\d{3} ?\\d{3} ?\\d{3}",
            .1,
            Check.digits(d -> (weighted(d, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) - 10) % 89 == 0),
            List.of("australian business number", "abn", "business number")),
        Identifier.of(
            "AU_ACN",
            "d3,d9",
            "\\d{3} ?\\d{3} ?\\d{3}",
            .1,
            Check.digits(d -> (10 - weighted(d, 8, 7, 6, 5, 4, 3, 2, 1) % 10) % 10 == d[8]),
            List.of("australian company number", "acn", "company number")),
        Identifier.of(
            "AU_TFN",
            "d3,d9",
            "\\d{3} ?\\d{3} ?\\d{3}",
            .1,
            Check.digits(d -> weighted(d, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0),
            List.of("australian tax file", "tax file number", "tfn")),
        Identifier.of(
            "AU_MEDICARE",
            "d4,d10",
            "[2-6]\\d{3} ?\\d{5} ?\\d",
            .1,
            Check.digits(d -> weighted(d, 1, 3, 7, 9, 1, 3, 7, 9) % 10 == d[8]),
            List.of("medicare")),
        // India
        Identifier.of(
            "IN_AADHAAR",
            "d4,d12",
            "[2-9]\\d{3}([- :]?)\\d{4}\\1\\d{4}",
            .1,
            Check.digits(d -> Checksums.verhoeff(d) && !isPalindrome(d)),
            List.of("aadhaar", "uidai")),
        Identifier.of(
            "IN_GSTIN",
            "m15,d2",
            "(?:0[1-9]|[12]\\d|3[0-7])[- ]?[A-Z]{5}[- ]?\\d{4}[- ]?[A-Z][0-9A-Z][- ]?Z[0-9A-Z]",
            .5,
            (_, _) -> 1,
            List.of("gstin", "gst")),
        Identifier.of(
            "IN_PAN",
            "n10",
            "[A-Z]{3}[ABCFGHJLPT][A-Z]\\d{4}[A-Z]",
            .6,
            Check.NONE,
            List.of("permanent account number", "pan")),
        Identifier.of(
            "IN_PAN",
            "n10",
            "(?=[A-Z]{0,9}\\d)[A-Z]{5}\\d{4}[A-Z]",
            .2,
            Check.NONE,
            List.of("permanent account number", "pan")),
        Identifier.of("IN_PASSPORT", "n8", "[A-Z][1-9]\\d{6}", .1, Check.NONE, List.of("passport")),
        Identifier.of(
            "IN_VOTER",
            "n10",
            "[A-Z]{3}\\d{7}",
            .3,
            Check.NONE,
            List.of("voter", "epic", "elector")),
        Identifier.of(
            "IN_VEHICLE_REGISTRATION",
            "n8-10",
            "[A-Z]{2}\\d(?:\\d[A-Z]{1,2}|[A-Z]{1,3})(?!0000)\\d{4}",
            .5,
            (value, score) ->
                INDIAN_STATES.contains(Checksums.code(value).substring(0, 2)) ? 1 : score,
            VEHICLE),
        Identifier.of(
            "IN_VEHICLE_REGISTRATION",
            "n5-7",
            "[A-Z](?!0000)\\d{4}|[A-Z]{2}(?!0000)\\d{4}|I(?!00000)\\d{5}|[A-Z]{3}(?!0000)\\d{4}",
            .01,
            Check.NONE,
            VEHICLE),
        Identifier.of(
            "IN_VEHICLE_REGISTRATION",
            "m5-9,m10",
            "\\d{1,3}(?:CD|CC|UN)[1-9]\\d{1,3}|[2-9][1-9]BH(?!0000)\\d{4}[A-HJ-NP-Z]{2}"
                + "|(?!00)\\d\\d[ABCDEFHKPRX]\\d{6}[A-Z]",
            .5,
            Check.NONE,
            VEHICLE),
        // Korea
        Identifier.of(
            "KR_RRN",
            "d6,d13",
            "\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])-?[1-4]\\d{6}",
            .5,
            Check.maybe(code -> isResident(code, 11)),
            List.of("rrn", "resident registration", "주민")),
        Identifier.of(
            "KR_FRN",
            "d6,d13",
            "\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])-?[5-8]\\d{6}",
            .5,
            Check.maybe(code -> isResident(code, 13)),
            List.of("frn", "foreigner registration", "외국인")),
        Identifier.of(
            "KR_BRN",
            "d3,d10",
            "\\d{3}-\\d\\d-\\d{5}|\\d{10}",
            .1,
            Check.digits(
                d -> (weighted(d, 1, 3, 7, 1, 3, 7, 1, 3, 5) + d[8] * 5 / 10 + d[9]) % 10 == 0),
            List.of("brn", "business registration", "사업자")),
        Identifier.of(
            "KR_DRIVER_LICENSE",
            "d2,d12",
            "\\d\\d[- ]?\\d\\d[- ]?\\d{6}[- ]?\\d\\d",
            .05,
            (value, score) -> {
              var region = Integer.parseInt(value.substring(0, 2));
              return region >= 11 && region <= 28 && region != 27 ? Math.max(score, .3) : score;
            },
            List.of("운전면허", "면허번호", "driver license", "driver's license")),
        Identifier.of(
            "KR_PASSPORT",
            "n9",
            "[MSRODG]\\d{3}[A-Z]\\d{4}|[MSRODG]\\d{8}",
            .1,
            Check.NONE,
            List.of("passport", "여권")),
        // Nigeria
        Identifier.of(
            "NG_NIN",
            "d11",
            "\\d{11}",
            .01,
            Check.digits(Checksums::verhoeff),
            List.of("nin", "national identi", "nimc", "nigeria")),
        Identifier.of(
            "NG_VEHICLE_REGISTRATION",
            "l3,n8",
            "[A-Z]{3}[- ]?\\d{3}[A-Z]{2}",
            .5,
            Check.NONE,
            VEHICLE),
        // Philippines
        Identifier.of(
            "PH_MOBILE_NUMBER",
            "p,d1,d4,d11",
            "(?:\\+63[- ]?|0 ?)\\(?9\\d\\d\\)?[- ]?\\d{3}[- ]?\\d{4}",
            .4,
            Check.NONE,
            List.of("mobile", "phone", "telepono", "numero", "cell")),
        Identifier.of(
            "PH_TIN",
            "d3,d9,d12",
            "\\d{3}-\\d{3}-\\d{3}(?:-\\d{3})?|\\d{12}|\\d{9}",
            .3,
            (value, score) -> {
              var d = Checksums.digits(value);
              return weighted(d, 9, 8, 7, 6, 5, 4, 3, 2) % 11 == d[8] ? score : 0;
            },
            List.of("tin", "taxpayer", "bir", "tax id", "rdo")),
        // Singapore
        Identifier.of(
            "SG_NRIC_FIN",
            "n9",
            "[A-Z]\\d{7}[A-Z]",
            .3,
            (value, score) ->
                "STFGM".indexOf(Character.toUpperCase(value.charAt(0))) >= 0 ? .5 : score,
            List.of("fin", "nric")),
        Identifier.of(
            "SG_UEN",
            "m9,m10,n10",
            "\\d{8,9}[A-Z]|[TSR]\\d\\d[A-Z]{2}\\d{4}[A-Z]",
            .3,
            Check.code(FurtherIdentifiers::uen),
            List.of("uen", "unique entity", "business registration", "acra")),
        // South Africa
        Identifier.of(
            "ZA_ID_NUMBER",
            "d13",
            "\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{4}[01]\\d\\d",
            .3,
            Check.digits(Checksums::luhn),
            List.of("south africa", "rsa id", "id number", "identity number")),
        // Thailand
        Identifier.of(
            "TH_TNIN",
            "d13",
            "[1-9](?:[134]\\d|[25][0-8]|6[0-7]|7[0-6]|8[0-6]|9[0-6])\\d{10}",
            .5,
            Check.digits(
                d -> (11 - weighted(d, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 10 == d[12]),
            List.of("thai", "tnin", "ประชาชน")));
  }

  private static boolean isPalindrome(int[] digits) {
    for (var i = 0; i < digits.length / 2; i++) {
      if (digits[i] != digits[digits.length - 1 - i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isResident(String code, int from) {
    var d = Checksums.digits(code);
    var sum = weighted(d, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5);
    return d[7] * 10 + d[8] <= 95 && (from - sum % 11) % 10 == d[12];
  }

  private static boolean uen(String code) {
    var last = code.charAt(code.length() - 1);
    if (Character.isLetter(code.charAt(0))) {
      int[] weights = {4, 3, 5, 3, 10, 2, 2, 5, 7};
      var sum = -5;
      for (var i = 0; i < 9; i++) {
        sum += UEN_LETTERS.indexOf(code.charAt(i)) * weights[i];
      }
      return UEN_LETTERS.charAt(Math.floorMod(sum, 11)) == last;
    }
    var d = Checksums.digits(code);
    return d.length == 8
        ? "XMKECAWLJDB".charAt(weighted(d, 10, 4, 9, 3, 8, 2, 7, 1) % 11) == last
        : "ZKCMDNERGWH".charAt(weighted(d, 10, 8, 6, 4, 9, 7, 5, 3, 1) % 11) == last;
  }
}
