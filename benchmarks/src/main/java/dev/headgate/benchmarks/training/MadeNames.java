package dev.headgate.benchmarks.training;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Names, places, firms and addresses, put together at random from lists.
final class MadeNames {
  private static final List<String> COMPANIES =
      List.of(
          ("Google Microsoft Apple Amazon IBM Oracle Intel Nvidia Siemens Bosch BMW Volkswagen"
                  + " Toyota Honda Sony Samsung Nokia Ericsson Volvo IKEA Spotify Netflix Uber Airbnb"
                  + " Tesla Ford Boeing Airbus Nestlé Novartis Roche Pfizer Bayer BASF Shell BP Total"
                  + " Walmart Target Costco Starbucks McDonalds Nike Adidas Puma Zara UBS HSBC"
                  + " Barclays Citigroup Allianz AXA Santander Vodafone Orange Telefonica Verizon AT&T"
                  + " Comcast Disney NASA UNICEF FIFA Greenpeace Reuters Bloomberg BBC CNN Lufthansa"
                  + " Ryanair FedEx UPS DHL Maersk Chevrolet Chrysler Mastercard Visa PayPal Stripe"
                  + " Adobe Salesforce Zillow Yelp eBay")
              .split(" "));
  private static final String[] STEMS =
      ("data cloud health legal web green smart open fin info net micro geo bio edu eco solar urban"
              + " market trend home care food farm tele media core link point wise flow stat capital"
              + " energy trans agri cyber metro nova alpha terra vita lumi quanta zen social effort"
              + " planet flight simple recall tuition state iq cube mint")
          .split(" ");
  private static final String[] ENDINGS = {
    "Inc",
    "Inc.",
    "LLC",
    "Ltd",
    "Ltd.",
    "Group",
    "GmbH",
    "AG",
    "PLC",
    "Corp",
    "& Co",
    "and Sons",
    "Partners",
    "Bank",
    "Systems",
    "Labs",
    "Foundation",
    "University",
    "Holdings",
    "Van Lines",
    "Insurance"
  };
  private static final String[] TITLES = {
    "Mr.",
    "Mrs.",
    "Ms.",
    "Miss",
    "Dr.",
    "Prof.",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "Professor",
    "Sir",
    "Herr",
    "Frau"
  };
  private static final String[] STREETS = {
    "Street",
    "St",
    "Road",
    "Rd",
    "Avenue",
    "Ave",
    "Lane",
    "Drive",
    "Way",
    "Boulevard",
    "Court",
    "Place",
    "Square",
    "Parkway",
    "Terrace",
    "Crescent"
  };
  private static final String[] STREET_BEFORE = {
    "Rue", "Via", "Calle", "Avenida", "Rua", "Avda.", "ul.", "Piazza", "Ulica", "Boulevard"
  };
  private static final String[] STREET_ENDS = {
    "strasse", "straße", "gade", "gatan", "katu", "tie", "vegen", "weg", "laan", "straat", "utca",
    "vej", "stræti"
  };

  private final Random random;
  private final List<String> first;
  private final List<String> last;
  private final List<String> cities;
  private final List<String> countries;
  private final List<String> states;
  private final List<String> nations;
  private final List<String> jobs;

  MadeNames(
      Random random,
      List<String> first,
      List<String> last,
      List<String> cities,
      List<String> countries,
      List<String> states,
      List<String> nations,
      List<String> jobs) {
    this.random = random;
    this.first = first;
    this.last = last;
    this.cities = cities;
    this.countries = countries;
    this.states = states;
    this.nations = nations;
    this.jobs = jobs;
  }

  String value(String slot) {
    return switch (slot) {
      case "P" -> person();
      case "F" -> pick(first);
      case "M" -> pick(last);
      case "K" -> pick(cities);
      case "L" -> location();
      case "C" -> pick(countries);
      case "O" -> organisation();
      case "N" -> pick(nations);
      case "T" -> TITLES[random.nextInt(TITLES.length)];
      case "J" -> pick(jobs);
      case "A" -> String.valueOf(1 + random.nextInt(99));
      case "Z" -> zip();
      case "R" -> street();
      case "S" -> address();
      default -> throw new IllegalArgumentException("no slot " + slot);
    };
  }

