package dev.headgate.kernel.config;

import dev.headgate.kernel.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/// One section of a declaration on its way into a record. Each accessor names a key, its default
/// and its meaning; what was never asked for is an unknown key. Mistakes are collected and a
/// harmless value is returned in place of a wrong one, so that one reading finds them all.
///
/// The same reader, run by [#describe], yields the keys it would ask for: schemas and reference
/// cannot disagree with the code. Not thread-safe.
public final class ConfigNode {
  private static final Position NOWHERE = new Position("", 1, 1);

  private final Tree.Mapping tree;
  private final Problems problems;
  private final SecretSource secrets;
  private final boolean describing;
  private final AskedKeys asked = new AskedKeys();

  private ConfigNode(
      Tree.Mapping tree, Problems problems, SecretSource secrets, boolean describing) {
    this.tree = tree;
    this.problems = problems;
    this.secrets = secrets;
    this.describing = describing;
  }

  /// Reads a whole file. Problems found are added to `problems`; the result is only good if there
  /// are none.
  public static <T> Optional<T> read(
      Tree tree, Problems problems, SecretSource secrets, Function<ConfigNode, T> reader) {
    if (!(tree instanceof Tree.Mapping mapping)) {
      problems.add(tree.at(), "expected keys and values, such as \"description: …\"");
      return Optional.empty();
    }
    return Optional.of(new ConfigNode(mapping, problems, secrets, false).finish(reader));
  }

  /// The keys that `reader` asks for.
  public static List<KeyDescription> describe(Function<ConfigNode, ?> reader) {
    var node = describing();
    var _ = reader.apply(node);
    return node.asked.all();
  }

  /// Where this section begins.
  public Position at() {
    return tree.at();
  }

  /// Where the value of `key` stands, or this section if it is absent.
  public Position at(String key) {
    var entry = tree.entries().get(key);
    return entry == null ? tree.at() : entry.value().at();
  }

  public boolean has(String key) {
    return tree.entries().containsKey(key);
  }

  /// True while keys are being described: values are placeholders, cross-checks make no sense.
  public boolean isDescribing() {
    return describing;
  }

  /// Reports a mistake that only the reader can see.
  public void problem(String key, String message) {
    problems.add(at(key), message);
  }

  /// Reports a mistake that only the reader can see, at a place that it knows.
  public void problem(Position at, String message) {
    problems.add(at, message);
  }

  /// What the section says, without the way in which it was written; see [Tree#canonical].
  public String canonical() {
    return tree.canonical();
  }

  public String text(String key, String defaultValue, String doc) {
    asked.add(key, ValueType.TEXT, doc, false, defaultValue);
    return find(key).flatMap(this::asText).orElse(defaultValue);
  }

  public Optional<String> optionalText(String key, String doc) {
    asked.add(key, ValueType.TEXT, doc, false, null);
    return find(key).flatMap(this::asText);
  }

  public String requireText(String key, String doc) {
    asked.add(key, ValueType.TEXT, doc, true, null);
    return require(key, doc).flatMap(this::asText).orElse("");
  }

  /// A text that names something; see [Names].
  public String requireName(String key, String doc) {
    asked.add(key, ValueType.NAME, doc, true, null);
    return require(key, doc).flatMap(this::asName).orElse("");
  }

  public List<String> texts(String key, List<String> defaultValue, String doc) {
    asked.add(
        key, ValueType.TEXTS, doc, false, defaultValue.isEmpty() ? null : defaultValue.toString());
    var value = find(key);
    if (value.isEmpty()) {
      return defaultValue;
    }
    return switch (value.get()) {
      case Tree.Sequence sequence ->
          sequence.items().stream().flatMap(item -> asText(item).stream()).toList();
      case Tree.Scalar scalar -> asText(scalar).map(List::of).orElse(List.of());
      case Tree.Mapping mapping -> wrong(mapping, "a list of texts", defaultValue);
    };
  }

