package dev.headgate.guardrails.pii;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// International bank account numbers: ISO 13616.
final class Ibans {
  private static final List<String> CONTEXT = List.of("iban", "bank", "transaction", "account");

  // Lengths as in the registry of SWIFT.
  private static final Map<String, Integer> LENGTHS =
      lengths(
          "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22"
              + " DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28"
              + " HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20"
              + " LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28"
              + " PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28"
              + " TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 DZ26 AO25 BF28 BJ28 CF27 CG27 CI28 CM27"
              + " CV25 GA27 GQ27 GW25 HN28 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28");

  private Ibans() {}

  private static Map<String, Integer> lengths(String all) {
    var lengths = new HashMap<String, Integer>();
    for (var entry : all.split(" ", -1)) {
      lengths.put(entry.substring(0, 2), Integer.parseInt(entry.substring(2)));
    }
    return lengths;
  }

  static void find(String text, int start, Found found) {
    if (start + 15 > text.length()
        || !isLetter(text.charAt(start))
        || !isLetter(text.charAt(start + 1))
        || (start > 0 && Addresses.isWord(text.charAt(start - 1)))) {
      return;
    }
    var length = LENGTHS.get(text.substring(start, start + 2).toUpperCase(Locale.ROOT));
    if (length == null) {
      return;
    }
    var code = new StringBuilder(length);
    var cases = 0;
    var at = start;
    while (at < text.length() && code.length() < length) {
      var c = text.charAt(at);
      if (Addresses.isWord(c) && c != '_') {
        cases |= c >= 'a' ? 1 : c >= 'A' ? 2 : 0;
        code.append(Character.toUpperCase(c));
      } else if ((c != ' ' && c != '-') || !Addresses.isWord(text.charAt(at - 1))) {
        return; // one separator at a time
      }
      at++;
    }
    if (code.length() == length
        && cases != 3
        && (at == text.length() || !Addresses.isWord(text.charAt(at)))
        && Character.isDigit(code.charAt(2))
        && Character.isDigit(code.charAt(3))
        && Checksums.mod97(code.substring(4) + code.substring(0, 4)) == 1) {
      found.add("IBAN_CODE", start, at, 1, CONTEXT);
    }
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
