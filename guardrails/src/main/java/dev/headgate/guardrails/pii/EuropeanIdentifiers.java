package dev.headgate.guardrails.pii;

import static dev.headgate.guardrails.pii.Checksums.crossWeighted;
import static dev.headgate.guardrails.pii.Checksums.luhn;
import static dev.headgate.guardrails.pii.Checksums.weighted;

import java.util.Arrays;
import java.util.List;

/// Identifiers that are given out in Europe.
final class EuropeanIdentifiers {
  private static final String NIF_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final String HETU_LETTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

  private static final List<String> TAX = List.of("steuer", "idnr", "tax id", "tin", "finanzamt");
  private static final List<String> PASSPORT =
      List.of("passport", "reisepass", "pass", "passaporto", "pasaporte", "travel document");
  private static final List<String> PLATE =
      List.of("kennzeichen", "nummernschild", "kfz", "plate", "plaka", "vehicle", "registration");

  private EuropeanIdentifiers() {}

  static List<Identifier> all() {
    return List.of(
        // Finland: date, individual number, check character
        Identifier.of(
            "FI_PERSONAL_IDENTITY_CODE",
            "d6,m11,x11,x6",
            "(?:[0-2]\\d|3[01])(?:0[1-9]|1[0-2])\\d\\d[-+YXWVUABCDEF]\\d{3}[0-9A-FHJ-NPR-Y]",
            .5,
            (value, _) -> hetu(value) ? 1 : 0,
            List.of("hetu", "henkilötunnus", "personal identity code", "personbeteckning")),
        // Sweden: date, serial number, Luhn
        Identifier.of(
            "SE_PERSONNUMMER",
            "d10,d12,d6,d8,x10,x12,x6,x8",
            "\\d{6}(?:\\d\\d)?[-+]?\\d{4}",
            .5,
            Check.digits(EuropeanIdentifiers::personnummer),
            List.of("personnummer", "pnr", "ssn", "samordningsnummer", "personal identity")),
        Identifier.of(
            "SE_ORGANISATIONSNUMMER",
            "d10,d6,x10,x6",
            "\\d{6}-?\\d{4}",
            .6,
            Check.digits(digits -> digits[2] >= 2 && luhn(digits)),
            List.of("organisationsnummer", "orgnr", "org nr", "företagsnummer")),
        // Poland
        Identifier.of(
            "PL_PESEL",
            "d11",
            "\\d\\d(?:[02468][1-9]|[13579][012])(?:0[1-9]|[12]\\d|3[01])\\d{5}",
            .4,
            Check.digits(d -> (10 - weighted(d, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10) % 10 == d[10]),
            List.of("pesel")),
        // Spain
        Identifier.of(
            "ES_NIF",
            "d7,d8,m8,m9",
            "\\d{7,8}-?[A-Z]",
            .5,
            Check.code(code -> nif(code, "")),
            List.of("dni", "nif", "documento nacional", "identificación", "identificacion")),
        Identifier.of(
            "ES_NIE",
            "n9,n8",
            "[XYZ]\\d{7,8}-?[A-Z]",
            .5,
            Check.code(
                code -> nif(code.substring(1), String.valueOf("XYZ".indexOf(code.charAt(0))))),
            List.of("nie", "extranjero", "número de identificación")),
        Identifier.of(
            "ES_PASSPORT",
            "n9",
            "[A-Z]{3}\\d{6}",
            .1,
            Check.NONE,
            List.of("pasaporte", "passport")),
        // Italy
        Identifier.of(
            "IT_FISCAL_CODE",
            "n16",
            "[A-Z]{6}[\\dLMNP-V]{2}[A-EHLMPR-T][\\dLMNP-V]{2}[A-Z][\\dLMNP-V]{3}[A-Z]",
            .3,
            Check.maybe(EuropeanIdentifiers::codiceFiscale),
            List.of("codice fiscale", "fiscal code")),
        Identifier.of(
            "IT_VAT_CODE",
            "d11,d8",
            "(?:\\d[ _]?){10}\\d",
            .1,
            Check.digits(d -> Arrays.stream(d).anyMatch(digit -> digit != 0) && luhn(d)),
            List.of("piva", "partita iva", "pi")),
        Identifier.of(
            "IT_IDENTITY_CARD",
            "l2,n9,m9",
            "[A-Z]{2} ?\\d{7}|\\d{7}[A-Z]{2}|[A-Z]{2}\\d{5}[A-Z]{2}",
            .01,
            Check.NONE,
            List.of("carta d'identit", "carta identit", "cie", "identity card", "elettronica")),
        Identifier.of(
            "IT_PASSPORT",
            "n9",
            "[A-Z]{2}\\d{7}",
            .01,
            Check.NONE,
            List.of("passaporto", "italian")),
        Identifier.of(
            "IT_DRIVER_LICENSE",
            "n10",
            "[A-Z]{2}\\d{7}[A-Z]|U1[BCDEFGHLJKMNPRSTUWYXZ0-9]{7}[A-Z]",
            .2,
            Check.NONE,
            List.of("patente", "licenza")),
        // Germany
        Identifier.of(
            "DE_TAX_ID",
            "d11,d2",
            "\\d{2}[ -]\\d{3}[ -]\\d{3}[ -]\\d{3}|\\d{11}",
            .3,
            Check.digits(EuropeanIdentifiers::germanTaxId),
            TAX),
        Identifier.of("DE_TAX_NUMBER", "d13", "(?:0[1-9]|1[0-6])\\d{11}", .3, Check.NONE, TAX),
        Identifier.of("DE_TAX_NUMBER", "d3", "\\d{3}/\\d{3}/\\d{5}", .4, Check.NONE, TAX),
        Identifier.of("DE_TAX_NUMBER", "d2,d3", "\\d{2,3}/\\d{3,4}/\\d{4,5}", .2, Check.NONE, TAX),
        Identifier.of(
            "DE_VAT_ID",
            "l2,n11,n5,n8",
            "DE[ .-]?\\d{3}[ .-]?\\d{3}[ .-]?\\d{3}",
            .5,
            Check.digits(Checksums::mod1110),
            List.of("ust", "umsatzsteuer", "vat", "mwst")),
        Identifier.of(
            "DE_PASSPORT",
            "n9",
            "[CFGHJ-NPRTV-Z][CFGHJ-NPRTV-Z0-9]{7}\\d",
            .4,
            Check.code(EuropeanIdentifiers::icao),
            PASSPORT),
        Identifier.of(
            "DE_ID_CARD",
            "n9",
            "[LMNPRTVWXY][CFGHJ-NPRTV-Y0-9]{8}",
            .01,
            Check.NONE,
            List.of("personalausweis", "ausweis", "identity card", "id card")),
        Identifier.of(
            "DE_SOCIAL_SECURITY",
            "m12",
            "\\d{2}[0-8]\\d[01]\\d\\d{2}[A-Z]\\d{3}",
            .3,
            Check.code(EuropeanIdentifiers::rentenversicherung),
            List.of("rvnr", "rentenversicherung", "sozialversicherung", "versicherungsnummer")),
        Identifier.of(
            "DE_HEALTH_INSURANCE",
            "n10",
            "[A-Z]\\d{9}",
            .3,
            Check.code(EuropeanIdentifiers::krankenversichertennummer),
            List.of(
                "versicherten", "kvnr", "krankenkasse", "krankenversicher", "gesundheitskarte")),
        Identifier.of(
            "DE_LANR",
            "d9",
            "\\d{9}",
            .2,
            (value, score) -> {
              var d = Checksums.digits(value);
              return (10 - weighted(d, 4, 9, 4, 9, 4, 9) % 10) % 10 == d[6] ? score : 0;
            },
            List.of("lanr", "arztnummer", "vertragsarzt")),
        Identifier.of(
            "DE_BSNR",
            "d9",
            "\\d{9}",
            .2,
            Check.unless(code -> code.equals("000000000")),
            List.of("bsnr", "betriebsst", "praxis", "kassenärztliche")),
        Identifier.of(
            "DE_HANDELSREGISTER",
            "l3,n4-9",
            "HR[AB] ?\\d{1,6}",
            .5,
            Check.NONE,
            List.of("handelsregister", "amtsgericht", "registergericht")),
        Identifier.of(
            "DE_FUEHRERSCHEIN",
            "n11",
            "[A-Z]{2}\\d{8}[A-Z0-9]",
            .3,
            Check.NONE,
            List.of("führerschein", "fuehrerschein", "fahrerlaubnis")),
        Identifier.of(
            "DE_KFZ",
            "l1,l2,l3",
            "(?-i:[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2}[ -]\\d{1,4}[EH]?)",
            .3,
            Check.NONE,
            PLATE),
        Identifier.of(
            "DE_PLZ",
            "d5",
            "0[1-9]\\d{3}|[1-9]\\d{4}",
            .05,
            Check.NONE,
            List.of("plz", "postleitzahl", "postanschrift", "wohnort", "lieferadresse")),
        // Britain
        Identifier.of(
            "UK_NHS",
            "d3,d10",
            "\\d{3}[- ]?\\d{3}[- ]?\\d{4}",
            .5,
            Check.digits(d -> {
              var check = 11 - weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
              return (check == 11 ? 0 : check) == d[9];
            }),
            List.of("nhs", "national health", "health service", "health services authority")),
        Identifier.of(
            "UK_NINO",
            "l2,n9,n4",
            "(?!BG|GB|NK|KN|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d\\d ?\\d\\d ?\\d\\d"
                + " ?[A-D]",
            .5,
            Check.NONE,
            List.of("national insurance", "ni number", "nino")),
        Identifier.of(
            "UK_PASSPORT",
            "n9",
            "[A-Z]{2}\\d{7}",
            .1,
            Check.NONE,
            List.of("passport", "travel document")),
        Identifier.of(
            "UK_DRIVING_LICENCE",
            "n16",
            "(?:[A-Z]{5}|[A-Z]{4}9|[A-Z]{3}99|[A-Z]{2}999|[A-Z]9999)\\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\\d|3[01])\\d[A-Z9]{2}[A-Z0-9][A-Z]{2}",
            .5,
            Check.NONE,
            List.of("driving licence", "driver", "dvla")),
        Identifier.of(
            "UK_VEHICLE_REGISTRATION",
            "n7,n4",
            "[A-HJ-PR-Y]{2}(?:0[2-9]|[12]\\d|5[1-9]|[67]\\d)[- ]?[A-HJ-PR-Z]{3}",
            .5,
            (_, _) -> 1,
            PLATE),
        Identifier.of(
            "UK_VEHICLE_REGISTRATION",
            "n5-7,n2-4",
            "[A-HJ-NPR-Y]\\d{1,3}[- ]?[A-HJ-PR-Y]{3}",
            .2,
            Check.NONE,
            PLATE),
        Identifier.of(
            "UK_VEHICLE_REGISTRATION",
            "n5-7,l3",
            "[A-HJ-PR-Y]{3}[- ]?\\d{1,3}[A-HJ-NPR-TV-Y]",
            .15,
            Check.NONE,
            PLATE),
        Identifier.of(
            "UK_POSTCODE",
            "l3,n2-7",
            "GIR ?0AA|[A-PR-UWYZ]\\d[ABCDEFGHJKPSTUW]? ?\\d[ABD-HJLNP-UW-Z]{2}"
                + "|[A-PR-UWYZ]\\d\\d ?\\d[ABD-HJLNP-UW-Z]{2}"
                + "|[A-PR-UWYZ][A-HK-Y]\\d[ABEHMNPRVWXY]? ?\\d[ABD-HJLNP-UW-Z]{2}"
                + "|[A-PR-UWYZ][A-HK-Y]\\d\\d ?\\d[ABD-HJLNP-UW-Z]{2}",
            .1,
            Check.NONE,
            List.of("postcode", "post code", "postal", "zip", "address", "delivery", "shipping")),
        // Türkiye
        Identifier.of(
            "TR_NATIONAL_ID",
            "d11",
            "[1-9]\\d{10}",
            .3,
            Check.digits(EuropeanIdentifiers::kimlik),
            List.of("kimlik", "tckn", "turkish id", "tc no")),
        Identifier.of(
            "TR_LICENSE_PLATE",
            "d2,m5-9",
            "(?:0[1-9]|[1-7]\\d|8[01]) ?[A-Z]{1,3} ?\\d{2,4}",
            .5,
            Check.NONE,
            PLATE));
  }

  private static boolean hetu(String value) {
    var digits = Checksums.digits(value.substring(0, 6) + value.substring(7, 10));
    var number = 0L;
    for (var digit : digits) {
      number = number * 10 + digit;
    }
    var individual = (int) (number % 1000);
    return Checksums.isDay(digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        && individual >= 2
        && HETU_LETTERS.charAt((int) (number % 31)) == Character.toUpperCase(value.charAt(10));
  }

  private static boolean personnummer(int[] all) {
    var d = Arrays.copyOfRange(all, all.length - 10, all.length);
    var day = d[4] * 10 + d[5];
    return Checksums.isDay(day > 60 ? day - 60 : day, d[2] * 10 + d[3]) && luhn(d);
  }

  private static boolean nif(String code, String before) {
    var number = Long.parseLong(before + code.substring(0, code.length() - 1));
    return NIF_LETTERS.charAt((int) (number % 23)) == code.charAt(code.length() - 1);
  }

  // Decreto ministeriale 12 marzo 1974.
  private static boolean codiceFiscale(String code) {
    int[] odd = {
      1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };
    var sum = 0;
    for (var i = 0; i < 15; i++) {
      var c = code.charAt(i);
      var value = c <= '9' ? c - '0' : c - 'A';
      sum += i % 2 == 0 ? odd[value] : value;
    }
    return 'A' + sum % 26 == code.charAt(15);
  }

  private static boolean germanTaxId(int[] d) {
    var counts = new int[10];
    for (var i = 0; i < 10; i++) {
      counts[d[i]]++;
    }
    var repeated = Arrays.stream(counts).filter(count -> count > 1).toArray();
    return d[0] != 0 && repeated.length == 1 && repeated[0] <= 3 && Checksums.mod1110(d);
  }

  // ICAO Doc 9303, part 3.
  private static boolean icao(String code) {
    int[] weights = {7, 3, 1};
    var sum = 0;
    for (var i = 0; i < 8; i++) {
      sum += Character.digit(code.charAt(i), 36) * weights[i % 3];
    }
    return sum % 10 == code.charAt(8) - '0';
  }

  // VKVV, section 2.
  private static boolean rentenversicherung(String code) {
    var day = Integer.parseInt(code.substring(2, 4));
    var letter = code.charAt(8) - 'A' + 1;
    var d =
        Checksums.digits(code.substring(0, 8) + letter / 10 + letter % 10 + code.substring(9, 11));
    return Checksums.isDay(day > 50 ? day - 50 : day, Integer.parseInt(code.substring(4, 6)))
        && crossWeighted(d, 2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1) % 10 == code.charAt(11) - '0';
  }

  // SGB V, section 290, annex 1.
  private static boolean krankenversichertennummer(String code) {
    var letter = code.charAt(0) - 'A' + 1;
    var d = Checksums.digits(letter / 10 + "" + letter % 10 + code.substring(1, 9));
    return crossWeighted(d, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2) % 10 == code.charAt(9) - '0';
  }

  private static boolean kimlik(int[] d) {
    var odd = d[0] + d[2] + d[4] + d[6] + d[8];
    var even = d[1] + d[3] + d[5] + d[7];
    return Math.floorMod(odd * 7 - even, 10) == d[9] && (odd + even + d[9]) % 10 == d[10];
  }
}
