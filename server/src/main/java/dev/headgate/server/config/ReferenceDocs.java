package dev.headgate.server.config;

import dev.headgate.guardrails.DetectorKinds;
import dev.headgate.guardrails.patterns.Re2Compiler;
import dev.headgate.inference.answers.ExtractiveAnswerer;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.KeyDescription;
import dev.headgate.kernel.config.Position;
import dev.headgate.retrieval.CollectionConfig;
import dev.headgate.runtime.boundaries.BoundariesConfig;
import dev.headgate.runtime.features.FeatureFiles;
import dev.headgate.runtime.features.FeatureReader;
import dev.headgate.runtime.features.Surroundings;
import dev.headgate.runtime.prompts.Prompt;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// The generated part of `docs/reference`: made from what the readers ask for, so that it cannot
/// disagree with them.
public final class ReferenceDocs {
  private static final String PAGE_HEAD =
      """
      # Configuration reference

      This page lists every key of every file in a project folder, with its type, its default and its meaning. It is generated
      from the code that reads the files. An unknown key is an error, and so is a value of the wrong type: `headgate check`
      lists all mistakes at once, each with its file, line and column.

      How values are written: a *duration* is a number with a unit, such as `500ms`, `2s`, `5m`, `1h` or `30d`, at most `3650d`.
      A *size* is a number of bytes with a unit, such as `512 B`, `64 KiB`, `10 MiB` or `2 GiB`. A *secret* is never written into
      a declaration: it is `${env:NAME}`, an environment variable of the server, or `${file:PATH}`, the text of a file of at most
      64 KiB without its last line break; a relative path starts at the project folder. A *name* has lower-case letters, digits
      and dashes, at most 64 characters.

      A JSON Schema of each file lies in the folder `schema`, so that
      [editors can complete and check it](../guides/features.md#complete-declarations-in-an-editor).
      """;

  private record File(String title, String path, String about, List<KeyDescription> keys) {}

  private ReferenceDocs() {}

  /// The text of each file, by its path in `docs/reference`.
  public static SequencedMap<String, String> files() {
    var files = described();
    var result = new LinkedHashMap<String, String>();
    result.put("configuration.md", page(files.values()));
    files.forEach((name, file) ->
        result.put(
            "schema/" + name + ".schema.json",
            PrettyJson.write(JsonSchema.of(file.title(), file.keys()))));
    return result;
  }

  private static SequencedMap<String, File> described() {
    var nothing =
        new Surroundings(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            ExtractiveAnswerer.DEFAULT_MIN_CONFIDENCE,
            BoundariesConfig.NONE,
            Set.of(),
            EmbeddingModels.ORDERED,
            new Re2Compiler(),
            DetectorKinds.ALL);
    var files = new LinkedHashMap<String, File>();
    files.put(
        "headgate",
        new File(
            "headgate.yaml",
            "headgate.yaml",
            "The settings of the server: where it listens, who may call, and which models it"
                + " reaches.",
            ConfigNode.describe(new SettingsReader(Path.of(""))::read)));
    files.put(
        "feature",
        new File(
            "feature.yaml",
            "features/NAME/feature.yaml",
            "The declaration of a feature. The folder's name is the feature's name.",
            ConfigNode.describe(
                node -> FeatureReader.read("name", node, FeatureFiles.NONE, nothing))));
    files.put(
        "prompt",
        new File(
            "Front matter of a prompt",
            "features/NAME/prompts/PROMPT.prompt",
            "The front matter of a prompt, between two lines of `---`. The template follows it.",
            ConfigNode.describe(node -> Prompt.from("name", node, new Position("", 1, 1), ""))));
    files.put(
        "collection",
        new File(
            "Collection",
            "collections/NAME.yaml",
            "The declaration of a collection. The file's name is the collection's name.",
            ConfigNode.describe(node -> CollectionConfig.from("name", node, Set.of()))));
    return files;
  }

  private static String page(Iterable<File> files) {
    var page = new StringBuilder(PAGE_HEAD);
    for (var file : files) {
      page.append("\n## ").append(file.path()).append("\n\n").append(file.about()).append("\n\n");
      page.append("| key | type | default | meaning |\n|---|---|---|---|\n");
      rows("", file.keys(), page);
    }
    return page.toString();
  }

  private static void rows(String prefix, List<KeyDescription> keys, StringBuilder page) {
    for (var key : keys) {
      var path = prefix + key.key();
      page.append(
          "| `%s` | %s | %s | %s |\n".formatted(path, type(key), defaultOf(key), meaning(key)));
      rows(path + inner(key), key.children(), page);
    }
  }

  private static String inner(KeyDescription key) {
    return switch (key.type()) {
      case LIST -> "[].";
      case MAP -> ".NAME.";
      case TEXT,
          NAME,
          TEXTS,
          INTEGER,
          NUMBER,
          FLAG,
          DURATION,
          SIZE,
          CHOICE,
          SECRET,
          SECTION,
          ANY,
          VALUE ->
          ".";
    };
  }

  private static String type(KeyDescription key) {
    return switch (key.type()) {
      case TEXT -> "text";
      case NAME -> "name";
      case TEXTS -> "text or list of texts";
      case INTEGER -> "whole number" + bounds(key);
      case NUMBER -> "number" + bounds(key);
      case FLAG -> "`true` or `false`";
      case DURATION -> "duration";
      case SIZE -> "size";
      case CHOICE -> "one of `" + String.join("`, `", key.choices()) + "`";
      case SECRET -> "secret";
      case SECTION -> "section";
      case LIST -> "list of sections";
      case MAP -> "sections by name";
      case ANY -> "keys and values";
      case VALUE -> "any value";
    };
  }

  private static String bounds(KeyDescription key) {
    return key.min() == null || key.max() == null
        ? ""
        : " from %s to %s".formatted(shown(key.min()), shown(key.max()));
  }

  private static String shown(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static String defaultOf(KeyDescription key) {
    if (key.required()) {
      return "required";
    }
    return key.defaultText() == null || key.defaultText().isEmpty()
        ? ""
        : "`" + key.defaultText().replace("|", "\\|") + "`";
  }

  private static String meaning(KeyDescription key) {
    var doc = key.doc().strip().replace("|", "\\|");
    var sentence = doc.isEmpty() ? "" : Character.toUpperCase(doc.charAt(0)) + doc.substring(1);
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }
}