  public int integer(String key, int defaultValue, int min, int max, String doc) {
    asked.add(key, ValueType.INTEGER, doc, false, Integer.toString(defaultValue), min, max);
    var value = find(key).map(tree -> asInteger(tree, min, max));
    return value.map(found -> found.orElse(defaultValue)).orElse(defaultValue);
  }

  public OptionalInt optionalInteger(String key, int min, int max, String doc) {
    asked.add(key, ValueType.INTEGER, doc, false, null, min, max);
    return find(key).map(tree -> asInteger(tree, min, max)).orElse(OptionalInt.empty());
  }

  public double number(String key, double defaultValue, double min, double max, String doc) {
    asked.add(key, ValueType.NUMBER, doc, false, Double.toString(defaultValue), min, max);
    var value = find(key).map(tree -> asNumber(tree, min, max));
    return value.map(found -> found.orElse(defaultValue)).orElse(defaultValue);
  }

  public OptionalDouble optionalNumber(String key, double min, double max, String doc) {
    asked.add(key, ValueType.NUMBER, doc, false, null, min, max);
    return find(key).map(tree -> asNumber(tree, min, max)).orElse(OptionalDouble.empty());
  }

  public boolean flag(String key, boolean defaultValue, String doc) {
    asked.add(key, ValueType.FLAG, doc, false, Boolean.toString(defaultValue));
    return find(key)
        .map(value ->
            Written.flag(value).orElseGet(() -> wrong(value, "true or false", defaultValue)))
        .orElse(defaultValue);
  }

  public Optional<Boolean> optionalFlag(String key, String doc) {
    asked.add(key, ValueType.FLAG, doc, false, null);
    return find(key)
        .map(value -> Written.flag(value).orElseGet(() -> wrong(value, "true or false", false)));
  }

  /// Written as `500ms`, `2s`, `5m`, `1h` or `30d`.
  public Duration duration(String key, Duration defaultValue, String doc) {
    asked.add(key, ValueType.DURATION, doc, false, DurationText.of(defaultValue));
    return find(key)
        .map(value ->
            Written.duration(value)
                .orElseGet(() ->
                    wrong(
                        value,
                        "a duration such as 500ms, 2s, 5m, 1h or 30d, at most 3650d",
                        defaultValue)))
        .orElse(defaultValue);
  }

  /// Bytes, written as `64 KiB` or `2 GiB`.
  public long size(String key, long defaultBytes, String doc) {
    asked.add(key, ValueType.SIZE, doc, false, Written.ofSize(defaultBytes));
    var value = find(key);
    if (value.isEmpty()) {
      return defaultBytes;
    }
    var size = Written.size(value.get());
    return size.isPresent()
        ? size.getAsLong()
        : wrong(value.get(), "a size such as 512 B, 64 KiB, 10 MiB or 2 GiB", defaultBytes);
  }

  /// One of an enum's constants, written in lower case with dashes.
  public <E extends Enum<E>> E choice(String key, E defaultValue, String doc) {
    var type = defaultValue.getDeclaringClass();
    asked.addChoice(key, type, doc, false, Written.of(defaultValue));
    return find(key).flatMap(value -> asChoice(value, type)).orElse(defaultValue);
  }

