package dev.headgate.benchmarks.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.evals.pii.PiiCases;
import dev.headgate.guardrails.pii.NameTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/// Trains the tagger of names, places and organisations: sentences of this project, filled with the
/// names of Datafaker (Apache-2.0), the training part of WNUT 2017 (CC BY 4.0), and texts in which
/// nobody is named: the training parts of BANKING77 (CC BY 4.0) and CLINC150 (CC BY 3.0), and a
/// speech in the public domain.
///
/// `DATA NAMES.jar OUT.bin.gz`, where DATA is the folder of public data and NAMES.jar is
/// `net.datafaker:datafaker:2.5.3`. The same files give the same bytes.
final class TrainNames {
  private static final long SEED = 20_261_121;
  private static final int SENTENCES = 40_000;
  private static final int REFILLED = 20_000;
  private static final int ROUNDS = 6;
  private static final String QUESTIONS = "user_prompts/halueval2_questions.jsonl";
  private static final Pattern QUESTION =
      Pattern.compile("\\{\"domain\": \"Bio-Medical\", \"text\": \"((?:[^\"\\\\]|\\\\\")*)\"\\}");
  private static final String GIVEN = "presidio_synth_pii/dev/generated_large.json.gz";
  private static final List<String> MARKED = List.of("wnut17/dev/wnut17train.conll");
  // Languages, and of English what is about people, places and work.
  private static final Pattern FILES =
      Pattern.compile("[A-Za-z-]+\\.yml|en/(name|address|company|job|country|nation)\\.yml");

  private static final String DEMONYMS =
      "Afghan Albanian Algerian American Andorran Angolan Argentine Argentinian Armenian Australian"
          + " Austrian Azerbaijani Bahraini Bangladeshi Barbadian Belarusian Belgian Belizean"
          + " Bolivian Bosnian Brazilian British Bulgarian Burmese Cambodian Cameroonian Canadian"
          + " Chechen Chilean Chinese Colombian Congolese Croatian Cuban Cypriot Czech Danish"
          + " Dominican Dutch Ecuadorian Egyptian English Eritrean Estonian Ethiopian European"
          + " Fijian Filipino Finnish French Gambian Georgian German Ghanaian Greek Guatemalan"
          + " Guinean Guyanese Haitian Honduran Hungarian Icelandic Indian Indonesian Iranian Iraqi"
          + " Irish Israeli Italian Jamaican Japanese Jordanian Kazakh Kenyan Korean Kosovan"
          + " Kuwaiti Kurdish Laotian Latvian Lebanese Liberian Libyan Lithuanian Macedonian"
          + " Malagasy Malawian Malaysian Maltese Mauritian Mexican Moldovan Mongolian Moroccan"
          + " Mozambican Namibian Nepalese Nicaraguan Nigerian Norwegian Omani Pakistani"
          + " Palestinian Panamanian Paraguayan Peruvian Polish Portuguese Qatari Romanian Russian"
          + " Rwandan Samoan Saudi Scottish Senegalese Serbian Singaporean Slovak Slovenian Somali"
          + " Spanish Sudanese Swedish Swiss Syrian Taiwanese Tanzanian Thai Tibetan Tunisian"
          + " Turkish Ugandan Ukrainian Uruguayan Uzbek Venezuelan Vietnamese Welsh Yemeni Zambian"
          + " Zimbabwean Jewish Muslim Christian Catholic Buddhist Hindu";
  private static final List<String> PLAIN =
      List.of("banking77/dev/train.jsonl", "clinc150/dev/train.jsonl");
  private static final Set<String> STARTERS =
      Set.of(
          "What", "How", "Why", "When", "Where", "Who", "Can", "Could", "Is", "Are", "Do", "Does",
          "The", "My", "It", "And", "But", "We", "You", "They", "If", "This", "That", "Please",
          "There", "ATM", "PIN", "OK", "So", "Did", "Will");

  private final Random random = new Random(SEED);
  private final TreeMap<String, Set<String>> lists = new TreeMap<>();
  private final Map<String, Integer> common = new HashMap<>();
  private final List<String> plain = new ArrayList<>();
  private List<String> first = List.of();
  private List<String> last = List.of();
  private List<String> cities = List.of();
  private List<String> countries = List.of();
  private List<String> states = List.of();
  private List<String> nations = List.of();
  private List<String> jobs = List.of();

  private TrainNames() {}