  String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private String person() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> pick(first);
      case 3 -> pick(last);
      case 4 ->
          pick(first)
              + " "
              + (char) ('A' + random.nextInt(26))
              + (random.nextBoolean() ? ". " : " ")
              + pick(last);
      case 5 -> pick(first) + " " + pick(first) + " " + pick(last);
      default -> pick(first) + " " + pick(last);
    };
  }

  private String location() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> pick(countries);
      case 2 -> pick(states);
      case 3 -> made();
      default -> pick(cities);
    };
  }

  // A place that no list has: the beginning of one and the end of another.
  private String made() {
    var a = pick(cities);
    var b = pick(cities);
    return a.length() < 5 || b.length() < 5
        ? a
        : a.substring(0, a.length() / 2).strip()
            + b.substring(b.length() / 2).strip().toLowerCase(Locale.ROOT);
  }

  private String organisation() {
    return switch (random.nextInt(7)) {
      case 0, 1 -> pick(COMPANIES);
      case 2 -> pick(last) + " " + ENDINGS[random.nextInt(ENDINGS.length)];
      case 3 ->
          pick(last) + (random.nextBoolean() ? " & " : ", " + pick(last) + " and ") + pick(last);
      case 4 ->
          stem(true)
              + " "
              + stem(true)
              + (random.nextBoolean() ? " " + ENDINGS[random.nextInt(ENDINGS.length)] : "");
      default ->
          stem(true)
              + stem(random.nextInt(3) == 0)
              + (random.nextInt(4) == 0 ? " " + ENDINGS[random.nextInt(ENDINGS.length)] : "");
    };
  }

  private String stem(boolean upper) {
    var stem = STEMS[random.nextInt(STEMS.length)];
    return upper ? Character.toUpperCase(stem.charAt(0)) + stem.substring(1) : stem;
  }

  private String street() {
    return switch (random.nextInt(4)) {
      case 0 -> STREET_BEFORE[random.nextInt(STREET_BEFORE.length)] + " " + pick(last);
      case 1 -> pick(last) + STREET_ENDS[random.nextInt(STREET_ENDS.length)];
      default -> pick(last) + " " + STREETS[random.nextInt(STREETS.length)];
    };
  }

  private String zip() {
    return switch (random.nextInt(5)) {
      case 0 -> String.valueOf(1000 + random.nextInt(9000));
      case 1 -> "%03d %02d".formatted(random.nextInt(1000), random.nextInt(100));
      case 2 -> "%02d-%03d".formatted(random.nextInt(100), random.nextInt(1000));
      default -> "%05d".formatted(random.nextInt(100_000));
    };
  }

  private String address() {
    var number = String.valueOf(1 + random.nextInt(random.nextBoolean() ? 200 : 99_999));
    var text = new StringBuilder();
    text.append(
        switch (random.nextInt(4)) {
          case 0 -> street() + " " + (1 + random.nextInt(200));
          case 1 -> number + " " + street() + " " + (1 + random.nextInt(100));
          default -> number + " " + street();
        });
    var line = random.nextBoolean() ? "\n" : random.nextBoolean() ? ", " : " ";
    if (random.nextInt(3) == 0) {
      text.append(
              random.nextBoolean() ? " Apt. " : random.nextBoolean() ? " Suite " : line + " Apt. ")
          .append("%03d".formatted(random.nextInt(1000)));
    }
    if (random.nextInt(3) == 0) {
      text.append(line).append(pick(cities));
    }
    if (random.nextInt(4) == 0) {
      text.append(line)
          .append(line.equals("\n") ? ", " : "")
          .append((char) ('A' + random.nextInt(26)))
          .append((char) ('A' + random.nextInt(26)))
          .append(line)
          .append(random.nextBoolean() ? " " : "")
          .append(pick(countries))
          .append(' ')
          .append(zip());
    }
    if (random.nextInt(12) == 0) {
      return random.nextBoolean() ? "PO Box " + number : "Postbox " + random.nextInt(100);
    }
    return text.toString();
  }
}