  public <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type, String doc) {
    asked.addChoice(key, type, doc, false, null);
    return find(key).flatMap(value -> asChoice(value, type));
  }

  /// One of some names that are data and no constants.
  public String choice(String key, String defaultValue, List<String> names, String doc) {
    asked.addChoice(key, names, doc, false, defaultValue);
    return find(key).flatMap(value -> asName(value, names)).orElse(defaultValue);
  }

  public <E extends Enum<E>> E requireChoice(String key, Class<E> type, String doc) {
    asked.addChoice(key, type, doc, true, null);
    return require(key, doc)
        .flatMap(value -> asChoice(value, type))
        .orElse(type.getEnumConstants()[0]);
  }

  /// A `${env:NAME}` or `${file:PATH}`, resolved.
  public Optional<Secret> secret(String key, String doc) {
    asked.add(key, ValueType.SECRET, doc, false, null);
    return find(key).flatMap(this::asSecret);
  }

  public Secret requireSecret(String key, String doc) {
    asked.add(key, ValueType.SECRET, doc, true, null);
    return require(key, doc).flatMap(this::asSecret).orElse(new Secret(""));
  }

  /// A section that may be absent: then every key in it has its default.
  public <T> T section(String key, String doc, Function<ConfigNode, T> reader) {
    var node =
        switch (find(key).orElse(null)) {
          case null -> new ConfigNode(Tree.Mapping.empty(tree.at()), problems, secrets, describing);
          case Tree.Mapping mapping -> new ConfigNode(mapping, problems, secrets, describing);
          case Tree other -> {
            wrong(other, "a section of keys and values", "");
            // Its missing keys are no further mistakes.
            yield new ConfigNode(Tree.Mapping.empty(other.at()), new Problems(), secrets, false);
          }
        };
    var result = node.finish(reader);
    asked.addSection(key, ValueType.SECTION, doc, node.asked);
    return result;
  }

  /// A section that means something by being there.
  public <T> Optional<T> optionalSection(String key, String doc, Function<ConfigNode, T> reader) {
    if (!has(key) && !describing) {
      asked.addSection(key, ValueType.SECTION, doc, null);
      return Optional.empty();
    }
    return Optional.of(section(key, doc, reader));
  }

  /// A list of sections.
  public <T> List<T> list(String key, String doc, Function<ConfigNode, T> reader) {
    if (describing) {
      var child = describing();
      var result = List.of(child.finish(reader));
      asked.addSection(key, ValueType.LIST, doc, child.asked);
      return result;
    }
    asked.addSection(key, ValueType.LIST, doc, null);
    var value = find(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof Tree.Sequence(_, var items))) {
      return wrong(value.get(), "a list, each item beginning with \"- \"", List.<T>of());
    }
    var result = new ArrayList<T>();
    for (var item : items) {
      if (item instanceof Tree.Mapping mapping) {
        result.add(new ConfigNode(mapping, problems, secrets, false).finish(reader));
      } else {
        wrong(item, "keys and values", "");
      }
    }
    return result;
  }

  /// Named sections, in the order in which they were written.
  public <T> SequencedMap<String, T> map(
      String key, String doc, BiFunction<String, ConfigNode, T> reader) {
    var result = new LinkedHashMap<String, T>();
    if (describing) {
      var child = describing();
      result.put("name", child.finish(node -> reader.apply("name", node)));
      asked.addSection(key, ValueType.MAP, doc, child.asked);
      return result;
    }
    asked.addSection(key, ValueType.MAP, doc, null);
    var value = find(key);
    if (value.isEmpty()) {
      return result;
    }
    if (!(value.get() instanceof Tree.Mapping(_, var entries))) {
      return wrong(value.get(), "named sections", result);
    }
    for (var entry : entries.entrySet()) {
      var name = entry.getKey();
      if (!Names.isName(name)) {
        problems.add(
            entry.getValue().keyAt(), "expected " + Names.EXPECTED + ", found \"" + name + "\"");
      }
      if (entry.getValue().value() instanceof Tree.Mapping mapping) {
        result.put(
            name,
            new ConfigNode(mapping, problems, secrets, false)
                .finish(node -> reader.apply(name, node)));
      } else {
        wrong(entry.getValue().value(), "keys and values", "");
      }
    }
    return result;
  }

  /// A value of any shape, as plain maps, lists, texts, numbers and booleans.
  public Map<String, Object> anyMap(String key, String doc) {
    asked.add(key, ValueType.ANY, doc, false, null);
    var value = find(key);
    if (value.isEmpty()) {
      return Map.of();
    }
    return value.get() instanceof Tree.Mapping mapping
        ? Written.plainMap(mapping)
        : wrong(value.get(), "keys and values", Map.of());
  }

  /// A value of any shape, null included.
  public Optional<Json> optionalAny(String key, String doc) {
    asked.add(key, ValueType.VALUE, doc, false, null);
    return find(key).map(Written::json);
  }

  private static ConfigNode describing() {
    var noSecrets =
        new SecretSource() {
          @Override
          public Optional<String> environment(String name) {
            return Optional.empty();
          }

          @Override
          public Optional<String> file(String path) {
            return Optional.empty();
          }
        };
    return new ConfigNode(Tree.Mapping.empty(NOWHERE), new Problems(), noSecrets, true);
  }

  private <T> T finish(Function<ConfigNode, T> reader) {
    var result = reader.apply(this);
    tree.entries()
        .forEach((key, entry) -> {
          if (!asked.names().contains(key)) {
            problems.add(entry.keyAt(), unknown(key));
          }
        });
    return result;
  }

  private String unknown(String key) {
    return NearestName.of(key, asked.names())
        .map(near -> "unknown key \"" + key + "\"; did you mean \"" + near + "\"?")
        .orElse("unknown key \"" + key + "\"; known here: " + String.join(", ", asked.names()));
  }

  private Optional<Tree> find(String key) {
    return Optional.ofNullable(tree.entries().get(key)).map(Tree.Entry::value);
  }

  private Optional<Tree> require(String key, String doc) {
    var value = find(key);
    if (value.isEmpty() && !describing) {
      problems.add(tree.at(), "\"" + key + "\" is missing: " + doc);
    }
    return value;
  }

  private <T> T wrong(Tree value, String expected, T instead) {
    problems.add(value.at(), "expected " + expected + ", found " + Written.shown(value));
    return instead;
  }

  private Optional<String> asText(Tree value) {
    if (!(value instanceof Tree.Scalar scalar) || (scalar.plain() && scalar.text().isEmpty())) {
      return wrong(value, "a text", Optional.empty());
    }
    return Written.looksLikeText(scalar)
        ? Optional.of(scalar.text())
        : wrong(value, "a text (write it in quotes)", Optional.empty());
  }

  private Optional<String> asName(Tree value) {
    return asText(value)
        .flatMap(text ->
            Names.isName(text)
                ? Optional.of(text)
                : wrong(value, Names.EXPECTED, Optional.empty()));
  }

  private OptionalInt asInteger(Tree value, int min, int max) {
    var number = Written.integer(value, min, max);
    return number.isPresent()
        ? number
        : wrong(value, "a whole number from " + min + " to " + max, number);
  }

  private OptionalDouble asNumber(Tree value, double min, double max) {
    var number = Written.number(value, min, max);
    return number.isPresent()
        ? number
        : wrong(value, "a number from " + min + " to " + max, number);
  }

  private <E extends Enum<E>> Optional<E> asChoice(Tree value, Class<E> type) {
    var constants = type.getEnumConstants();
    if (value instanceof Tree.Scalar scalar) {
      for (var constant : constants) {
        if (Written.of(constant).equals(scalar.text())) {
          return Optional.of(constant);
        }
      }
    }
    var names = Arrays.stream(constants).map(Written::of).toList();
    return wrong(value, "one of " + String.join(", ", names), Optional.empty());
  }

  private Optional<String> asName(Tree value, List<String> names) {
    return value instanceof Tree.Scalar scalar && names.contains(scalar.text())
        ? Optional.of(scalar.text())
        : wrong(value, "one of " + String.join(", ", names), Optional.empty());
  }

  private Optional<Secret> asSecret(Tree value) {
    if (!(value instanceof Tree.Scalar(var at, var text, _))) {
      return wrong(value, "${env:NAME} or ${file:PATH}", Optional.empty());
    }
    var reference = SecretReference.of(text);
    if (reference.isEmpty()) {
      // Not shown: it may be the secret itself.
      problems.add(
          at, "a secret does not belong in a file; write ${env:NAME} or ${file:PATH} in its place");
      return Optional.empty();
    }
    var secret = reference.get().resolve(secrets);
    if (secret.isEmpty()) {
      problems.add(at, reference.get().unresolved());
    }
    return secret;
  }
}