  static void main(String[] arguments) throws IOException {
    new TrainNames().run(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
  }

  private void run(Path data, Path names, Path out) throws IOException {
    read(names);
    count(data);
    first =
        all(
            "male_first_name",
            "female_first_name",
            "first_name",
            "first_name_women",
            "first_name_men");
    last = all("last_name", "male_last_name", "female_last_name", "surname");
    cities = all("city", "city_name", "town");
    countries = all("country");
    states = all("state", "province", "county");
    var demonyms = new ArrayList<>(List.of(DEMONYMS.split(" ")));
    List.copyOf(demonyms).stream()
        .filter(name -> name.endsWith("n"))
        .forEach(name -> demonyms.add(name + "s"));
    nations = demonyms;
    jobs =
        new ArrayList<>(
            List.of(
                ("nurse teacher singer soldier lawyer doctor engineer accountant plumber farmer"
                        + " driver pilot waiter cook chef baker painter writer actor director manager"
                        + " secretary cashier electrician carpenter mechanic dentist surgeon"
                        + " pharmacist librarian journalist editor photographer designer architect"
                        + " analyst consultant programmer developer technician packager guard"
                        + " firefighter detective judge clerk broker realtor tailor butcher barber"
                        + " hairdresser janitor cleaner gardener miner sailor captain")
                    .split(" ")));
    for (var field : all("field")) {
      for (var position : all("position")) {
        jobs.add(field + " " + position);
      }
    }
    System.out.println(
        "%d first names, %d last names, %d cities, %d countries, %d states, %d nations, %d jobs"
            .formatted(
                first.size(),
                last.size(),
                cities.size(),
                countries.size(),
                states.size(),
                nations.size(),
                jobs.size()));
    var trainer = new NameTrainer();
    first.forEach(name -> trainer.list(name, 0));
    last.forEach(name -> trainer.list(name, 1));
    cities.forEach(name -> trainer.list(name, 2));
    countries.forEach(name -> trainer.list(name, 3));
    states.forEach(name -> trainer.list(name, 4));
    nations.forEach(name -> trainer.list(name, 5));
    jobs.forEach(name -> trainer.list(name, 6));
    var templates = templates();
    plain(data);
    var given = GivenSentences.read(data.resolve(GIVEN));
    var made = new MadeNames(random, first, last, cities, countries, states, nations, jobs);
    var own = new FilledSentences(random, made, Map.of(), nations);
    var refilled = new FilledSentences(random, made, given.values(), nations);
    for (var text : questions(data)) {
      trainer.add(new NameTrainer.Example(text, List.of(), List.of(), List.of()));
    }
    for (var text : plain) {
      trainer.add(new NameTrainer.Example(written(text), List.of(), List.of(), List.of()));
    }
    for (var i = 0; i < SENTENCES; i++) {
      trainer.add(own.fill(surrounded(templates.get(random.nextInt(templates.size())))));
    }
    for (var i = 0; i < REFILLED; i++) {
      var template = given.templates().get(random.nextInt(given.templates().size()));
      trainer.add(refilled.fill(template));
    }
    for (var file : MARKED) {
      for (var each : PiiCases.read(data.resolve(file))) {
        var spans = each.spans();
        trainer.add(
            new NameTrainer.Example(
                each.text(),
                spans.stream().map(span -> span.start()).toList(),
                spans.stream().map(span -> span.end()).toList(),
                spans.stream().map(span -> kind(span.label())).toList()));
      }
    }
    try (var stream = Files.newOutputStream(out)) {
      trainer.train(ROUNDS, SEED, stream);
    }
    System.out.println(Files.size(out) + " bytes in " + out);
  }

  private void count(Path data) throws IOException {
    for (var file : PLAIN) {
      for (var each : PiiCases.read(data.resolve(file))) {
        for (var word : each.text().toLowerCase(Locale.ROOT).split("[^\\p{L}]+", -1)) {
          common.merge(word, 1, Integer::sum);
        }
      }
    }
  }

  // Sentences that name nobody and nothing.
  private void plain(Path data) throws IOException {
    var named = new HashSet<String>();
    for (var list : List.of(cities, countries, states, nations)) {
      list.forEach(name -> named.add(name.toLowerCase(Locale.ROOT)));
    }
    var sentences = new ArrayList<String>();
    for (var file : PLAIN) {
      PiiCases.read(data.resolve(file)).forEach(each -> sentences.add(each.text()));
    }
    var speech = Files.readString(data.resolve("chunking_eval/corpora/state_of_the_union.md"));
    sentences.addAll(List.of(speech.split("(?<=[.!?])\\s+", -1)));
    for (var sentence : sentences) {
      var words = sentence.strip().split("[^\\p{L}']+", -1);
      var isPlain = words.length > 2;
      for (var i = 0; i < words.length && isPlain; i++) {
        var word = words[i];
        var upper = i > 0 && !word.isEmpty() && Character.isUpperCase(word.charAt(0));
        isPlain =
            !named.contains(word.toLowerCase(Locale.ROOT))
                && (!upper || word.equals("I") || word.startsWith("I'") || STARTERS.contains(word));
      }
      if (isPlain) {
        plain.add(sentence.strip());
      }
    }
    System.out.println(plain.size() + " plain sentences");
  }

  // Questions about illnesses and substances, whose capitalised words are names of nobody who asks.
  private static List<String> questions(Path data) throws IOException {
    var questions = new ArrayList<String>();
    for (var line : Files.readAllLines(data.resolve(QUESTIONS))) {
      var text = QUESTION.matcher(line);
      if (text.matches()) {
        questions.add(text.group(1).replace("\\\"", "\""));
      }
    }
    return questions;
  }

  // In the case of a heading now and then.
  private String written(String text) {
    return switch (random.nextInt(16)) {
      case 0 ->
          text.toUpperCase(Locale.ROOT).length() == text.length()
              ? text.toUpperCase(Locale.ROOT)
              : text;
      case 1, 2 -> heading(text);
      case 3 -> text.toLowerCase(Locale.ROOT);
      default -> Character.toUpperCase(text.charAt(0)) + text.substring(1);
    };
  }

  private static String heading(String text) {
    var heading = new StringBuilder(text);
    for (var i = 0; i < heading.length(); i++) {
      if (i == 0 || heading.charAt(i - 1) == ' ') {
        heading.setCharAt(i, Character.toUpperCase(heading.charAt(i)));
      }
    }
    return heading.toString();
  }

  private String surrounded(String template) {
    return switch (random.nextInt(5)) {
      case 0 -> template + " " + written(pick(plain));
      case 1 -> written(pick(plain)) + " " + template;
      default -> template;
    };
  }

  private static String kind(String label) {
    return switch (label) {
      case "person" -> "PERSON";
      case "location", "geo-loc" -> "LOCATION";
      case "corporation", "group", "company" -> "ORGANIZATION";
      default -> "";
    };
  }

  // The lists of names in Datafaker's YAML: [a, b] after a key, or items below it.
  private void read(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entry :
          zip.stream()
              .filter(it -> FILES.matcher(it.getName()).matches())
              .sorted((a, b) -> a.getName().compareTo(b.getName()))
              .toList()) {
        var key = "";
        for (var line :
            new String(zip.getInputStream(entry).readAllBytes(), UTF_8).split("\n", -1)) {
          var text = line.strip();
          var colon = text.indexOf(':');
          if (text.startsWith("- ") && !text.startsWith("- -")) {
            add(key, text.substring(2));
          } else if (colon > 0 && !text.startsWith("#")) {
            key = text.substring(0, colon).strip();
            var rest = text.substring(colon + 1).strip();
            if (rest.startsWith("[")) {
              for (var item : rest.replaceAll("[\\[\\]]", "").split(",", -1)) {
                add(key, item);
              }
            }
          } else if (text.endsWith(",") || text.endsWith("]")) {
            for (var item : text.replaceAll("[\\[\\]]", "").split(",", -1)) {
              add(key, item);
            }
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void add(String key, String written) {
    var value = written.strip().replaceAll("^[\"']|[\"']$", "").strip();
    var latin = value.chars().allMatch(c -> c < 0x250 || c == 0x2019);
    if (latin
        && value.length() > 1
        && value.length() < 40
        && !value.contains("#")
        && !value.contains("{")
        && !value.contains("(")
        && Character.isLetter(value.charAt(0))) {
      lists.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(value);
    }
  }

  private List<String> all(String... keys) {
    var all = new LinkedHashSet<String>();
    for (var key : keys) {
      all.addAll(lists.getOrDefault(key, Set.of()));
    }
    // A name that is more often a word is learned as a word.
    var words =
        keys[0].equals("country") || keys[0].equals("nationality")
            ? Map.<String, Integer>of()
            : common;
    return all.stream()
        .filter(name -> words.getOrDefault(name.toLowerCase(Locale.ROOT), 0) < 5)
        .sorted()
        .toList();
  }

  private static List<String> templates() throws IOException {
    try (var in = TrainNames.class.getResourceAsStream("names.txt")) {
      if (in == null) {
        throw new IOException("names.txt is missing");
      }
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .map(line -> line.replace("\\n", "\n"))
          .toList();
    }
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
