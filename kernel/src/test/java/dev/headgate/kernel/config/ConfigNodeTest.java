package dev.headgate.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigNodeTest {
  private enum Speed {
    SLOW,
    VERY_FAST
  }

  private final Problems problems = new Problems();

  @Test
  void givesEveryDefaultWhereNothingIsWritten() {
    var read =
        read(
            mapping(),
            node ->
                List.of(
                    node.text("text", "t", "d"),
                    node.optionalText("other", "d"),
                    node.texts("texts", List.of("a"), "d"),
                    node.integer("integer", 3, 1, 9, "d"),
                    node.optionalInteger("some", 1, 9, "d"),
                    node.number("number", 0.5, 0, 1, "d"),
                    node.optionalNumber("part", 0, 1, "d"),
                    node.flag("flag", true, "d"),
                    node.duration("duration", Duration.ofSeconds(2), "d"),
                    node.size("size", 1024, "d"),
                    node.choice("choice", Speed.VERY_FAST, "d"),
                    node.secret("secret", "d"),
                    node.section("section", "d", section -> section.text("inner", "i", "d")),
                    node.optionalSection("maybe", "d", section -> section.text("x", "", "d")),
                    node.list("list", "d", item -> item.text("x", "", "d")),
                    node.map("map", "d", (name, item) -> name),
                    node.anyMap("any", "d")));

    assertThat(problems.all()).isEmpty();
    assertThat(read)
        .containsExactly(
            "t",
            Optional.empty(),
            List.of("a"),
            3,
            OptionalInt.empty(),
            0.5,
            OptionalDouble.empty(),
            true,
            Duration.ofSeconds(2),
            1024L,
            Speed.VERY_FAST,
            Optional.empty(),
            "i",
            Optional.empty(),
            List.of(),
            Map.of(),
            Map.of());
  }

  @Test
  void givesWhatIsWritten() {
    var tree =
        mapping(
            "text", plain("hello"),
            "quoted", quoted("12"),
            "texts", sequence(plain("a"), quoted("true")),
            "single", plain("a"),
            "integer", plain("-7"),
            "number", plain("1e-1"),
            "flag", plain("false"),
            "choice", plain("slow"),
            "section", mapping("inner", plain("deep")),
            "list", sequence(mapping("x", plain("one")), mapping("x", plain("two"))),
            "map", mapping("smart", mapping("x", plain("one"))));
    var read =
        read(
            tree,
            node ->
                List.of(
                    node.text("text", "t", "d"),
                    node.requireText("quoted", "d"),
                    node.texts("texts", List.of(), "d"),
                    node.texts("single", List.of(), "d"),
                    node.integer("integer", 3, -9, 9, "d"),
                    node.number("number", 0.5, 0, 1, "d"),
                    node.flag("flag", true, "d"),
                    node.choice("choice", Speed.VERY_FAST, "d"),
                    node.section("section", "d", section -> section.text("inner", "i", "d")),
                    node.list("list", "d", item -> item.requireText("x", "d")),
                    node.map("map", "d", (name, item) -> name + item.requireText("x", "d"))));

    assertThat(problems.all()).isEmpty();
    assertThat(read)
        .containsExactly(
            "hello",
            "12",
            List.of("a", "true"),
            List.of("a"),
            -7,
            0.1,
            false,
            Speed.SLOW,
            "deep",
            List.of("one", "two"),
            Map.of("smart", "smartone"));
  }

  @ParameterizedTest
  @CsvSource({"1500ms,1500", "2s,2000", "0.5s,500", "5m,300000", "1 h,3600000", "30d,2592000000"})
  void readsDurations(String written, long millis) {
    var read = read(mapping("k", plain(written)), n -> n.duration("k", Duration.ZERO, "d"));

    assertThat(read).isEqualTo(Duration.ofMillis(millis));
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "s", "-1s", "2 weeks", "1.s", "99999999d", "9999999999999999999999s"})
  void refusesWhatIsNoDuration(String written) {
    var read = read(mapping("k", plain(written)), n -> n.duration("k", Duration.ofDays(1), "d"));

    assertThat(read).isEqualTo(Duration.ofDays(1));
    assertThat(message()).startsWith("expected a duration such as 500ms, 2s, 5m, 1h or 30d");
  }

  @ParameterizedTest
  @CsvSource({"512 B,512", "64KiB,65536", "10 MiB,10485760", "2 GiB,2147483648", "0 B,0"})
  void readsSizes(String written, long bytes) {
    var read = read(mapping("k", plain(written)), n -> n.size("k", 1, "d"));

    assertThat(read).isEqualTo(bytes);
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"512", "1 MB", "-1 B", "1.5 GiB", "999999999999 GiB"})
  void refusesWhatIsNoSize(String written) {
    var read = read(mapping("k", plain(written)), n -> n.size("k", 7, "d"));

    assertThat(read).isEqualTo(7);
    assertThat(message()).startsWith("expected a size such as 512 B, 64 KiB, 10 MiB or 2 GiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10", "1.5", "x", "", "99999999999999999999"})
  void refusesIntegersOutOfBounds(String written) {
    var read = read(mapping("k", plain(written)), n -> n.integer("k", 3, 1, 9, "d"));

    assertThat(read).isEqualTo(3);
    assertThat(message()).startsWith("expected a whole number from 1 to 9, found ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.1", "1e999", "NaN", ".inf", "x"})
  void refusesNumbersOutOfBounds(String written) {
    var read = read(mapping("k", plain(written)), n -> n.number("k", 1, 0, 1, "d"));

    assertThat(read).isEqualTo(1);
    assertThat(message()).startsWith("expected a number from 0.0 to 1.0, found ");
  }

  @Test
  void doesNotTakeQuotedTextForANumberOrAFlag() {
    var tree = mapping("i", quoted("1"), "n", quoted("0.5"), "f", quoted("true"));
    read(
        tree,
        n ->
            List.of(
                n.integer("i", 3, 1, 9, "d"),
                n.number("n", 0, 0, 1, "d"),
                n.flag("f", false, "d")));

    assertThat(problems.all()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "12", "1.0", "null", "~"})
  void asksForQuotesWhereATextLooksLikeSomethingElse(String written) {
    read(mapping("k", plain(written)), n -> n.requireText("k", "d"));

    assertThat(message())
        .isEqualTo("expected a text (write it in quotes), found \"" + written + "\"");
  }

  @Test
  void namesThePlaceOfAWrongValueAndOfAnUnknownKey() {
    var tree =
        new Tree.Mapping(
            new Position("f.yaml", 1, 1),
            ordered(
                "limit",
                new Tree.Entry(
                    new Position("f.yaml", 1, 1),
                    new Tree.Scalar(new Position("f.yaml", 1, 8), "many", true)),
                "lmit",
                new Tree.Entry(
                    new Position("f.yaml", 2, 3),
                    new Tree.Scalar(new Position("f.yaml", 2, 9), "1", true))));
    read(tree, n -> n.integer("limit", 1, 1, 9, "d"));

    assertThat(problems.all())
        .extracting(Problem::toString)
        .containsExactly(
            "f.yaml:1:8: expected a whole number from 1 to 9, found \"many\"",
            "f.yaml:2:3: unknown key \"lmit\"; did you mean \"limit\"?");
  }

  @Test
  void listsTheKnownKeysWhereNoneIsNear() {
    read(mapping("colour", plain("red")), n -> List.of(n.text("a", "", "d"), n.text("b", "", "d")));

    assertThat(message()).isEqualTo("unknown key \"colour\"; known here: a, b");
  }

  @Test
  void saysWhatAMissingKeyIsFor() {
    read(mapping(), n -> n.requireText("collection", "The collection that is searched"));

    assertThat(message()).isEqualTo("\"collection\" is missing: The collection that is searched");
  }

  @Test
  void namesTheChoices() {
    read(mapping("k", plain("fast")), n -> n.choice("k", Speed.SLOW, "d"));

    assertThat(message()).isEqualTo("expected one of slow, very-fast, found \"fast\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Smart", "a/b", "a b", "ä", "", "a.b"})
  void refusesNamesThatDoNotFitIntoAPath(String name) {
    read(
        mapping("name", quoted(name), "map", mapping(name, mapping())),
        n -> n.requireName("name", "d") + n.map("map", "d", (key, item) -> key));

    assertThat(problems.all()).hasSize(2);
    assertThat(problems.all())
        .allSatisfy(p -> assertThat(p.message()).contains("lower-case letters, digits and dashes"));
  }

  @Test
  void readsTheSectionsThatAreRightBesideThoseThatAreWrong() {
    var tree =
        mapping(
            "list", sequence(plain("x"), mapping("a", plain("one"))),
            "map", mapping("bad", plain("x"), "good", mapping("a", plain("two"))));
    var read =
        read(
            tree,
            n ->
                List.of(
                    n.list("list", "d", item -> item.requireText("a", "d")),
                    n.map("map", "d", (name, item) -> item.requireText("a", "d"))));

    assertThat(problems.all()).hasSize(2);
    assertThat(read).containsExactly(List.of("one"), Map.of("good", "two"));
  }

  @Test
  void reportsASectionOfTheWrongShapeOnceAndNotItsMissingKeys() {
    read(mapping("s", plain("x")), n -> n.section("s", "d", s -> s.requireText("a", "d")));

    assertThat(message()).isEqualTo("expected a section of keys and values, found \"x\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text", "texts", "integer", "flag", "duration", "size", "list", "map", "any"})
  void refusesWhatHasAnotherShape(String accessor) {
    var wrong = accessor.equals("map") || accessor.equals("any") ? sequence() : mapping();
    read(
        mapping("k", wrong),
        n ->
            switch (accessor) {
              case "text" -> n.text("k", "", "d");
              case "texts" -> n.texts("k", List.of(), "d");
              case "integer" -> n.integer("k", 1, 0, 9, "d");
              case "flag" -> n.flag("k", true, "d");
              case "duration" -> n.duration("k", Duration.ZERO, "d");
              case "size" -> n.size("k", 1, "d");
              case "list" -> n.list("k", "d", item -> "");
              case "map" -> n.map("k", "d", (name, item) -> "");
              default -> n.anyMap("k", "d");
            });

    assertThat(problems.all()).hasSize(1);
    assertThat(message()).startsWith("expected ");
  }

  @Test
  void resolvesSecretsFromTheEnvironmentAndFromFiles() {
    var tree = mapping("a", plain("${env:KEY}"), "b", plain("${file:key.txt}"));
    var read = read(tree, n -> List.of(n.requireSecret("a", "d"), n.secret("b", "d")));

    assertThat(problems.isEmpty()).isTrue();
    assertThat(read).containsExactly(new Secret("from env"), Optional.of(new Secret("from file")));
    assertThat(read.toString()).doesNotContain("from");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sk-123|a secret does not belong in a file; write ${env:NAME} or ${file:PATH} in its place",
        "${env:NONE}|the environment variable NONE is not set; export it before starting",
        "${env:BLANK}|the environment variable BLANK is not set; export it before starting",
        "${file:none}|the secret file none is missing, empty or cannot be read",
      })
  void refusesSecretsThatAreLiteralOrUnset(String written, String expected) {
    read(mapping("k", plain(written)), n -> n.requireSecret("k", "d"));

    assertThat(message()).isEqualTo(expected);
  }

  @Test
  void neverShowsALiteralSecret() {
    read(mapping("k", plain("sk-live-123")), n -> n.secret("k", "d"));

    assertThat(problems.all().toString()).doesNotContain("sk-live");
  }

  @Test
  void keepsValuesOfAnyShape() {
    var tree =
        mapping(
            "any",
            mapping(
                "i", plain("7"),
                "d", plain("1.5"),
                "b", plain("true"),
                "s", quoted("7"),
                "l", sequence(plain("x")),
                "big", plain("123456789012345678901234567890")));
    var read = read(tree, n -> n.anyMap("any", "d"));

    assertThat(read)
        .containsEntry("i", 7L)
        .containsEntry("d", 1.5)
        .containsEntry("b", true)
        .containsEntry("s", "7")
        .containsEntry("l", List.of("x"))
        .containsEntry("big", 1.2345678901234568e29);
  }

  @Test
  void describesTheKeysItWouldAskFor() {
    var keys =
        ConfigNode.describe(node ->
            List.of(
                node.requireText("a", "A text"),
                node.integer("b", 3, 1, 9, "A number"),
                node.duration("c", Duration.ofMinutes(90), "A time"),
                node.size("d", 10 << 20, "A size"),
                node.choice("e", Speed.VERY_FAST, "A choice"),
                node.optionalSection("f", "Maybe", s -> s.requireSecret("key", "Secret")),
                node.list("g", "Items", item -> item.requireName("name", "Name")),
                node.map("h", "Named", (name, item) -> item.flag("on", true, "On"))));

    assertThat(keys)
        .extracting(KeyDescription::key)
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h");
    assertThat(keys.get(0)).matches(KeyDescription::required);
    assertThat(keys.get(1)).matches(k -> k.min() == 1 && k.max() == 9);
    assertThat(keys.get(2).defaultText()).isEqualTo("90m");
    assertThat(keys.get(3).defaultText()).isEqualTo("10 MiB");
    assertThat(keys.get(4).choices()).containsExactly("slow", "very-fast");
    assertThat(keys.get(5).children())
        .extracting(KeyDescription::type)
        .containsExactly(ValueType.SECRET);
    assertThat(keys.get(6).children())
        .extracting(KeyDescription::type)
        .containsExactly(ValueType.NAME);
    assertThat(keys.get(7).children())
        .extracting(KeyDescription::defaultText)
        .containsExactly("true");
  }

  @Test
  void saysTheSameForTreesThatSayTheSame() {
    var one = mapping("a", plain("x"), "b", sequence(plain("1"), plain("2")));
    var reordered = mapping("b", sequence(quoted("1"), plain("2")), "a", quoted("x"));

    assertThat(reordered.canonical()).isEqualTo(one.canonical());
    assertThat(mapping("a", plain("xb"), "b", sequence()).canonical())
        .isNotEqualTo(one.canonical());
    assertThat(sequence(plain("ab")).canonical())
        .isNotEqualTo(sequence(plain("a"), plain("b")).canonical());
  }

  private String message() {
    assertThat(problems.all()).hasSize(1);
    return problems.all().getFirst().message();
  }

  private <T> T read(Tree tree, Function<ConfigNode, T> reader) {
    var secrets =
        new SecretSource() {
          @Override
          public Optional<String> environment(String name) {
            return Optional.ofNullable(Map.of("KEY", "from env", "BLANK", "").get(name));
          }

          @Override
          public Optional<String> file(String path) {
            return path.equals("key.txt") ? Optional.of("from file") : Optional.empty();
          }
        };
    return ConfigNode.read(tree, problems, secrets, reader).orElseThrow();
  }

  private int line;

  // Every node in a line of its own: equal problems at one place are one problem.
  private Position at() {
    return new Position("f.yaml", ++line, 1);
  }

  private Tree plain(String text) {
    return new Tree.Scalar(at(), text, true);
  }

  private Tree quoted(String text) {
    return new Tree.Scalar(at(), text, false);
  }

  private Tree sequence(Tree... items) {
    return new Tree.Sequence(at(), List.of(items));
  }

  private Tree mapping(Object... keysAndValues) {
    var entries = new LinkedHashMap<String, Tree.Entry>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put((String) keysAndValues[i], new Tree.Entry(at(), (Tree) keysAndValues[i + 1]));
    }
    return new Tree.Mapping(at(), entries);
  }

  private static SequencedMap<String, Tree.Entry> ordered(Object... keysAndEntries) {
    var entries = new LinkedHashMap<String, Tree.Entry>();
    for (int i = 0; i < keysAndEntries.length; i += 2) {
      entries.put((String) keysAndEntries[i], (Tree.Entry) keysAndEntries[i + 1]);
    }
    return entries;
  }
}
