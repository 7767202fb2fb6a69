package dev.headgate.benchmarks.training;

import dev.headgate.guardrails.pii.NameTrainer.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/// Sentences with places, filled with names: `{P}` as `names.txt` has them, `{{person}}` as
/// presidio-research does.
final class FilledSentences {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)\\}\\}|\\{([A-Z])\\}");
  private static final Pattern AGE =
      Pattern.compile("\\b(\\d{1,2})(?= year old\\b)|(?<=only )\\b(\\d{1,2})(?=\\.$)");

  private final Random random;
  private final MadeNames made;
  private final Map<String, List<String>> given;
  private final Pattern nation;

  /// @param given what stood in a place of that name
  /// @param nations are found in what is between the places, too
  FilledSentences(
      Random random, MadeNames made, Map<String, List<String>> given, List<String> nations) {
    this.random = random;
    this.made = made;
    this.given = given;
    this.nation =
        Pattern.compile(
            "\\b(?:" + String.join("|", nations.stream().map(Pattern::quote).toList()) + ")\\b");
  }

  Example fill(String template) {
    var text = new StringBuilder();
    var spans = new Spans();
    var place = PLACE.matcher(template);
    var copied = 0;
    while (place.find()) {
      literal(template.substring(copied, place.start()), text, spans);
      copied = place.end();
      var name = place.group(1) == null ? place.group(2) : place.group(1);
      var start = text.length();
      text.append(place.group(1) == null ? cased(made.value(name)) : given(name));
      spans.add(start, text.length(), kind(name));
    }
    literal(template.substring(copied), text, spans);
    var whole =
        random.nextInt(14) == 0 ? text.toString().toLowerCase(Locale.ROOT) : text.toString();
    return spans.of(whole.length() == text.length() ? whole : text.toString());
  }

  private void literal(String words, StringBuilder text, Spans spans) {
    var at = text.length();
    text.append(words);
    if (!given.isEmpty()) {
      for (var age = AGE.matcher(words); age.find(); ) {
        spans.add(at + age.start(), at + age.end(), "AGE");
      }
      for (var found = nation.matcher(words); found.find(); ) {
        spans.add(at + found.start(), at + found.end(), "NRP");
      }
    }
  }

  private static final class Spans {
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();

    void add(int start, int end, String kind) {
      if (!kind.isEmpty() && start < end) {
        starts.add(start);
        ends.add(end);
        kinds.add(kind);
      }
    }

    Example of(String text) {
      return new Example(text, starts, ends, kinds);
    }
  }

  // Half of the names are those that stood there, half are others.
  private String given(String place) {
    var seen = given.getOrDefault(place, List.of());
    var own = own(place);
    if (seen.isEmpty() && own.isEmpty()) {
      throw new IllegalArgumentException("nothing is known to stand in {{" + place + "}}");
    }
    return own.isEmpty() || (!seen.isEmpty() && random.nextBoolean())
        ? seen.get(random.nextInt(seen.size()))
        : cased(own);
  }

  private String own(String place) {
    return switch (place) {
      case "person", "name", "name_male", "name_female" -> made.value("P");
      case "first_name", "first_name_male", "first_name_female", "first_name_nonbinary" ->
          made.value("F");
      case "last_name", "last_name_male" -> made.value("M");
      case "organization", "company" -> made.value("O");
      case "city" -> made.value("K");
      case "country" -> made.value("C");
      case "street_name" -> made.value("R");
      case "address" -> made.value("S");
      case "zipcode", "postcode" -> made.value("Z");
      case "job" -> made.value("J");
      case "prefix_male", "prefix_female" -> made.value("T");
      default -> "";
    };
  }

  private String cased(String value) {
    return switch (random.nextInt(30)) {
      case 0 -> value.toUpperCase(Locale.ROOT);
      case 1 -> value.toLowerCase(Locale.ROOT);
      default -> value;
    };
  }

  private static String kind(String place) {
    return switch (place) {
      case "P",
          "F",
          "M",
          "person",
          "name",
          "name_male",
          "name_female",
          "first_name",
          "first_name_male",
          "first_name_female",
          "first_name_nonbinary",
          "last_name",
          "last_name_male" ->
          "PERSON";
      case "O", "organization", "company" -> "ORGANIZATION";
      case "N" -> "NRP";
      case "T", "J", "job", "prefix_male", "prefix_female" -> "TITLE";
      case "A" -> "AGE";
      case "L",
          "C",
          "K",
          "Z",
          "R",
          "S",
          "city",
          "country",
          "state_abbr",
          "street_name",
          "building_number",
          "secondary_address",
          "address",
          "postcode",
          "zipcode" ->
          "LOCATION";
      default -> "";
    };
  }
}
